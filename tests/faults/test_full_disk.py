"""A disk that is full from any step on: one sentence says so, nothing is lost, and the next run converges."""

from __future__ import annotations

import errno
import os
import random
import shutil
from pathlib import Path

import pytest
from steps import a_step
from under_attack import ATTACKED, Harness, States
from whole import assert_landed_at_once, assert_the_next_run_converges, assert_whole

pytestmark = pytest.mark.long

FULL_DISKS = int(os.environ.get("FAULT_FULL_DISKS", "7"))
# One in six has the real dbt and the real judge: the commands that start them, in turn.
REAL = [each for each in ATTACKED if each.name in ("build", "run", "publish")]
# What a command says of each error.
SAID = {errno.ENOSPC: "The disk is full", errno.EDQUOT: "may store no more on this disk"}
ERRORS = tuple(SAID)


@pytest.mark.parametrize("number", range(FULL_DISKS))
def test_a_full_disk_loses_nothing(
    number: int, states: States, small: States, harness: Harness, tmp_path: Path, dice: random.Random
) -> None:
    real = number % 6 == 5
    attacked = REAL[number // 6 % len(REAL)] if real else ATTACKED[number % len(ATTACKED)]
    homes = states if real or attacked.reads_figures else small
    home = homes.copy(attacked.before, tmp_path / "home")
    before = None if attacked.before == "empty" else homes.home(attacked.before)
    after = homes.home(attacked.after)
    step, error = a_step(homes.undisturbed(attacked), dice), dice.choice(ERRORS)
    print(f"{attacked.name}: {errno.errorcode[error]} from step {step} on")

    full = homes.command(home, attacked.words, fail_from=step, error=error)
    print(f"ended with {full.code}, {full.failed} calls failed: {full.stderr}")
    if full.code == 1:
        assert SAID[error] in full.stderr
    else:
        # What failed was a log or a page, without which a command does its work.
        assert full.code in (0, 3)
    assert_whole(harness, home, before, after, full)
    assert_landed_at_once(homes, home, attacked)
    assert not home.with_name("new.tar").exists() or full.code == 0
    assert_the_next_run_converges(homes, home, attacked)
    shutil.rmtree(tmp_path)
