"""Two commands on one home at once, and readers beside them: one writes, the other is told, readers see one whole."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from under_attack import Harness, States
from whole import AUDIENCES, assert_converged, assert_plain, figures

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def second() -> Iterator[Harness]:
    """Another person at the same home."""
    made = Harness()
    yield made
    made.close()


def test_of_two_writers_one_waits_or_is_told(states: States, harness: Harness, second: Harness, tmp_path: Path) -> None:
    home, other = states.copy("served", tmp_path / "home"), tmp_path / "other"
    served, done = states.home("served"), states.home("done")
    second.command(tmp_path / "elsewhere", "status")  # it has started
    harness.begin(home, "run", states.second)
    time.sleep(0.5)
    other.symlink_to(home)
    late = second.command(other, "run", states.second)
    seen = 0
    until = time.monotonic() + 1
    while time.monotonic() < until:
        seen += _readers_see_one_whole(home, served, done)
    first = harness.end(home)
    assert seen
    assert_plain(late)
    assert late.code in (0, 1, 3), late.stderr
    if late.code == 1:
        assert "is being written by 'hotline run'" in late.stderr
    assert_converged(harness, home, done, first)


def _readers_see_one_whole(home: Path, served: Path, done: Path) -> int:
    for audience in AUDIENCES:
        found = figures(home, audience)
        assert found in (figures(served, audience), figures(done, audience))
    return 1


def test_of_two_first_runs_one_makes_the_warehouse(
    small: States, harness: Harness, second: Harness, tmp_path: Path
) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    second.command(tmp_path / "elsewhere", "status")
    home.mkdir()
    other.symlink_to(home)
    small.home("served")
    harness.begin(home, "run", small.first, stands_in=True)
    second.begin(other, "run", small.first, stands_in=True)
    ended = [harness.end(home), second.end(other)]
    for each in ended:
        assert_plain(each)
    assert sorted(each.code for each in ended) in ([0, 0], [0, 1])
    assert_converged(harness, home, small.home("served"), next(each for each in ended if each.code == 0))
