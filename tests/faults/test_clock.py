"""A clock that is set back or forth between two runs changes no figure, only when something is said to have been."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest
from under_attack import Harness, States
from whole import assert_converged, assert_whole

ROOT = Path(__file__).parents[2]
_DAY = 86_400.0


@pytest.mark.long
@pytest.mark.parametrize(
    ("first", "second"),
    [(3650 * _DAY, 0.0), (0.0, -0.9 * _DAY), (30 * _DAY, -0.9 * _DAY)],
    ids=["first ten years ahead", "then a day back", "first ahead, then back"],
)
def test_the_clock_decides_nothing(
    first: float, second: float, small: States, harness: Harness, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    went = small.command(home, ("run", "FIRST"), clock=first)
    assert_converged(harness, home, small.home("served"), went)
    went = small.command(home, ("run", "SECOND"), clock=second)
    assert_converged(harness, home, small.home("done"), went)
    again = small.command(home, ("run", "SECOND"))
    assert "the same is published already" in again.stdout
    assert_converged(harness, home, small.home("done"), again)


@pytest.mark.long
@pytest.mark.parametrize("days", [-2, 2], ids=["older", "newer"])
def test_the_times_of_files_decide_nothing(days: int, small: States, harness: Harness, tmp_path: Path) -> None:
    home = small.copy("served", tmp_path / "home")
    at = time.time() + days * _DAY
    for path in home.rglob("*"):
        if not path.is_symlink():
            os.utime(path, (at, at))
    went = small.command(home, ("run", "SECOND"))
    assert_converged(harness, home, small.home("done"), went)


@pytest.mark.long
def test_a_clock_years_back_holds_and_the_next_run_converges(small: States, harness: Harness, tmp_path: Path) -> None:
    home = small.copy("served", tmp_path / "home")
    # What is held is told in a publication of its own.
    told = frozenset({"operations.loads", "operations.publications"})
    went = small.command(home, ("run", "SECOND"), clock=-5 * 365 * _DAY)
    assert went.code == 4, went.stderr
    assert_whole(harness, home, small.home("served"), small.home("done"), went, but=told)
    went = small.command(home, ("run", "SECOND"))
    assert_converged(harness, home, small.home("done"), went, but=told)


def test_the_program_takes_the_time_in_one_way() -> None:
    asks = re.compile(r"([\w.]*)\.(now|utcnow|today|time|time_ns)\(")
    for room in ("ingest", "hotline", "expectations", "serving"):
        for path in (ROOT / room).rglob("*.py"):
            if "synthetic" not in path.parts:
                found = set(asks.findall(path.read_text(encoding="utf-8")))
                assert found <= {("datetime", "now")}, path
