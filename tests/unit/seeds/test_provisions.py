"""The seed of provisions is complete and consistent, and knows every citation of the policy."""

from __future__ import annotations

import csv
import string
from collections import Counter
from pathlib import Path

import pytest

from serving.provisions import Provision, paragraphs, resolve

SEEDS = Path(__file__).resolve().parents[3] / "seeds" / "policy" / "oklahoma"
# Sources of code lists other than the policy: the codes of the federal file, and the extracts' own lists.
NO_POLICY = ("NCANDS", "Code list of the extracts", "no paragraph")


def rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


PROVISIONS = rows("provisions")
# How paragraphs are numbered, level by level.
COUNTED = [str(number) for number in range(1, 31)]
LETTERS = list(string.ascii_uppercase)
SMALL = list(string.ascii_lowercase)
ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
# Paragraphs that state what a rule judges, although the rule cites the paragraph that states it first.
SAID_ELSEWHERE = {
    ("ITS 4(b)(2)(A)", "disclosed_without_court_order"),
    ("ITS 4(b)(2)(A)", "reporter_not_redacted"),
    *((f"ITS 5(2){level}", "records_search_missing") for level in ("", "(A)", "(A)(i)", "(A)(ii)")),
    ("ITS 19(1)(E)", "serious_allegation_not_investigated"),
    ("ITS 21 end", "three_pending_not_investigated"),
    *(
        ("10A O.S. § 1-2-101(A)(5)", rule)
        for rule in (
            "recording_missing", "recording_purged_early", "disclosed_without_court_order", "reporter_not_redacted"
        )
    ),
}  # fmt: skip
KNOWN = {row["citation"]: Provision(row["citation"], row["plain_sentence"]) for row in PROVISIONS}
BY_CITATION = {row["citation"]: row for row in PROVISIONS}
CITING = sorted(
    path.stem for path in SEEDS.glob("*.csv") if path.stem != "provisions" and "citation" in rows(path.stem)[0]
)


def rule_ids(row: dict[str, str]) -> list[str]:
    return [each for each in row["rule_ids"].split(";") if each]


def lies_in(paragraph: str, above: str) -> bool:
    return paragraph == above or paragraph.startswith(f"{above}(")


@pytest.mark.parametrize(
    ("citation", "found"),
    [
        ("R(b)", ["R(b)"]),
        ("R(b)(1), (2)", ["R(b)(1)", "R(b)(2)"]),
        ("ITS 2(3), 6", ["ITS 2(3)", "ITS 6"]),
        ("ITS 3, 3(1)(A), (B)", ["ITS 3", "ITS 3(1)(A)", "ITS 3(1)(B)"]),
        ("R(h)(1), ITS 21(2)", ["R(h)(1)", "ITS 21(2)"]),
        ("R(b)(1); ITS 8(2), 11(2)(G)(i)", ["R(b)(1)", "ITS 8(2)", "ITS 11(2)(G)(i)"]),
        ("ITS 8(1)(G)(i) to (v)", ["ITS 8(1)(G)(i)", "ITS 8(1)(G)(v)"]),
        ("R(b); 10A O.S. § 1-2-101(A)(4)", ["R(b)", "10A O.S. § 1-2-101(A)(4)"]),
        ("OAC 340:75-3-500 ITS 1, 2", ["OAC 340:75-3-500 ITS 1", "OAC 340:75-3-500 ITS 2"]),
        ("ITS 6; ITS 6, 6", ["ITS 6"]),
    ],
)
def test_a_citation_names_its_paragraphs(citation: str, found: list[str]) -> None:
    assert paragraphs(citation) == found


def test_a_source_with_a_comma_in_its_name_is_one_source() -> None:
    assert paragraphs("A, of 1999; ITS 6", {"A, of 1999"}) == ["A, of 1999", "ITS 6"]
    assert paragraphs("Page: One; Two", {"Page: One", "Page: Two"}) == ["Page: One", "Page: Two"]


def test_a_paragraph_without_a_row_takes_the_provision_of_the_paragraph_around_it() -> None:
    known = {"ITS 8": Provision("ITS 8", "Criteria.")}
    assert resolve("ITS 8(2)(Z), 9", known) == {"ITS 8(2)(Z)": known["ITS 8"], "ITS 9": None}


@pytest.mark.parametrize("seed", CITING)
def test_every_citation_has_its_provision(seed: str) -> None:
    cited = {row["citation"] for row in rows(seed)}
    unknown = {
        (citation, paragraph)
        for citation in cited
        for paragraph, provision in resolve(citation, KNOWN).items()
        if provision is None and not paragraph.startswith(NO_POLICY)
    }
    assert unknown == set()


def test_a_provision_names_the_rules_that_cite_it() -> None:
    silent = {
        (row["rule_id"], paragraph)
        for row in rows("policy_rules")
        for paragraph, provision in resolve(row["citation"], KNOWN).items()
        if provision is None
        or (row["provenance"] != "secondary" and row["rule_id"] not in rule_ids(BY_CITATION[provision.citation]))
    }
    assert silent == set()


def test_every_named_rule_exists() -> None:
    named = {rule for row in PROVISIONS for rule in rule_ids(row)}
    assert named == {row["rule_id"] for row in rows("policy_rules")}


def test_a_rule_is_named_only_with_paragraphs_that_it_cites_or_that_lie_in_or_around_them() -> None:
    """Otherwise a reader thinks that a rule judges a paragraph about which it says nothing."""
    cited: dict[str, set[str]] = {}
    for rule in rows("policy_rules"):
        for paragraph in resolve(rule["citation"], KNOWN):
            cited.setdefault(rule["rule_id"], set()).add(paragraph)
    strange = {
        (row["citation"], rule)
        for row in PROVISIONS
        for rule in rule_ids(row)
        if not any(lies_in(each, row["citation"]) or lies_in(row["citation"], each) for each in cited[rule])
        and (row["citation"], rule) not in SAID_ELSEWHERE
    }
    assert strange == set()


def test_no_paragraph_between_two_is_left_out() -> None:
    beneath: dict[str, list[str]] = {}
    for citation in BY_CITATION:
        above, _, last = citation.removesuffix(")").rpartition("(")
        if above and citation.startswith(("R(", "ITS ")) and citation.endswith(")"):
            beneath.setdefault(above, []).append(last)
    out_of_order = {
        above: found
        for above, found in beneath.items()
        if found not in (COUNTED[: len(found)], LETTERS[: len(found)], SMALL[: len(found)])
        and found not in (ROMAN[: len(found)], [each.upper() for each in ROMAN[: len(found)]])
    }
    assert out_of_order == {}


def test_the_positions_follow_the_order_of_the_file() -> None:
    assert [row["position"] for row in PROVISIONS] == [str(number) for number in range(1, len(PROVISIONS) + 1)]


@pytest.mark.parametrize("column", ["citation", "plain_sentence"])
def test_nothing_stands_twice(column: str) -> None:
    assert [text for text, times in Counter(row[column] for row in PROVISIONS).items() if times > 1] == []


def test_a_sub_paragraph_follows_its_paragraph() -> None:
    seen: set[str] = set()
    orphans = []
    for citation in BY_CITATION:
        above = citation.rpartition("(")[0]
        if citation.startswith("ITS ") and above and above not in seen:
            orphans.append(citation)
        seen.add(citation)
    assert orphans == []


def test_the_sections_are_those_of_the_document() -> None:
    sections = list(dict.fromkeys(row["section"] for row in PROVISIONS))
    rule = [f"R({letter})" for letter in "abcdefghij"]
    instructions = [f"ITS {number}" for number in range(1, 22)]
    assert sections == ["Document", *rule, *instructions, "Other sources", "OCA FAQ"]
    assert len({(row["section"], row["subject"]) for row in PROVISIONS}) == len(sections)


@pytest.mark.parametrize("row", PROVISIONS, ids=[row["citation"] for row in PROVISIONS])
def test_every_provision_says_how_it_is_treated(row: dict[str, str]) -> None:
    judged, shown = bool(row["rule_ids"]), bool(row["objects"])
    assert row["plain_sentence"].endswith((".", "?"))
    assert row["why_not"] == "" or row["why_not"].endswith(".")
    match row["treatment"]:
        case "judged":
            assert judged
        case "counted" | "shown":
            assert shown
            assert not judged
        case "not_measurable":
            assert row["why_not"]
            assert not judged
            assert not shown
        case other:
            pytest.fail(f"there is no treatment {other}")
