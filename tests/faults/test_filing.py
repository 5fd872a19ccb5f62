"""A report that is filed under attack is filed whole and once, or not at all; what was filed before stays.

Kills and full disks at steps that are drawn are those of every command: see ATTACKED.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from under_attack import ATTACKED, Harness, Outcome, States
from whole import assert_converged, assert_plain, assert_the_next_run_converges, assert_whole

from serving.report.filings import filings

pytestmark = pytest.mark.long

FILE = next(each for each in ATTACKED if each.name == "file")


@pytest.fixture(scope="module")
def second() -> Iterator[Harness]:
    """Another person at the same home."""
    made = Harness()
    yield made
    made.close()


def filed(home: Path) -> list[int]:
    """The numbers of the filings."""
    return [each.number for each in filings(home / "reports")]


def test_where_no_filing_can_be_put_it_is_said_and_nothing_is_filed(
    states: States, harness: Harness, tmp_path: Path
) -> None:
    home = states.copy(FILE.before, tmp_path / "home")
    place = home / "reports" / "fy2025"
    place.chmod(0o500)
    refused = states.command(home, FILE.words, obeys_modes=True)
    print(f"ended with {refused.code}: {refused.stderr}")
    assert refused.code == 1
    place.chmod(0o700)
    assert_whole(harness, home, states.home(FILE.before), states.home(FILE.after), refused)
    assert filed(home) == [1]
    assert_the_next_run_converges(states, home, FILE)
    shutil.rmtree(tmp_path)


def test_remains_that_cannot_be_removed_are_not_filed(states: States, harness: Harness, tmp_path: Path) -> None:
    home = states.copy(FILE.before, tmp_path / "home")
    remains = home / "temp" / "filing" / "old"
    remains.mkdir(parents=True)
    (remains / "page.html").write_text("half of a report")
    remains.chmod(0o500)
    refused = states.command(home, FILE.words, obeys_modes=True)
    print(f"ended with {refused.code}: {refused.stderr}")
    assert refused.code == 1
    assert filed(home) == [1]
    assert_whole(harness, home, states.home(FILE.before), states.home(FILE.after), refused)
    remains.chmod(0o700)
    assert_the_next_run_converges(states, home, FILE)
    shutil.rmtree(tmp_path)


def test_of_two_who_file_at_once_one_files(states: States, harness: Harness, second: Harness, tmp_path: Path) -> None:
    home, other = states.copy(FILE.before, tmp_path / "home"), tmp_path / "other"
    second.command(tmp_path / "elsewhere", "status")  # it has started
    other.symlink_to(home)
    harness.begin(home, *states.words(FILE.words, home))
    second.begin(other, *states.words(FILE.words, other))
    ended: list[Outcome] = [harness.end(home), second.end(other)]
    for each in ended:
        assert_plain(each)
    assert 0 in [each.code for each in ended]
    assert filed(home) == [1, 2]
    assert_converged(harness, home, states.home(FILE.after), next(each for each in ended if not each.code))
