"""The command `hotline retract`: what it takes back, what it says, and what publications say from then on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli_fixture import HEADER, ROW, Hotline

REASON = "Secretreason of a person"
COMPLAINTS = "complaint_id,received_at,updated_at\nC1,2026-11-01 10:00,2026-11-02 10:00\n"


@pytest.fixture
def later(extract: Path) -> Path:
    """A second file, of one more report, in the same folder."""
    path = extract.parent / "referrals_2026-11-21.csv"
    path.write_text(HEADER + ROW.format("R3", "assigned"))
    return path


def manifests(tmp_path: Path, audience: str) -> list[dict[str, Any]]:
    """An audience's manifests: the current one first, then those of its publications."""
    folder = tmp_path / "home" / "published" / audience
    paths = sorted(folder.glob("*.json"), key=lambda path: path.name != "manifest.json")
    return [json.loads(path.read_text()) for path in paths]


def calls(hotline: Hotline) -> str:
    return hotline("sql", "select calls_received from marts.calls", "--format", "csv").out.split()[-1]


def test_the_next_publication_is_as_if_it_had_never_come(hotline: Hotline, extract: Path, later: Path) -> None:
    hotline("run", extract)
    hotline("run", later)
    assert calls(hotline) == "3"
    said = hotline("retract", "l00002", "--reason", REASON)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("L00002 (referrals_2026-11-21.csv, 1 rows) is taken back: nothing of it counts.\n")
    assert "hotline build" in said.out
    again = hotline("run", extract, "--json").document
    assert (again["build"]["as_of"], again["publish"]["outcome"]) == ("2026-11-20T06:00:00Z", "published")
    assert calls(hotline) == "2"
    status = hotline("status", "--json").document
    assert status["loads"] == {"landed": 1, "retracted": 1, "unchanged": 1}
    assert status["ledger_adds_up"] is True


def test_what_was_published_from_it_says_so(hotline: Hotline, extract: Path, later: Path, tmp_path: Path) -> None:
    hotline("run", extract)
    hotline("run", later)
    document = hotline("retract", "L00002", "--reason", REASON, "--json").document
    assert document["retraction"]["load_id"] == "L00002"
    for audience in ("administrators", "analysts", "oca"):
        current, *own = manifests(tmp_path, audience)
        assert [each["load_id"] for each in current["withdrawn"]] == ["L00002"]
        assert [bool(each["withdrawn"]) for each in own] == ["L00002" in each["loads"] for each in own]
        assert document["withdrawn"][audience] == [current["publication_id"]]
    status = hotline("status")
    assert status.out.count("WITHDRAWN: This publication was made from a batch that was taken back since") == 2
    (shown, *_) = hotline("status", "--json").document["publications"].values()
    assert [each["load_id"] for each in shown["withdrawn"]] == ["L00002"]
    asked = hotline("sql", "select calls_received from marts.calls", "--format", "csv")
    assert asked.out == "calls_received\n3\n"
    assert asked.err.startswith("This publication was made from a batch that was taken back since")

    hotline("run", extract)
    assert manifests(tmp_path, "administrators")[0]["withdrawn"] == []
    assert hotline("sql", "select 1", "--format", "csv").err == ""
    assert "WITHDRAWN" not in hotline("status").out
    asked = hotline("sql", "select loads from operations.publications where withdrawn_at is not null")
    assert "L00002" in asked.out
    assert hotline("sql", "select count(withdrawn_at) as n from operations.publications").out.split() == ["n", "1"]


def test_the_reason_is_kept_and_never_published(hotline: Hotline, extract: Path, later: Path, tmp_path: Path) -> None:
    hotline("run", later.parent)
    said = hotline("retract", "L00002", "--reason", REASON)
    shown = [said.out, hotline("status", "--json").out, hotline("run", extract).out, hotline("status").out]
    assert not any("Secretreason" in text for text in shown)
    home = tmp_path / "home"
    holding = {path.name for path in home.rglob("*") if path.is_file() and b"Secretreason" in path.read_bytes()}
    assert holding == {"landing.duckdb"}


def test_a_build_made_from_it_is_not_published_any_more(hotline: Hotline, extract: Path, later: Path) -> None:
    hotline("run", extract)
    hotline("ingest", later)
    built = hotline("build", "--json").document["build_id"]
    hotline("retract", "L00002", "--reason", REASON)
    for command in (("publish",), ("release", built, "--reason", "x")):
        said = hotline(*command)
        assert said.code == 1
        assert said.err.startswith("The newest build was made from L00002, taken back since: run 'hotline build'")
    assert calls(hotline) == "2"
    assert (hotline("build").code, hotline("publish").code, calls(hotline)) == (0, 0, "2")


def test_the_same_delivery_is_held_until_it_is_released(hotline: Hotline, extract: Path, later: Path) -> None:
    hotline("run", later.parent)
    hotline("retract", "L00002", "--reason", REASON)
    again = hotline("run", later.parent, "--json")
    assert again.code == 4
    assert [load["status"] for load in again.document["loads"]] == ["unchanged", "held"]
    assert "taken back as L00002" in again.document["loads"][1]["reason"]
    assert calls(hotline) == "2"
    assert "hotline release L00004" in hotline("status").out
    assert hotline("release", "L00004", "--reason", "it was right after all").code == 0
    assert (hotline("run", extract).code, calls(hotline)) == (0, "3")
    # Taken back once more, an old release of it counts no more.
    assert hotline("retract", "L00005", "--reason", REASON).code == 0
    assert hotline("ingest", later).code == 4
    other = later.with_name("referrals_2026-11-22.csv")
    other.write_bytes(later.read_bytes())
    assert hotline("ingest", other).code == 0


def test_without_any_report_left_the_next_build_is_empty(hotline: Hotline, extract: Path) -> None:
    hotline("run", extract)
    hotline("retract", "L00001", "--reason", REASON)
    assert hotline("build", "--json").document["as_of"] is None
    assert hotline("publish").code == 0
    assert calls(hotline) == "0"


@pytest.mark.parametrize(
    ("load_id", "sentence"),
    [
        ("L00009", "There is no load L00009: 'hotline status' lists the loads."),
        ("O00001", "There is no load O00001: 'hotline status' lists the loads."),
        ("x' or 1", "There is no load X' OR 1: 'hotline status' lists the loads."),
        ("L00001", "L00001 was taken back already."),
        ("L00002", "L00002 was taken back already."),
        ("L00003", "L00003 was refused, so nothing of it landed, and there is nothing to take back."),
        ("L00004", "L00004 was held, so nothing of it landed, and there is nothing to take back."),
        ("L00006", "L00006 brought nothing, because it repeats a delivery that had landed: take that one back "
         "(hotline retract L00005)."),
    ],
)  # fmt: skip
def test_there_is_nothing_to_take_back(
    hotline: Hotline, extract: Path, later: Path, tmp_path: Path, load_id: str, sentence: str
) -> None:
    refused = tmp_path / "referrals_2026-11-19.csv"
    refused.write_text("a,b\n1,2\n")
    hotline("ingest", extract)
    hotline("ingest", extract)
    hotline("retract", "L00001", "--reason", REASON)
    hotline("ingest", refused)
    hotline("ingest", extract)
    hotline("ingest", later)
    hotline("ingest", later)
    said = hotline("retract", load_id, "--reason", REASON, "--json")
    assert (said.code, said.err) == (1, f"{sentence}\n")
    assert said.document == {"exit_code": 1, "error": sentence}


def test_a_retraction_needs_a_reason_and_a_load(hotline: Hotline, extract: Path) -> None:
    assert hotline("retract", "L00001", "--reason", "x").code == 1
    hotline("ingest", extract)
    assert hotline("retract", "L00001").code == 2
    assert hotline("retract", "L00001", "--reason", " ").code == 2
    assert hotline("status", "--json").document["loads"] == {"landed": 1}


def test_a_complaint_taken_back_shows_to_its_office_alone(hotline: Hotline, extract: Path, tmp_path: Path) -> None:
    (extract.parent / "oca_complaints_2026-11-20.csv").write_text(COMPLAINTS)
    hotline("run", extract.parent)
    before = [manifests(tmp_path, each) for each in ("administrators", "analysts")]
    hotline("retract", "O00001", "--reason", REASON)
    assert [manifests(tmp_path, each) for each in ("administrators", "analysts")] == before
    assert [each["load_id"] for each in manifests(tmp_path, "oca")[0]["withdrawn"]] == ["O00001"]
    assert hotline("sql", "select 1", "--audience", "oca", "--format", "csv").err != ""
    assert hotline("sql", "select 1", "--format", "csv").err == ""


def test_a_crash_before_the_ledger_has_it_changes_nothing(
    hotline: Hotline, extract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hotline("run", extract)
    with monkeypatch.context() as patched:
        patched.setattr("ingest.storing.retract.delete_again", stopped)
        assert hotline("retract", "L00001", "--reason", REASON).code != 0
    assert hotline("status", "--json").document["loads"] == {"landed": 1}
    assert hotline("run", extract, "--json").document["publish"]["outcome"] == "nothing_new"
    assert hotline("retract", "L00001", "--reason", REASON).code == 0


def test_a_crash_before_the_manifests_say_so_is_mended_by_the_next_command(
    hotline: Hotline, later: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hotline("run", later.parent)
    with monkeypatch.context() as patched:
        patched.setattr("hotline.commands.extracts.retract.mark_withdrawn", stopped)
        assert hotline("retract", "L00002", "--reason", REASON).code != 0
    assert manifests(tmp_path, "oca")[0]["withdrawn"] == []
    assert hotline("retract", "L00002", "--reason", REASON).err == "L00002 was taken back already.\n"
    assert [each["load_id"] for each in manifests(tmp_path, "oca")[0]["withdrawn"]] == ["L00002"]


def stopped(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
