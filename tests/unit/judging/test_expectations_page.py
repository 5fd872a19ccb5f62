"""The validation page: complete, offline, in words, and without the extracts that only the oversight office may see."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from expectations.page import MOST_SUBJECTS, render

NOON = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)


def a_row(**changes: Any) -> dict[str, Any]:
    return {
        "validated_at": NOON,
        "subject": "batch",
        "subject_id": "L00001",
        "extract": "referrals",
        "suite": "batch",
        "expectation": "volume_as_usual",
        "column_name": None,
        "severity": "warn",
        "success": True,
        "observed": "10 rows",
        "sentence": "About as many rows as before.",
        "sequence": 1,
        **changes,
    }


ROWS = [
    a_row(),
    a_row(severity="block", success=False, sentence="Over <2 %> quarantined.", expectation="rows_quarantined"),
    a_row(success=False, sentence="The file is small.", column_name="priority"),
    a_row(observed="not judged: 1 earlier load, 4 are needed", expectation="history_to_compare_with"),
    a_row(
        subject="publication", subject_id="B7", extract=None, suite="publication", sentence="No day lost.", sequence=2
    ),
    a_row(extract="oca_complaints", subject_id="L00002", sentence="A complaint.", sequence=3),
    a_row(extract=None, subject_id="L00003", sentence="Unknown file.", sequence=4),
]


class Reader(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page(tmp_path: Path, rows: list[dict[str, Any]] = ROWS, **options: Any) -> str:
    return render(rows, "Validation", tmp_path / "validation" / "index.html", **options).read_text("utf-8")


def test_the_page_needs_nothing_from_outside(tmp_path: Path) -> None:
    text = page(tmp_path)
    assert not re.search(r"https?:|//|url\(|@import|<script|<link|<img|<iframe|font-face", text)
    assert "default-src 'none'" in text


def test_the_page_is_well_formed_and_its_tables_are_accessible(tmp_path: Path) -> None:
    reader = Reader(page(tmp_path))
    assert reader.open == []
    tags = [tag for tag, _ in reader.tags]
    assert tags.count("table") == tags.count("caption") > 2
    assert all(attributes.get("scope") in {"col", "row"} for tag, attributes in reader.tags if tag == "th")
    assert ("html", {"lang": "en"}) in reader.tags
    assert tags.count("h1") == tags.count("main") == 1
    named = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
    linked = [str(attributes["href"]).removeprefix("#") for tag, attributes in reader.tags if tag == "a"]
    assert sorted(map(str, named)) == sorted(linked)


def test_verdicts_are_words_and_the_worst_come_first(tmp_path: Path) -> None:
    text = page(tmp_path, [row for row in ROWS if row["subject"] == "batch"])
    assert text.index("✗ failed, blocks</td>") < text.index("! warning</td>") < text.index("✓ passed</td>")
    assert "not judged</td>" in text
    assert "Over &lt;2 %&gt; quarantined." in text


def test_the_extracts_of_the_oversight_office_leave_no_trace(tmp_path: Path) -> None:
    without = [row for row in ROWS if row["subject_id"] not in {"L00002", "L00003"}]
    assert page(tmp_path) == page(tmp_path, without)
    assert "omplaint" not in page(tmp_path)
    assert "L00002" not in page(tmp_path)
    everything = page(tmp_path, include_oversight=True)
    assert "A complaint." in everything
    assert "Unknown extract, load L00003" in everything


@pytest.mark.parametrize(
    ("zone", "shown"), [("UTC", "2026-11-20 18:30 UTC"), ("America/Chicago", "2026-11-20 12:30 America/Chicago")]
)
def test_instants_are_shown_in_a_named_zone(tmp_path: Path, zone: str, shown: str) -> None:
    assert shown in page(tmp_path, time_zone=zone)
    iso = [{**row, "validated_at": row["validated_at"].isoformat()} for row in ROWS]
    assert page(tmp_path, iso, time_zone=zone) == page(tmp_path, time_zone=zone)


def test_the_page_says_that_nothing_was_judged(tmp_path: Path) -> None:
    assert "Nothing has been judged yet." in page(tmp_path, [])


def test_only_the_newest_judgements_are_shown_whatever_the_clock_said(tmp_path: Path) -> None:
    rows = [a_row(subject_id=f"L{n:05}", validated_at=NOON.replace(year=2062 - n), sequence=n) for n in range(61)]
    text = page(tmp_path, rows)
    assert text.count("<section") == MOST_SUBJECTS
    assert f"Older judgements that are not shown: {61 - MOST_SUBJECTS}." in text
    assert "L00060" in text
    assert "L00000" not in text


def test_the_page_replaces_the_previous_page_and_leaves_nothing_else(tmp_path: Path) -> None:
    page(tmp_path, [])
    page(tmp_path)
    assert [path.name for path in (tmp_path / "validation").iterdir()] == ["index.html"]
