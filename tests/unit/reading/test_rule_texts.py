"""Every rule of quarantine says what it means and what to do; the texts have one home."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ingest_home import SEEDS, contracts

from hotline.terminal.pages.contract_page import contract_page
from ingest.contract import Field, load_contracts
from ingest.reading.rows.row_rules import checked
from ingest.reading.rows.rule_texts import RULES, remedy

READING = Path(__file__).parents[3] / "ingest" / "reading" / "rows"


def rules_that_can_appear() -> set[tuple[str, Field | None]]:
    """The rules that the SQL of the row checks names, each with its column, and the one about two rows."""
    found: set[tuple[str, Field | None]] = {("contradicting_rows", None)}
    for contract in contracts().values():
        present = {field.name for field in contract.fields}
        sql = checked(contract, "t", present, "UTC", datetime.now(UTC))
        for rule, column in re.findall(r"'rule': '(\w+)', 'column_name': (?:'(\w+)'|cast)", sql):
            found.add((rule, contract.by_name.get(column)))
    return found


def test_every_rule_that_can_appear_has_its_texts_and_no_other_has() -> None:
    assert {rule for rule, _ in rules_that_can_appear()} == set(RULES)
    assert "'rule': 'contradicting_rows'" in (READING / "stage.py").read_text(encoding="utf-8")


def test_every_remedy_is_one_sentence_that_says_what_to_write() -> None:
    for rule, field in rules_that_can_appear():
        for said in (remedy(rule, field), remedy(rule, None)):
            assert re.fullmatch(r"(write|fill|give|mend|export) [^\n]+[^.]", said), said
            assert ". " not in said


@pytest.mark.parametrize(
    ("extract", "column", "rule", "said"),
    [
        ("referrals", "priority", "unknown_code", "write 1 or I or 2 or II"),
        ("referrals", "response_type", "unknown_code", "write assessment or investigation"),
        ("referrals", "screen_out_reason", "unknown_code", "write one of 14 codes, such as not_abuse_or_neglect, "),
        ("referrals", "prior_accepted_reports", "out_of_range", "write a whole number from 0 on"),
        ("allegations", "child_age_years", "out_of_range", "write a whole number from 0 to 120"),
        ("allegations", "child_id", "wrong_shape", "with at least one digit, 40 characters at most"),
        ("referrals", "mother_county_fips", "wrong_shape", "5 characters at most"),
        ("referrals", "ims_searched", "not_a_boolean", "Y or N, yes or no, true or false, T or F, 1 or 0"),
    ],
)
def test_a_remedy_gives_the_spellings_of_its_column(extract: str, column: str, rule: str, said: str) -> None:
    assert said in remedy(rule, load_contracts(SEEDS)[extract].by_name[column])


def test_the_page_of_the_contract_has_every_rule() -> None:
    page = contract_page(list(contracts().values()))
    assert [rule for rule in RULES if f'<th scope="row">{rule}</th>' not in page] == []
