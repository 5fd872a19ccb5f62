"""After kill -9 at every step of every command, with stand-ins for dbt and the judge, which make the steps cheap.

FAULT_STEPS sets how many steps of each command are attacked; a negative number attacks all.
"""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest
from steps import named
from under_attack import ATTACKED, Attacked, Harness, States
from whole import assert_landed_at_once, assert_the_next_run_converges, assert_whole

pytestmark = pytest.mark.long

STEPS = int(os.environ.get("FAULT_STEPS", "2"))


@pytest.mark.parametrize("attacked", ATTACKED, ids=lambda each: each.name)
def test_a_kill_at_any_step_loses_nothing(
    attacked: Attacked, states: States, small: States, harness: Harness, tmp_path: Path
) -> None:
    homes = states if attacked.reads_figures else small
    steps = homes.undisturbed(attacked).steps
    number = len(steps) if STEPS < 0 else min(STEPS, len(steps))
    before = None if attacked.before == "empty" else homes.home(attacked.before)
    after = homes.home(attacked.after)
    for at in sorted({1 + each * len(steps) // number for each in range(number)}):
        print(f"{attacked.name} is killed before step {at} of {len(steps)}, {named(steps[at - 1])}")
        home = homes.copy(attacked.before, tmp_path / str(at) / "home")
        killed = homes.command(home, attacked.words, kill_before=at)
        assert killed.code == -signal.SIGKILL, killed.stderr
        assert_whole(harness, home, before, after, killed)
        assert_landed_at_once(homes, home, attacked)
        assert_the_next_run_converges(homes, home, attacked)
        shutil.rmtree(tmp_path / str(at))
