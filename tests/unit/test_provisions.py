"""The seed of provisions: whole, consistent, and known to everything that cites the policy."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from serving.provisions import Provision, paragraphs, resolve

SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "policy" / "oklahoma"
# What a code list rests on beside the policy: the federal file's codes, and the extracts' own lists.
NO_POLICY = ("NCANDS", "Code list of the extracts", "no paragraph")


def rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


PROVISIONS = rows("provisions")
KNOWN = {row["citation"]: Provision(row["citation"], row["plain_sentence"]) for row in PROVISIONS}
BY_CITATION = {row["citation"]: row for row in PROVISIONS}
CITING = sorted(
    path.stem for path in SEEDS.glob("*.csv") if path.stem != "provisions" and "citation" in rows(path.stem)[0]
)


def rule_ids(row: dict[str, str]) -> list[str]:
    return [each for each in row["rule_ids"].split(";") if each]


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


def test_a_source_with_a_comma_in_its_name_is_one() -> None:
    assert paragraphs("A, of 1999; ITS 6", {"A, of 1999"}) == ["A, of 1999", "ITS 6"]
    assert paragraphs("Page: One; Two", {"Page: One", "Page: Two"}) == ["Page: One", "Page: Two"]


def test_a_paragraph_without_a_row_is_read_in_the_one_that_it_lies_in() -> None:
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


def test_every_rule_named_is_one_that_there_is() -> None:
    named = {rule for row in PROVISIONS for rule in rule_ids(row)}
    assert named == {row["rule_id"] for row in rows("policy_rules")}


def test_the_positions_are_the_order_of_the_file() -> None:
    assert [row["position"] for row in PROVISIONS] == [str(number) for number in range(1, len(PROVISIONS) + 1)]


@pytest.mark.parametrize("column", ["citation", "plain_sentence"])
def test_nothing_stands_twice(column: str) -> None:
    assert [text for text, times in Counter(row[column] for row in PROVISIONS).items() if times > 1] == []


def test_a_sub_paragraph_follows_the_one_that_it_lies_in() -> None:
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
def test_what_is_done_about_a_provision_is_said(row: dict[str, str]) -> None:
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
