"""A comment is in the names and the law of the state that publishes it."""

from __future__ import annotations

import pytest

from hotline.building.state_words import StateWords, state_words

NAMES = {"rule": "Law 7", "case_system": "CASES"}
PARAGRAPHS = {
    "marts.referrals": ("Law 7(1)", "Law 7(2)"),
    "marts.referrals.received_at": tuple(f"Law 7({number})" for number in range(1, 8)),
}
OURS, OTHERS = StateWords(NAMES, None), StateWords(NAMES, PARAGRAPHS)


def test_the_state_that_the_descriptions_are_written_for_keeps_their_citations() -> None:
    text = "{case_system} number of the report; the\n  key (R(b)(4), ITS 3(1)(A))."
    assert OURS.comment(text, "marts", "referrals") == "CASES number of the report; the key (R(b)(4), ITS 3(1)(A))."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("One row per report. (R(b)(4), ITS 3(1)(A))", "One row per report. (Law 7(1); Law 7(2))"),
        ("One row (one per report) (R(b)).", "One row (one per report) (Law 7(1); Law 7(2))."),
        ("One row.", "One row. (Law 7(1); Law 7(2))"),
    ],
)
def test_another_state_cites_what_its_provisions_say_of_a_table(text: str, said: str) -> None:
    assert OTHERS.comment(text, "marts", "referrals") == said


def test_a_column_has_its_own_paragraphs_and_not_too_many() -> None:
    said = OTHERS.comment("When it came (R(a)).", "marts", "referrals", "received_at")
    assert said == "When it came (Law 7(1); Law 7(2); Law 7(3); Law 7(4); Law 7(5) and others)."


def test_what_no_provision_names_cites_the_rule_as_a_whole() -> None:
    assert OTHERS.comment("Which way (R(a)).", "marts", "referrals", "received_via") == "Which way (Law 7)."


def test_the_shipped_state_is_the_one_that_the_descriptions_are_written_for() -> None:
    words = state_words("oklahoma")
    assert words.paragraphs is None
    assert words.names["case_system"] == "KIDS"
