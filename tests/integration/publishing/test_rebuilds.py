"""A build as of a past moment is published beside the current publication, never instead of it, and opened by name."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from cli_fixture import HEADER, ROW, Hotline
from small_build import FakeJudge

AUDIENCES = ("administrators", "analysts", "oca")
FIRST, SECOND = "20261120T060000Z", "20261122T060000Z"
CALLS = "select calls_received from marts.calls"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def deliver(hotline: Hotline, tmp_path: Path) -> Callable[..., None]:
    """Runs the daily job over a file of a day of November with one report of its own."""

    def run(day: int, *options: str) -> None:
        file = tmp_path / f"referrals_2026-11-{day:02}.csv"
        file.write_text(HEADER + ROW.format(f"R{day}", "assigned"))
        assert hotline("run", file, *options).code == 0

    return run


def calls(hotline: Hotline, *options: str) -> int:
    said = hotline("sql", CALLS, "--format", "csv", *options)
    assert said.code == 0, said.err
    return int(said.out.splitlines()[1])


def files(home: Path, shelf: str = "") -> dict[str, str]:
    """The file that each audience reads on a shelf."""
    links = (home / "published" / shelf).glob("*.duckdb")
    return {each.stem: str(each.resolve()) for each in links}


def rebuild(hotline: Hotline, moment: str) -> None:
    assert hotline("build", "--as-of", moment).code == 0
    assert hotline("publish").code == 0


def test_a_rebuild_lies_beside_the_current_publication(
    hotline: Hotline, home: Path, deliver: Callable[..., None]
) -> None:
    deliver(20)
    deliver(22)
    before = files(home)
    assert hotline("build", "--as-of", "2026-11-21").code == 0
    said = hotline("publish", "--json").document
    assert (said["outcome"], said["rebuilt_as_of"], said["is_current"]) == ("published", FIRST, False)
    assert files(home) == before
    assert files(home, f"as_of/{FIRST}").keys() == set(AUDIENCES)
    assert (calls(hotline), calls(hotline, "--as-of", "2026-11-21")) == (2, 1)
    assert hotline("publish", "--json").document["outcome"] == "nothing_new"
    assert hotline("explain", "--as-of", "2026-11-21", "--json").document["as_of"].startswith("2026-11-20")
    status = hotline("status", "--json").document
    assert [each["as_of"] for each in status["rebuilds"]] == ["2026-11-20T06:00:00Z"]
    assert status["publications"]["administrators"]["as_of"] == "2026-11-22T06:00:00Z"


@pytest.mark.parametrize(
    ("moment", "answered"),
    [
        ("2026-11-19", False),
        ("2026-11-20T05:59:59Z", False),
        ("2026-11-20T06:00:00Z", True),
        ("2026-11-20T01:00-05:00", True),
        ("2026-11-20", True),
        ("2026-11-21", True),  # ends at 06:00 in UTC, an instant before the next extraction
        ("2026-11-22T05:59:59Z", True),
        ("2026-11-22T06:00:00Z", False),  # there are newer referrals, and no rebuild as of them
        ("2026-11-22", False),
    ],
)
def test_a_rebuild_answers_for_each_moment_up_to_the_next_referrals(
    hotline: Hotline, deliver: Callable[..., None], moment: str, answered: bool
) -> None:
    deliver(20)
    deliver(22)
    rebuild(hotline, "2026-11-20")
    said = hotline("sql", CALLS, "--as-of", moment, "--format", "csv")
    if answered:
        assert (said.code, said.out) == (0, "calls_received\n1\n")
        assert said.err == (
            "This is a rebuild as of 2026-11-20 00:00 America/Chicago: it holds what had been extracted by then.\n"
        )
    else:
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith("Nothing is published for administrators as of 2026-11-")
        assert said.err.endswith("then 'hotline publish'. There are rebuilds as of 2026-11-20 00:00 America/Chicago.\n")


def test_a_first_run_as_of_a_past_day_makes_nothing_current(
    hotline: Hotline, home: Path, tmp_path: Path, deliver: Callable[..., None]
) -> None:
    for day in (20, 22):
        (tmp_path / f"referrals_2026-11-{day}.csv").write_text(HEADER + ROW.format(f"R{day}", "assigned"))
    assert hotline("ingest", tmp_path).code == 0
    rebuild(hotline, "2026-11-21")
    assert files(home) == {}
    assert hotline("sql", CALLS).code == 1
    assert calls(hotline, "--as-of", "2026-11-21") == 1
    assert calls(hotline, "--as-of", "2026-11-23") == 1  # without a current file nobody knows of newer ones
    assert hotline("sql", CALLS, "--as-of", "2026-11-19").code == 1
    deliver(23)
    assert calls(hotline) == 3


def test_what_arrives_late_is_in_the_next_rebuild_which_takes_the_place_of_the_first(
    hotline: Hotline, home: Path, deliver: Callable[..., None]
) -> None:
    deliver(20)
    deliver(22)
    rebuild(hotline, "2026-11-20")
    [first] = {Path(each).parent.name for name, each in files(home, f"as_of/{FIRST}").items() if name == "oca"}
    deliver(19)
    rebuild(hotline, "2026-11-20")
    assert calls(hotline, "--as-of", "2026-11-20") == 2
    kept = [each.parent.name for each in (home / "published/as_of" / FIRST / "oca").glob("*/*.duckdb")]
    assert kept == [Path(files(home, f"as_of/{FIRST}")["oca"]).parent.name] != [first]
    # A publication does not lose its place in the history because a day was built again.
    with duckdb.connect(str(home / "landing.duckdb"), read_only=True) as con:
        [(recorded,)] = con.execute("select count(*) from ledger.recorded_builds").fetchall()
    assert recorded == 3


def test_a_rebuild_from_everything_is_current_too(hotline: Hotline, home: Path, deliver: Callable[..., None]) -> None:
    deliver(20, "--as-of", "2026-11-20")
    assert files(home).keys() == files(home, f"as_of/{FIRST}").keys() == set(AUDIENCES)
    assert calls(hotline) == calls(hotline, "--as-of", "2026-11-20") == 1
    assert hotline("publish", "--json").document["outcome"] == "nothing_new"


def test_a_rebuild_from_everything_leaves_the_same_publication(
    hotline: Hotline, home: Path, deliver: Callable[..., None]
) -> None:
    deliver(20)
    before = files(home)
    rebuild(hotline, "2026-11-20")
    assert files(home) == before
    assert calls(hotline, "--as-of", "2026-11-20") == 1


def test_a_complaint_changes_nothing_of_the_agencys(
    hotline: Hotline, home: Path, tmp_path: Path, deliver: Callable[..., None]
) -> None:
    """A file of the oversight office that was extracted later keeps that office's rebuild from being current."""
    file = tmp_path / "oca_complaints_2026-11-21.csv"
    file.write_text("complaint_id,received_at,updated_at\nC1,2026-11-01T10:00:00,2026-11-01T10:00:00\n")
    assert hotline("ingest", file).code == 0
    deliver(20, "--as-of", "2026-11-20")
    assert files(home).keys() == {"administrators", "analysts"}


def test_a_held_build_stays_to_be_released_beside_a_rebuild(
    hotline: Hotline, home: Path, judge: FakeJudge, tmp_path: Path, deliver: Callable[..., None]
) -> None:
    deliver(20)
    before = files(home)
    judge.blocking = "A day vanished."
    file = tmp_path / "referrals_2026-11-22.csv"
    file.write_text(HEADER + ROW.format("R22", "assigned"))
    held = hotline("run", file, "--json").document["publish"]["build_id"]
    assert hotline("build", "--as-of", "2026-11-20").code == 0
    said = hotline("publish", "--json")
    assert (said.code, said.document["outcome"]) == (4, "held")
    assert not (home / "published/as_of" / FIRST).exists()
    assert files(home) == before
    assert hotline("status", "--json").document["held"]["publication"]["build_id"] == held
    assert hotline("release", held, "--reason", "It was a holiday.").code == 0
    assert calls(hotline) == 2
    rest = hotline("status", "--json").document["held"]["publication"]["build_id"]
    assert "-r" in rest
    assert hotline("release", rest, "--reason", "The same.").code == 0
    assert (calls(hotline), calls(hotline, "--as-of", "2026-11-20")) == (2, 1)


def test_a_rebuild_says_that_a_batch_of_it_was_taken_back(hotline: Hotline, deliver: Callable[..., None]) -> None:
    deliver(20)
    deliver(22)
    rebuild(hotline, "2026-11-20")
    assert hotline("retract", "L00001", "--reason", "a wrong file").code == 0
    assert "taken back since" in hotline("sql", CALLS, "--as-of", "2026-11-20").err
    [shown] = hotline("status", "--json").document["rebuilds"]
    assert [each["load_id"] for each in shown["withdrawn"]] == ["L00001"]


def test_a_backup_holds_the_rebuilds(
    hotline: Hotline, home: Path, tmp_path: Path, deliver: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(20)
    deliver(22)
    rebuild(hotline, "2026-11-20")
    assert hotline("backup", tmp_path / "backup.tar").code == 0
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "restored"))
    assert hotline("restore", tmp_path / "backup.tar").code == 0
    assert (calls(hotline), calls(hotline, "--as-of", "2026-11-20")) == (2, 1)
    # A rebuild that was changed is left out, and keeps nobody from backing up.
    monkeypatch.setenv("HOTLINE_HOME", str(home))
    changed = Path(files(home, f"as_of/{FIRST}")["administrators"])
    changed.chmod(0o600)
    changed.write_bytes(changed.read_bytes() + b"x")
    said = hotline("sql", CALLS, "--as-of", "2026-11-20")
    assert (said.code, said.out) == (1, "")
    assert f"The rebuild {FIRST} for administrators is not the one that was published" in said.err
    assert hotline("backup", tmp_path / "second.tar").code == 0
    with tarfile.open(tmp_path / "second.tar") as archive:
        names = archive.getnames()
    assert not [each for each in names if each.startswith(f"published/as_of/{FIRST}/administrators/")]
    assert [each for each in names if each.startswith(f"published/as_of/{FIRST}/oca/")]
    # Publishing it again puts it back.
    assert hotline("publish", "--json").document["outcome"] == "published"
    assert calls(hotline, "--as-of", "2026-11-20") == 1


def test_a_crash_between_link_and_manifest_is_mended_beside_too(
    hotline: Hotline, home: Path, deliver: Callable[..., None]
) -> None:
    deliver(20)
    deliver(22)
    rebuild(hotline, "2026-11-20")
    folder = home / "published/as_of" / FIRST
    (folder / "analysts" / "manifest.json").unlink()
    unfinished = folder / "analysts" / "x.tmp.duckdb"
    unfinished.write_text("half")
    assert hotline("build").code == 0
    assert (folder / "analysts" / "manifest.json").exists()
    assert not unfinished.exists()
