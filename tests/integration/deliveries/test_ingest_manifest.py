"""The manifest and the name of a file give its kind and time, and a folder gives its files in order."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ingest_home import Home, assert_adds_up, keys, reports


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def manifest(home: Home, **files: dict[str, object]) -> None:
    home.write("manifest.json", json.dumps({"files": files}))


def test_the_manifest_says_kind_and_time(home: Home) -> None:
    home.deliver("referrals_2026-11-01.csv", reports(1, 2))
    path = home.write("referrals_2026-11-02.csv", reports(1))
    entry = {
        "rows": 1, "sha256": hashlib.sha256(path.read_bytes()).hexdigest().upper(),
        "extracted_at": "2026-11-20T18:00:00-06:00", "kind": "full",
    }  # fmt: skip
    manifest(home, **{path.name: entry})
    (result,) = home.ingest(path)
    assert (result.status, result.kind, result.extracted_at_source) == ("landed", "full", "manifest")
    assert result.extracted_at == datetime(2026, 11, 21, tzinfo=UTC)
    assert keys(home) == ["R1"]


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"rows": 2}, "the manifest says 2 rows and the file has 1"),
        ({"rows": 0}, "the manifest says 0 rows and the file has 1"),
        ({"rows": "1"}, "no whole number"),
        ({"rows": True}, "no whole number"),
        ({"rows": -1}, "no whole number"),
        ({"sha256": "0" * 64}, "SHA-256"),
        ({"sha256": "abc"}, "SHA-256"),
        ({"sha256": 5}, "SHA-256"),
        ({"kind": "partial"}, "neither delta nor full"),
        ({"kind": "delta"}, None),
        ({"kind": "full", "extracted_at": "2026-11-20"}, None),
        ({"extracted_at": "yesterday"}, "no ISO 8601"),
        ({"extracted_at": "2026-W47-5"}, "no ISO 8601"),
        ({"extracted_at": "2026-13-01"}, "no ISO 8601"),
        ({"extracted_at": "9999-12-31"}, "no ISO 8601"),
        ({"extracted_at": "0001-01-01"}, "no ISO 8601"),
        ({"extracted_at": 20}, "no ISO 8601"),
        ({"rows": None, "sha256": None, "extracted_at": None, "kind": None}, None),
        ({}, None),
    ],
)
def test_the_manifest_is_enforced(home: Home, entry: dict[str, object], sentence: str | None) -> None:
    manifest(home, **{"referrals_2026-11-20.csv": entry})
    result = home.deliver("referrals_2026-11-20.csv", reports(1))
    assert result.status == ("refused" if sentence else "landed")
    assert sentence is None or sentence in str(result.reason)
    assert_adds_up(result)


def test_the_manifest_is_enforced_on_a_file_that_is_there_already(home: Home) -> None:
    home.deliver("referrals_2026-11-20.csv", reports(1))
    manifest(home, **{"referrals_2026-11-20.csv": {"rows": 5}})
    assert home.deliver("referrals_2026-11-20.csv", reports(1)).status == "refused"


def test_name_and_manifest_must_agree_on_full(home: Home) -> None:
    manifest(home, **{"referrals-full_2026-11-20.csv": {"kind": "delta"}})
    assert home.deliver("referrals-full_2026-11-20.csv", reports(1)).status == "refused"


@pytest.mark.parametrize(
    "text", ["{", "[1]", '"x"', "null", '{"files": 3}', "\xff", "[" * 100_000, '{"files": [{"rows": 1}]}']
)
def test_a_manifest_that_cannot_be_read(home: Home, text: str) -> None:
    home.write("manifest.json", text.encode("latin-1"))
    result = home.deliver("referrals_2026-11-20.csv", reports(1))
    assert result.status == "refused"
    assert "manifest.json" in str(result.reason)


@pytest.mark.parametrize(
    "content",
    [
        {"files": [{"name": "referrals.csv", "extracted_at": "2026-11-20"}]},
        [{"file": "referrals.csv", "extracted_at": "2026-11-20"}],
        {"referrals.csv": {"extracted_at": "2026-11-20"}, "version": 1},
        {"files": {"out/referrals.csv": {"extracted_at": "2026-11-20"}}},
    ],
)
def test_a_manifest_in_other_plain_forms(home: Home, content: object) -> None:
    home.write("manifest.json", json.dumps(content))
    assert home.deliver("referrals.csv", reports(1)).extracted_at_source == "manifest"


def test_a_listed_file_that_is_missing_from_a_folder_is_refused(home: Home) -> None:
    path = home.write("referrals_2026-11-20.csv", reports(1))
    manifest(home, **{path.name: {"rows": 1}, "contacts_2026-11-20.csv": {"rows": 7}})
    assert [each.status for each in home.ingest(path)] == ["landed"]
    found = home.ingest(home.inbox)
    assert [(each.file_name, each.status) for each in found] == [
        (path.name, "unchanged"), ("contacts_2026-11-20.csv", "refused"),
    ]  # fmt: skip
    assert "the folder does not hold it" in str(found[1].reason)


def test_a_folder_is_loaded_in_order_of_names_and_other_files_are_left(home: Home) -> None:
    for name in ("referrals_b_2026-11-20.csv", "referrals_a_2026-11-21.csv", "sub/referrals_2026-11-19.csv"):
        home.write(name, reports(1))
    for name in ("README.md", ".hidden.csv", "~$referrals.xlsx", ".git/referrals.csv", "contract.html"):
        home.write(name, "nothing")
    assert [each.file_name for each in home.ingest(home.inbox)] == [
        "referrals_a_2026-11-21.csv", "referrals_b_2026-11-20.csv", "referrals_2026-11-19.csv",
    ]  # fmt: skip


def test_a_file_given_twice_is_read_once(home: Home) -> None:
    path = home.write("referrals_2026-11-20.csv", reports(1))
    assert len(home.ingest(path, home.inbox, path)) == 1
