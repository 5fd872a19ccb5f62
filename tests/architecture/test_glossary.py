"""The glossary is in order, and every table, column and paragraph of the policy that it names exists."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from serving.provisions import Provision, resolve

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")

# Publishing writes this table into each audience's file, so dbt does not know it.
WRITTEN_BY_PUBLISHING = {"operations.publications"}

NAMED = re.compile(r"`([a-z_]+\.[a-z_]+(?:\.[a-z_]+)?)`")


@dataclass(frozen=True)
class Entry:
    """One word: its definition, the paragraphs that it cites ("" for none), and the tables and columns named."""

    word: str
    definition: str
    policy: str
    found_in: list[str]


def entry(section: str) -> Entry:
    word, _, body = section.partition("\n")
    parts = re.fullmatch(r"(.+?)(?:\n- Policy: (.+?))?\n- Found in: (.+)\.", body.strip(), re.DOTALL)
    assert parts, f"{word}: definition, then Policy: where it has one, then Found in:"
    definition, policy, found_in = parts.groups(default="")
    return Entry(word.strip(), definition, policy.removesuffix("."), NAMED.findall(found_in))


ENTRIES = [entry(section) for section in re.split(r"^### ", GLOSSARY, flags=re.MULTILINE)[1:]]


def of_word(each: Entry) -> str:
    return each.word


def test_the_glossary_has_entries() -> None:
    assert len(ENTRIES) > 100


def test_words_are_in_alphabetical_order() -> None:
    """Letter by letter, as in a dictionary: spaces, hyphens and capitals do not count."""
    words = [re.sub(r"[^a-z0-9]", "", each.word.casefold()) for each in ENTRIES]
    assert words == sorted(set(words))


@pytest.mark.parametrize("each", ENTRIES, ids=of_word)
def test_a_definition_is_one_or_two_sentences(each: Entry) -> None:
    assert 1 <= len(re.findall(r"[.?!](?=\s|$)", each.definition)) <= 2


def test_every_table_and_column_named_exists(manifest: dict[str, Any]) -> None:
    there = set(WRITTEN_BY_PUBLISHING)
    for node in [*manifest["nodes"].values(), *manifest["sources"].values()]:
        if node["resource_type"] in ("model", "source"):
            table = f"{node['schema']}.{node.get('alias') or node['name']}"
            there |= {table, *(f"{table}.{column}" for column in node["columns"])}
    unknown = {each.word: sorted(set(each.found_in) - there) for each in ENTRIES if set(each.found_in) - there}
    assert unknown == {}
    assert set(NAMED.findall(GLOSSARY)) <= there
    assert [each.word for each in ENTRIES if not each.found_in] == []


def test_every_paragraph_cited_exists() -> None:
    with (ROOT / "seeds" / "policy" / "oklahoma" / "provisions.csv").open(encoding="utf-8", newline="") as handle:
        known = {row["citation"]: Provision(row["citation"], row["plain_sentence"]) for row in csv.DictReader(handle)}
    # Each paragraph itself: `resolve` also takes the nearest one above, which would let a mistyped level pass.
    wrong = {
        each.word: [cited for cited, found in resolve(each.policy, known).items() if not found or cited not in known]
        for each in ENTRIES
        if each.policy
    }
    assert {word: cited for word, cited in wrong.items() if cited} == {}
