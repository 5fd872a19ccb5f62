"""The ledger alone says which build is the newest: no time of a file and no clock does."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

import duckdb
import pytest
from cli_fixture import HEADER, ROW, Hotline
from released_deliveries import stored_landing
from small_build import FakeJudge

from serving import operations
from serving.published import open_audience

NO_BUILD = "There is no build to publish: run 'hotline build' first, then publish."
DAY = 24 * 60 * 60


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def deliver(hotline: Hotline, tmp_path: Path) -> Callable[[int], dict[str, object]]:
    """Runs the daily job over a file of a day of November with one report of its own; returns what was published."""

    def run(day: int) -> dict[str, object]:
        file = tmp_path / f"referrals_2026-11-{day:02}.csv"
        file.write_text(HEADER + ROW.format(f"R{day}", "assigned"))
        said = hotline("run", file, "--json")
        assert said.code == 0, said.err
        found: dict[str, object] = said.document["publish"]
        return found

    return run


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the clock by which the program goes."""

    def to(instant: str) -> None:
        class Clock(datetime):
            # What it makes goes to another process, which knows no such class.
            def __new__(cls, *parts: int, **named: Any) -> datetime:  # type: ignore[misc]
                return datetime(*parts, **named)  # noqa: DTZ001

            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return datetime.fromisoformat(instant).replace(tzinfo=UTC).astimezone(tz)

        for name, module in list(sys.modules.items()):
            if name.startswith(("hotline.", "ingest.", "expectations.")) and "datetime" in vars(module):
                monkeypatch.setattr(module, "datetime", Clock)

    return to


def calls(hotline: Hotline) -> int:
    said = hotline("sql", "select calls_received from marts.calls", "--format", "csv")
    return int(said.out.splitlines()[1])


def builds(home: Path) -> list[Path]:
    return sorted((home / "build").glob("*.duckdb"))


@pytest.mark.parametrize("days", [2, -2])
def test_the_time_of_a_file_does_not_make_a_build_the_newest(
    hotline: Hotline, home: Path, deliver: Callable[[int], dict[str, object]], days: int
) -> None:
    deliver(20)
    for path in home.rglob("*.duckdb"):
        os.utime(path, times=(path.stat().st_mtime + days * DAY,) * 2)
    assert deliver(21)["outcome"] == "published"
    assert calls(hotline) == 2
    for path in builds(home):
        os.utime(path, times=(path.stat().st_mtime + days * DAY,) * 2)
    assert deliver(22)["outcome"] == "published"
    assert calls(hotline) == 3
    assert hotline("publish", "--json").document["outcome"] == "nothing_new"


def test_the_newest_is_the_newest_with_the_clock_set_back_and_forth(
    hotline: Hotline,
    home: Path,
    deliver: Callable[[int], dict[str, object]],
    set_clock: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOTLINE_KEEP_PUBLICATIONS", "2")
    published = []
    for day, instant in ((20, "2026-11-20"), (21, "2062-01-01"), (22, "2026-11-21"), (23, "2026-11-22")):
        set_clock(f"{instant}T12:00:00")
        published.append(deliver(day))
    ids = [each["publications"]["administrators"] for each in published]  # type: ignore[index]
    assert calls(hotline) == 4
    kept = {path.parent.name for path in (home / "published" / "administrators").glob("*/*.duckdb")}
    assert kept == set(ids[-2:])
    shown = open_audience(home, "administrators")
    assert shown is not None
    assert list(operations.publications(shown)["publication_id"]) == ids[::-1]
    status = hotline("status", "--json").document
    assert [each["load_id"] for each in status["batches"]] == ["L00004", "L00003", "L00002", "L00001"]
    [freshness] = [each for each in status["freshness"] if each["extract"] == "referrals"]
    assert freshness["loaded_at"].startswith("2026-11-22T12:00:00")
    page = (home / "validation" / "index.html").read_text()
    judged = re.findall(r"Publication (\S+?)<", page.partition("</table>")[0])
    assert judged == [each["build_id"] for each in published[::-1]]


def test_the_last_reason_of_a_release_stands_with_the_clock_set_back(
    hotline: Hotline, extract: Path, home: Path, judge: FakeJudge, set_clock: Callable[[str], None]
) -> None:
    judge.blocking = "A day vanished."
    build = hotline("run", extract, "--json").document["publish"]["build_id"]
    for instant, reason in (("2062-01-01", "first"), ("1999-01-01", "second")):
        set_clock(f"{instant}T00:00:00")
        hotline("release", build, "--reason", reason)
    with duckdb.connect(str(home / "landing.duckdb"), read_only=True) as con:
        rows = con.execute("select reason from ledger.releases order by sequence").fetchall()
    assert rows == [("first",), ("second",)]


def test_a_build_that_is_asked_for_again_is_the_newest(
    hotline: Hotline, deliver: Callable[[int], dict[str, object]], home: Path
) -> None:
    first = deliver(20)
    past = hotline("build", "--as-of", "2026-11-20", "--json").document
    assert hotline("publish", "--json").document["build_id"] == past["build_id"] != first["build_id"]
    again = hotline("build", "--json").document
    assert again["build_id"] == first["build_id"]
    said = hotline("publish", "--json").document
    # What the rebuild left current is what this build would bring.
    assert (said["outcome"], said["build_id"]) == ("nothing_new", first["build_id"])
    with duckdb.connect(str(home / "landing.duckdb"), read_only=True) as con:
        asked = con.execute("select sequence, build_id from ledger.builds order by 1").fetchall()
    assert asked == [(1, first["build_id"]), (2, past["build_id"]), (3, first["build_id"])]
    hotline("build")
    with duckdb.connect(str(home / "landing.duckdb"), read_only=True) as con:
        assert con.execute("select count(*) from ledger.builds").fetchall() == [(3,)]


def test_a_file_that_the_ledger_does_not_list_is_no_build(
    hotline: Hotline, deliver: Callable[[int], dict[str, object]], home: Path
) -> None:
    first = deliver(20)
    [passed] = builds(home)
    foreign = passed.with_name("20990101T000000Z-ffffffffff.duckdb")
    shutil.copy(passed, foreign)
    assert hotline("publish", "--json").document["build_id"] == first["build_id"]
    assert hotline("release", foreign.stem, "--reason", "x").code == 1
    deliver(21)
    assert not foreign.exists()


def test_a_crash_after_the_file_and_before_the_row_makes_the_build_again(
    hotline: Hotline, deliver: Callable[[int], dict[str, object]], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(20)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("hotline.building.build_file.list_build", crash)
        (home.parent / "referrals_2026-11-21.csv").write_text(HEADER + ROW.format("R21", "assigned"))
        assert hotline("run", home.parent / "referrals_2026-11-21.csv").code != 0
    assert len(builds(home)) == 2
    assert calls(hotline) == 1
    # Publishing takes the newest that passed, which is the old one.
    assert hotline("publish", "--json").document["outcome"] == "nothing_new"
    assert deliver(21)["outcome"] == "published"
    assert calls(hotline) == 2


def test_a_row_without_a_file_makes_the_build_again(
    hotline: Hotline, deliver: Callable[[int], dict[str, object]], home: Path
) -> None:
    deliver(20)
    deliver(21)
    [newest] = [path for path in builds(home) if path.name.startswith("20261121")]
    newest.unlink()
    # The build that is still there is older: to publish it would bring old figures back.
    said = hotline("publish")
    assert (said.code, said.err.strip()) == (1, NO_BUILD)
    assert hotline("build").code == 0
    assert hotline("publish", "--json").document["outcome"] == "nothing_new"
    assert calls(hotline) == 2


def test_a_home_of_version_1_goes_on(hotline: Hotline, extract: Path, home: Path) -> None:
    stored_landing(1, home / "landing.duckdb")
    left = home / "build" / "20261121T060000Z-563dea09f8-9ee692d1c1.duckdb"
    left.parent.mkdir()
    left.write_bytes(b"a build of version 1")
    said = hotline("publish")
    assert (said.code, said.err.strip()) == (1, NO_BUILD)
    assert hotline("run", extract.rename(extract.with_name("referrals_2026-11-23.csv"))).code == 0
    assert hotline("status", "--json").document["publications"]["administrators"]["as_of_on"] == "2026-11-23"
    assert not left.exists()
