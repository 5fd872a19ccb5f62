"""What settles a refused file: what `hotline status` names no longer, and what it says of each file that waits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_fixture import HEADER, ROW, Hotline

BAD = "report_number,received_at\n"
GOOD = HEADER + ROW.format("R1", "assigned")


def waiting(hotline: Hotline) -> list[str]:
    """The loads that wait as refused files."""
    return [each["load_id"] for each in hotline("status", "--json").document["held"]["refused"]]


def told(hotline: Hotline) -> str:
    """The status for a person, on one line."""
    return " ".join(hotline("status").out.split())


def deliver(hotline: Hotline, folder: Path, name: str, text: str) -> int:
    """Deliver one file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    code: int = hotline("ingest", path).code
    return code


@pytest.mark.parametrize(
    ("name", "settles"),
    [
        ("in/referrals_2026-11-20.csv", True),
        ("in/referrals-full_2026-11-20.csv", True),
        ("in/referrals-full_2026-11-21.csv", True),
        ("in/referrals-full_2026-11-19.csv", False),
        ("in/referrals_2026-11-21.csv", False),
        ("elsewhere/referrals_2026-11-20.csv", False),
        ("in/calls-full_2026-11-21.csv", False),
    ],
)
def test_what_replaces_a_refused_file_settles_it(hotline: Hotline, tmp_path: Path, name: str, settles: bool) -> None:
    assert deliver(hotline, tmp_path, "in/referrals_2026-11-20.csv", BAD) == 1
    assert waiting(hotline) == ["L00001"]
    calls = "call_id,offered_at,updated_at\nC1,2026-11-01T10:00:00,2026-11-01T10:00:00\n"
    assert deliver(hotline, tmp_path, name, calls if "calls" in name else GOOD) == 0
    assert waiting(hotline) == ([] if settles else ["L00001"])
    said = told(hotline)
    assert ("REFUSED: referrals_2026-11-20.csv (L00001)" in said) is not settles
    assert ("as of then or later." in said) is not settles


def test_a_file_that_tells_no_time_is_not_settled_by_its_name(hotline: Hotline, tmp_path: Path) -> None:
    assert deliver(hotline, tmp_path, "in/referrals.csv", BAD) == 1
    assert deliver(hotline, tmp_path, "in/referrals.csv", GOOD) == 0
    assert waiting(hotline) == ["L00001"]
    assert "It tells no time, so only a full file of its extract" in told(hotline)


def test_a_file_that_is_refused_in_its_place_again_is_named_once(hotline: Hotline, tmp_path: Path) -> None:
    for _ in range(2):
        assert deliver(hotline, tmp_path, "in/referrals_2026-11-20.csv", BAD) == 1
    assert waiting(hotline) == ["L00002"]


def test_what_settled_it_settles_it_no_longer_once_it_is_taken_back(hotline: Hotline, tmp_path: Path) -> None:
    assert deliver(hotline, tmp_path, "in/referrals_2026-11-20.csv", BAD) == 1
    assert deliver(hotline, tmp_path, "in/referrals_2026-11-20.csv", GOOD) == 0
    assert waiting(hotline) == []
    assert hotline("retract", "L00002", "--reason", "a wrong file").code == 0
    assert waiting(hotline) == ["L00001"]


def test_the_same_file_settles_it_under_the_name_of_an_extract(
    hotline: Hotline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files of no known extract are the oversight office's to see."""
    monkeypatch.setenv("HOTLINE_AUDIENCE", "oca")
    assert deliver(hotline, tmp_path, "in/referals_2026-11-20.csv", GOOD) == 1
    assert waiting(hotline) == ["O00001"]
    assert "It tells no extract" in told(hotline)
    assert deliver(hotline, tmp_path, "in/referrals_2026-11-20.csv", GOOD) == 0
    assert waiting(hotline) == []


def test_the_same_file_settles_it_once_its_manifest_is_mended(hotline: Hotline, tmp_path: Path) -> None:
    """A manifest that can't be read leaves the time unknown, whatever the name says."""
    manifest = tmp_path / "in" / "manifest.json"
    manifest.parent.mkdir()
    manifest.write_text("{")
    assert deliver(hotline, tmp_path, "in/referrals_2026-11-20.csv", GOOD) == 1
    assert "It tells no time" in told(hotline)
    manifest.unlink()
    assert deliver(hotline, tmp_path, "in/referrals_2026-11-20.csv", GOOD) == 0
    assert waiting(hotline) == []


def test_a_missing_file_is_settled_when_it_comes(hotline: Hotline, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps({"files": {"referrals_2026-11-20.csv": {"rows": 1}}}))
    assert hotline("ingest", folder).code == 1
    assert waiting(hotline) == ["L00001"]
    assert deliver(hotline, folder, "referrals_2026-11-20.csv", GOOD) == 0
    assert waiting(hotline) == []
