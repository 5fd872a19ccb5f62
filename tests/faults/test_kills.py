"""After kill -9 at any step or moment of any command, the last publication serves and the next run converges."""

from __future__ import annotations

import os
import random
import shutil
import signal
from pathlib import Path

import pytest
from steps import a_moment, a_step
from under_attack import ATTACKED, Harness, States
from whole import assert_landed_at_once, assert_the_next_run_converges, assert_whole

pytestmark = pytest.mark.long

KILLS = int(os.environ.get("FAULT_KILLS", "10"))
# These commands start dbt or publish, so they are always killed with the real dbt and the real judge; the others with
# stand-ins, unless FAULT_REAL is 1.
WITH_DBT = ("run", "build", "publish")
ALL_REAL = os.environ.get("FAULT_REAL") == "1"


@pytest.mark.parametrize("number", range(KILLS))
def test_a_kill_loses_nothing_and_leaks_nothing(
    number: int, states: States, small: States, harness: Harness, tmp_path: Path, dice: random.Random
) -> None:
    attacked = ATTACKED[number % len(ATTACKED)]
    homes = states if ALL_REAL or attacked.name in WITH_DBT or attacked.reads_figures else small
    home = homes.copy(attacked.before, tmp_path / "home")
    before = None if attacked.before == "empty" else homes.home(attacked.before)
    after = homes.home(attacked.after)
    undisturbed = homes.undisturbed(attacked)
    # At a step first, and at a moment when the command's turn comes again.
    at_a_moment = number // len(ATTACKED) % 2
    where = {"kill_after": a_moment(undisturbed, dice)} if at_a_moment else {"kill_before": a_step(undisturbed, dice)}
    print(f"{attacked.name} is killed: {where}")

    killed = homes.command(home, attacked.words, **where)
    print(f"ended with {killed.code} after {killed.seconds} s, last steps: {killed.steps[-3:]}")
    # A command may end before its moment comes.
    assert killed.code in (-signal.SIGKILL, 0, 3), killed.stderr
    assert_whole(harness, home, before, after, killed)
    assert_landed_at_once(homes, home, attacked)
    assert_the_next_run_converges(homes, home, attacked)
    shutil.rmtree(tmp_path)


@pytest.mark.parametrize("number", range(max(KILLS // 10, 1)))
def test_a_dbt_that_is_killed_fails_the_build_and_nothing_else(
    number: int, states: States, harness: Harness, tmp_path: Path, dice: random.Random
) -> None:
    attacked = next(each for each in ATTACKED if each.name == ("build", "run")[number % 2])
    home = states.copy(attacked.before, tmp_path / "home")
    steps = states.undisturbed(attacked).steps
    # The system does this where memory is short. Any of these steps is dbt's, or that of the parse before it.
    at = dice.choice([at for at, step in enumerate(steps, start=1) if step.startswith("child ")])
    print(f"{attacked.name}: dbt is killed before step {at}, {steps[at - 1]}")

    went = states.command(home, attacked.words, kill_before=at, kills_the_child=True)
    assert went.code == 1, went.stderr
    assert "stopped from outside" in went.stderr
    assert_whole(harness, home, states.home(attacked.before), states.home(attacked.after), went)
    assert_the_next_run_converges(states, home, attacked)
    shutil.rmtree(tmp_path)
