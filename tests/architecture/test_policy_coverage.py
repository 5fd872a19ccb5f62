"""The warehouse does what it says about each provision: the page matches the seed, and what it names is published."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from docs.coverage import PAGE, read, render

ROOT = Path(__file__).resolve().parents[2]
PROVISIONS = read(ROOT / "seeds" / "policy" / "oklahoma")


def test_the_page_of_provisions_is_that_of_the_seed() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(PROVISIONS), "run `make docs`"


def test_what_is_said_to_show_a_provision_is_published(manifest: dict[str, Any]) -> None:
    there = set()
    for node in manifest["nodes"].values():
        if node["resource_type"] == "model" and node["config"]["meta"].get("audience"):
            table = f"{node['schema']}.{node['alias']}"
            there |= {node["schema"], table, *(f"{table}.{column}" for column in node["columns"])}
    named = {each for row in PROVISIONS for each in row["objects"].split(";") if each}
    assert sorted(named - there) == []


def test_every_rule_says_what_it_finds_and_cites_the_policy(manifest: dict[str, Any]) -> None:
    """A rule's model cites the same provisions as its row in the seed."""
    with (ROOT / "seeds" / "policy" / "oklahoma" / "policy_rules.csv").open(encoding="utf-8", newline="") as handle:
        rules = list(csv.DictReader(handle))
    described = {
        node["name"]: node["description"] for node in manifest["nodes"].values() if node["name"].startswith("rule_")
    }
    wrong = [
        row["rule_id"]
        for row in rules
        if not (text := described[f"rule_{row['rule_id']}"]).startswith("Finds ")
        or not text.endswith(f". ({row['citation']})")
    ]
    assert wrong == []
