"""Commands from their arguments to exit code, stdout and stderr; dbt and the judge are stood in for."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from cli_fixture import HEADER, ROW, Hotline
from small_build import FakeJudge

from expectations.verdict import Verdict


def test_the_version_is_the_packages(hotline: Hotline) -> None:
    said = hotline("--version")
    assert (said.code, said.out, said.err) == (0, f"hotline {version('hotline-warehouse')}\n", "")


def test_the_daily_job(hotline: Hotline, extract: Path) -> None:
    said = hotline("run", extract.parent, "--json")
    assert said.code == 0
    assert [load["status"] for load in said.document["loads"]] == ["landed"]
    assert said.document["publish"]["outcome"] == "published"
    assert said.document["build"]["as_of"] == "2026-11-20T06:00:00Z"
    assert hotline("sql", "select calls_received from marts.calls", "--format", "csv").out == "calls_received\n2\n"


def test_the_same_again_publishes_nothing_new(hotline: Hotline, extract: Path) -> None:
    hotline("run", extract)
    again = hotline("run", extract, "--json")
    assert again.code == 0
    assert [load["status"] for load in again.document["loads"]] == ["unchanged"]
    assert (again.document["build"]["made"], again.document["publish"]["outcome"]) == (False, "nothing_new")


def test_the_three_in_steps(hotline: Hotline, extract: Path) -> None:
    assert hotline("ingest", extract).code == 0
    assert hotline("build").code == 0
    assert hotline("publish").code == 0
    assert hotline("status").code == 0


def test_a_status_says_how_many_batches_it_leaves_out(hotline: Hotline, extract: Path) -> None:
    for number in range(3, 18):
        extract.with_name(f"referrals_2026-11-{number:02}.csv").write_text(
            HEADER + ROW.format(f"R{number}", "assigned")
        )
    extract.unlink()
    hotline("ingest", extract.parent)
    assert "Batches, newest first" in hotline("status").out
    extract.write_text(HEADER + ROW.format("R1", "assigned"))
    hotline("ingest", extract)
    said = hotline("status").out
    assert "The newest 15 of 16 batches; once published, operations.loads lists all" in " ".join(said.split())
    assert [f"L{number:05}" in said for number in (1, 2, 16)] == [False, True, True]


def test_an_empty_warehouse_builds_and_publishes(hotline: Hotline) -> None:
    assert hotline("build").code == 0
    said = hotline("publish", "--json")
    assert said.code == 0
    assert said.document["as_of"] is None


@pytest.mark.parametrize(
    ("moment", "as_of"),
    [
        ("2026-11-19", None),
        ("2026-11-20T05:59:59Z", None),
        ("2026-11-20T06:00:00Z", "2026-11-20T06:00:00Z"),
        ("2026-11-20T00:00-06:00", "2026-11-20T06:00:00Z"),
        ("2026-11-20", "2026-11-20T06:00:00Z"),
        ("2026-11-21", "2026-11-20T06:00:00Z"),
        ("2026-11-22", "2026-11-22T06:00:00Z"),
        ("2030-01-01", "2026-11-22T06:00:00Z"),
    ],
)
def test_as_of_is_the_newest_extraction_by_the_moment_asked_for(
    hotline: Hotline, extract: Path, moment: str, as_of: str | None
) -> None:
    extract.with_name("referrals_2026-11-22.csv").write_text(HEADER + ROW.format("R9", "assigned"))
    # What the oversight office or another extract brings later moves no clock.
    extract.with_name("contacts_2026-11-21.csv").write_text(
        "contact_id,referral_id,contacted_at,updated_at\nC1,R1,2026-11-02T09:00:00,2026-11-02T09:00:00\n"
    )
    hotline("ingest", extract.parent)
    assert hotline("build", "--as-of", moment, "--json").document["as_of"] == as_of


def test_quarantined_rows_are_done_with_3_and_build_and_publish_with_0(hotline: Hotline, extract: Path) -> None:
    extract.write_text(HEADER + ROW.format("R1", "assigned") + ROW.format("R2", "Secretcode"))
    said = hotline("ingest", extract, "--json")
    assert said.code == 3
    assert said.document["loads"][0]["rows_quarantined"] == 1
    assert "secret" not in (said.out + said.err).lower()
    assert (hotline("build").code, hotline("publish").code, hotline("status").code) == (0, 0, 0)


def test_a_refused_file_fails_and_the_others_land(hotline: Hotline, extract: Path) -> None:
    (extract.parent / "contacts_2026-11-20.csv").write_text("nothing\n1\n")
    said = hotline("run", extract.parent, "--json")
    assert said.code == 1
    assert sorted(load["status"] for load in said.document["loads"]) == ["landed", "refused"]
    assert said.document["publish"]["outcome"] == "published"


def test_a_held_publication_is_4_until_it_is_released(hotline: Hotline, extract: Path, judge: FakeJudge) -> None:
    judge.blocking = "The outcomes do not add up."
    said = hotline("run", extract, "--json")
    assert said.code == 4
    assert said.document["publish"]["reasons"] == ["The outcomes do not add up."]
    held = hotline("status", "--json").document["held"]["publication"]["build_id"]
    assert f"hotline release {held}" in hotline("publish").err
    assert hotline("release", held, "--reason", "counted by hand").code == 0
    assert hotline("status", "--json").document["held"]["publication"] is None


def test_a_held_batch_is_4_until_it_is_released(
    hotline: Hotline, extract: Path, judge: FakeJudge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "judge_batch", hold_unless_released)
    said = hotline("ingest", extract, "--json")
    assert said.code == 4
    assert said.document["loads"][0]["rows_held"] == 2
    again = hotline("ingest", extract, "--json")
    assert [load["status"] for load in again.document["loads"]] == ["held"]
    held = hotline("status", "--json").document["held"]["batches"]
    assert [(batch["load_id"], batch["reason"]) for batch in held] == [("L00002", "Too few rows.")]
    assert hotline("release", "L00001", "--reason", "a quiet day").code == 0
    status = hotline("status", "--json").document
    assert status["held"]["batches"] == []
    assert status["loads"] == {"held": 2, "landed": 1}
    assert status["ledger_adds_up"] is True
    assert hotline("release", "L00001", "--reason", " ").code == 2
    assert hotline("release", "L00009", "--reason", "x").code == 1


def test_a_batch_that_waits_is_held_until_its_rows_have_landed(
    hotline: Hotline, extract: Path, judge: FakeJudge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "judge_batch", hold_unless_released)
    hotline("ingest", extract)
    away = extract.rename(extract.parent.parent / "away.csv")
    assert "ingest the same file again" in hotline("release", "L00001", "--reason", "a quiet day").err
    held = hotline("status", "--json").document["held"]
    assert (held["batches"], [each["load_id"] for each in held["released"]]) == ([], ["L00001"])
    assert "RELEASED: referrals_2026-11-20.csv" in hotline("status").out
    away.rename(extract)
    assert hotline("ingest", extract).code == 0
    held = hotline("status", "--json").document["held"]
    assert (held["batches"], held["released"]) == ([], [])


@pytest.mark.parametrize("name", ["referrals_2026-11-22.csv", "referrals_2026-11-20.csv"])
def test_a_batch_whose_rows_landed_otherwise_waits_no_longer(
    hotline: Hotline, extract: Path, judge: FakeJudge, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The same bytes under another name, or a mended file under the same name."""
    with monkeypatch.context() as holding:
        holding.setattr(judge, "judge_batch", hold_unless_released)
        hotline("ingest", extract)
        hotline("ingest", extract)
    assert [each["load_id"] for each in hotline("status", "--json").document["held"]["batches"]] == ["L00002"]
    again = extract.rename(extract.with_name(name))
    if again == extract:
        again.write_text(HEADER + ROW.format("R1", "assigned"))
    assert hotline("ingest", again).code == 0
    assert hotline("status", "--json").document["held"]["batches"] == []


def test_after_a_release_the_next_step_is_said(
    hotline: Hotline, extract: Path, judge: FakeJudge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "judge_batch", hold_unless_released)
    hotline("ingest", extract)
    said = hotline("release", "L00001", "--reason", "a quiet day", "--json")
    assert said.document["next"] == ["hotline build", "hotline publish"]
    extract.write_text(HEADER + ROW.format("R9", "assigned"))
    hotline("ingest", extract)
    said = hotline("release", "L00003", "--reason", "a quiet day")
    assert "run 'hotline build', then 'hotline publish'" in said.out


@pytest.mark.parametrize(("header", "code", "status"), [("nothing\n", 1, "refused"), (HEADER, 4, "held")])
def test_where_nothing_has_landed_nothing_is_built(
    hotline: Hotline,
    extract: Path,
    judge: FakeJudge,
    monkeypatch: pytest.MonkeyPatch,
    header: str,
    code: int,
    status: str,
) -> None:
    monkeypatch.setattr(judge, "judge_batch", hold_unless_released)
    monkeypatch.setattr("hotline.commands.publications.run.build_from_landing", lambda *_: pytest.fail("it was built"))
    extract.write_text(header + ROW.format("R1", "assigned"))
    said = hotline("run", extract)
    assert said.code == code
    assert "there is nothing to build or publish" in said.err
    said = hotline("run", extract, "--json")
    assert (said.code, said.document["build"], said.document["publish"]) == (code, None, None)
    assert [each["status"] for each in said.document["loads"]] == [status]


def test_a_folder_without_extracts_builds_and_publishes_an_empty_warehouse(hotline: Hotline, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    said = hotline("run", tmp_path / "in", "--json")
    assert (said.code, said.document["publish"]["outcome"]) == (0, "published")


def hold_unless_released(profile: dict[str, Any]) -> Verdict:
    held = not profile["released"]
    reasons = ["Too few rows."] if held else []
    return Verdict(profile["load_id"], "hold" if held else "land", reasons, [], None)


def test_check_stores_nothing(hotline: Hotline, extract: Path, tmp_path: Path) -> None:
    extract.write_text(HEADER + ROW.format("R1", "Secretcode"))
    said = hotline("check", extract, "--json")
    assert said.code == 3
    assert said.document["files"][0]["rejections"][0]["column_name"] == "screening_decision"
    assert "secret" not in (said.out + said.err).lower()
    assert not (tmp_path / "home" / "landing.duckdb").exists()
    assert list((tmp_path / "home").glob("check-*")) == []


def test_status_in_an_empty_home_makes_nothing(hotline: Hotline, tmp_path: Path) -> None:
    assert hotline("status", "--json").document["publications"] == {"administrators": None, "analysts": None}
    assert not (tmp_path / "home").exists()


def test_status_of_the_agency_never_names_the_offices_own_extract(
    hotline: Hotline, extract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract.with_name("oca_complaints_2026-11-20.csv").write_text(
        "complaint_id,received_at,updated_at\nC1,2026-11-01T10:00:00,2026-11-01T10:00:00\n"
    )
    extract.with_name("surprise.csv").write_text("a\n1\n")
    hotline("ingest", extract.parent)
    agency = hotline("status", "--json")
    assert "oca" not in agency.out
    assert "surprise" not in agency.out
    assert agency.document["loads"] == {"landed": 1}
    monkeypatch.setenv("HOTLINE_AUDIENCE", "oca")
    assert hotline("status", "--json").document["loads"] == {"landed": 2, "refused": 1}


def test_status_while_another_command_writes(hotline: Hotline, extract: Path, tmp_path: Path) -> None:
    from hotline.warehouse.disk import lock

    hotline("ingest", extract)
    with lock.write_lock(tmp_path / "home" / "lock", "run"):
        said = hotline("status", "--json")
        assert hotline("build").code == 1
    assert said.code == 0
    assert said.document["writer"]["command"] == "run"
    assert said.document["loads"] == {"landed": 1}


def test_templates_pass_the_check(hotline: Hotline, tmp_path: Path) -> None:
    said = hotline("template", tmp_path / "new")
    assert said.code == 0
    files = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert len(files) == 10
    assert "contract.html" in files
    checked = hotline("check", tmp_path / "new")
    assert checked.code == 0, checked.err
    page = (tmp_path / "new" / "contract.html").read_text()
    assert "://" not in page
    assert "referral_id" in page


def test_templates_do_not_replace_a_file_with_rows(hotline: Hotline, extract: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    extract.rename(tmp_path / "new" / "referrals.csv")
    assert hotline("template", tmp_path / "new").code == 1
    assert len(list((tmp_path / "new").iterdir())) == 1
