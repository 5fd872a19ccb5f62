"""Every published table and column is described and cited, has an enforced contract, and is for an audience."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest

from hotline.building.published_objects import limited_objects, published_objects
from hotline.building.state_words import StateWords, state_words
from hotline.warehouse.audiences import PUBLISHED_SCHEMAS
from serving.asking.examples import read_examples

# A paragraph of the rule, an instruction to staff, the statute, or the office's own page.
CITATION = re.compile(r"\bR\([a-z]\)|\bR, revised|\bITS\b|O\.S\.|OAC \d|FAQ")
# Whether a court reported, and what it permits, is on the reporter too.
REPORTER = re.compile(r"reporter|anonym|judicial|court_permits", re.IGNORECASE)
# A complainant is not a reporter: the register says whether the complainant gave a name.
COMPLAINANT = re.compile(r"complainant", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
INNERMOST_BRACKETS = re.compile(r"\([^()]*\)")
STATES = sorted((Path(__file__).resolve().parents[2] / "seeds" / "policy").iterdir())
# A state of no law and no names that could be mistaken for another's.
OTHERS = StateWords(defaultdict(lambda: "NAME", rule="LAW"), {})


@pytest.fixture(scope="module")
def published(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """The models that are published."""
    return [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["config"]["meta"].get("audience")
    ]


def test_every_mart_is_for_somebody(manifest: dict[str, Any]) -> None:
    nobody = [
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        and node["schema"] in PUBLISHED_SCHEMAS
        and not node["config"]["meta"].get("audience")
    ]
    assert nobody == []


def test_every_published_table_has_an_enforced_contract(published: list[dict[str, Any]]) -> None:
    assert [node["name"] for node in published if not node["config"]["contract"]["enforced"]] == []


def test_every_published_table_says_its_grain(published: list[dict[str, Any]]) -> None:
    """Most have one row per something, a few a single row."""
    assert [
        node["name"] for node in published if not node["description"].startswith(("One row per ", "One row, "))
    ] == []


def test_every_published_table_says_what_it_holds_in_three_sentences(published: list[dict[str, Any]]) -> None:
    assert [node["name"] for node in published if len(SENTENCE_END.findall(_uncited(node["description"]))) > 3] == []


def test_every_published_table_stands_in_an_example(published: list[dict[str, Any]]) -> None:
    shown = {table for example in read_examples() for table in example.tables}
    assert {f"{node['schema']}.{node['alias']}" for node in published} - shown == set()


def test_every_description_ends_with_its_citation(published: list[dict[str, Any]]) -> None:
    """Another state puts its own paragraphs in their place, so no other stands before."""
    texts = [(node["name"], " ".join(node["description"].split())) for node in published]
    texts += [(f"{node['name']}.{name}", " ".join(text.split())) for node, name, text in _columns(published)]
    wrong = []
    for place, text in texts:
        before = OTHERS.comment(text, "", "").removesuffix(".").removesuffix(" (LAW)")
        if before == text.removesuffix(".") or CITATION.search(before):
            wrong.append(place)
    assert wrong == []


def test_no_description_names_a_states_own_system_or_office(published: list[dict[str, Any]]) -> None:
    """A name that each state has for itself stands in braces."""
    own = [name for path in STATES for name in state_words(path.name).names.values()]
    named = re.compile("|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in own))
    texts = [(node["name"], node["description"]) for node in published]
    texts += [(f"{node['name']}.{name}", text) for node, name, text in _columns(published)]
    wrong = [place for place, text in texts if named.search(OTHERS.comment(text, "", ""))]
    assert wrong == []


def test_every_published_column_is_described(published: list[dict[str, Any]]) -> None:
    silent = [f"{node['name']}.{column}" for node, column, text in _columns(published) if len(text.split()) < 3]
    assert silent == []


def test_every_published_column_is_cited(published: list[dict[str, Any]]) -> None:
    uncited = [f"{node['name']}.{column}" for node, column, text in _columns(published) if not CITATION.search(text)]
    assert uncited == []


def test_every_published_column_has_a_type(published: list[dict[str, Any]]) -> None:
    untyped = [
        f"{node['name']}.{column['name']}"
        for node in published
        for column in node["columns"].values()
        if not column["data_type"]
    ]
    assert untyped == []


def test_no_description_is_copied_from_its_neighbour(published: list[dict[str, Any]]) -> None:
    copied = [
        (node["name"], text)
        for node in published
        for text, times in Counter(column["description"].strip() for column in node["columns"].values()).items()
        if times > 1
    ]
    assert copied == []


def test_the_audiences_are_those_that_there_are(manifest: dict[str, Any]) -> None:
    rows = [astuple(each) for each in published_objects(manifest)]
    assert {schema for schema, *_ in rows} <= set(PUBLISHED_SCHEMAS)
    rows_of = {(schema, name): audiences for schema, name, column, audiences, _ in rows if column is None}
    for (schema, _), audiences in rows_of.items():
        if schema == "oversight":
            assert audiences == ["oca"]


def test_administrators_get_no_row_of_a_report(manifest: dict[str, Any]) -> None:
    keys = {"referral_id", "allegation_id", "contact_id", "family_id", "child_id", "recording_id", "complaint_id"}
    rows = [astuple(each) for each in published_objects(manifest)]
    assert [row[:3] for row in rows if row[2] in keys and "administrators" in row[3]] == []


def test_the_oversight_office_sees_nothing_of_reporters_in_rows(manifest: dict[str, Any]) -> None:
    rows = [astuple(each) for each in published_objects(manifest)]
    with_reports = {row[:2] for row in rows if row[2] == "referral_id"}
    seen = [
        row[:3]
        for row in rows
        if row[:2] in with_reports
        and row[2]
        and REPORTER.search(row[2])
        and not COMPLAINANT.search(row[2])
        and "oca" in row[3]
    ]
    assert seen == []


def test_the_oversight_office_sees_only_reports_of_its_caseload(manifest: dict[str, Any]) -> None:
    rows = [astuple(each) for each in published_objects(manifest)]
    with_reports = {row[:2] for row in rows if row[2] == "referral_id" and "oca" in row[3] and row[0] != "oversight"}
    limits = [astuple(each) for each in limited_objects(manifest) if each.audience == "oca"]
    assert {each[:2] for each in limits} == with_reports
    assert {each[3:] for each in limits} == {("referral_id", "oversight", "oca_caseload")}
    assert ("marts", "referrals") in with_reports


def test_nothing_of_a_complaint_reaches_another_audience(manifest: dict[str, Any]) -> None:
    """No model that another audience gets reads the register, or a model made of it."""
    known = {**manifest["nodes"], **manifest["sources"]}

    def read_by(node: dict[str, Any]) -> set[str]:
        """Return everything that a model is made of, however far back."""
        found: set[str] = set()
        waiting = list(node["depends_on"]["nodes"])
        while waiting:
            if (name := waiting.pop()) not in found:
                found.add(name)
                waiting += known[name].get("depends_on", {}).get("nodes", [])
        return found

    register = {name for name in known if "complaint" in name}
    assert register
    own = {name for name, node in manifest["nodes"].items() if node["schema"] == "oversight"}
    published = [node for node in manifest["nodes"].values() if node["config"]["meta"].get("audience")]
    wrong = [
        (node["name"], sorted(read_by(node) & (register | own)))
        for node in published
        if node["resource_type"] == "model" and node["config"]["meta"]["audience"] != ["oca"]
        if read_by(node) & (register | own)
    ]
    assert wrong == []
    others = [astuple(each) for each in published_objects(manifest) if each.audiences != ["oca"]]
    assert [row[:3] for row in others if "oca_complaint" in " ".join(str(each) for each in row)] == []


def _uncited(text: str) -> str:
    """A text without its brackets, which hold citations and remarks."""
    while INNERMOST_BRACKETS.search(text):
        text = INNERMOST_BRACKETS.sub("", text)
    return text


def _columns(published: list[dict[str, Any]]) -> list[tuple[dict[str, Any], str, str]]:
    return [
        (node, str(column["name"]), str(column["description"]).strip())
        for node in published
        for column in node["columns"].values()
    ]
