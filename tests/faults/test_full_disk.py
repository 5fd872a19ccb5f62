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
from whole import assert_the_next_run_converges, assert_whole

pytestmark = pytest.mark.long

FULL_DISKS = int(os.environ.get("FAULT_FULL_DISKS", "6"))
ERRORS = (errno.ENOSPC, errno.EDQUOT)


@pytest.mark.parametrize("number", range(FULL_DISKS))
def test_a_full_disk_loses_nothing(
    number: int, states: States, harness: Harness, tmp_path: Path, dice: random.Random
) -> None:
    attacked = ATTACKED[number % len(ATTACKED)]
    home = states.copy(attacked.before, tmp_path / "home")
    before = None if attacked.before == "empty" else states.home(attacked.before)
    after = states.home(attacked.after)
    step, error = a_step(states.undisturbed(attacked), dice), ERRORS[number // len(ATTACKED) % len(ERRORS)]
    print(f"{attacked.name}: {errno.errorcode[error]} from step {step} on")

    full = states.command(home, attacked.words, fail_from=step, error=error)
    print(f"ended with {full.code}, {full.failed} calls failed: {full.stderr}")
    if full.code == 1:
        assert "disk is full" in full.stderr
    else:
        # What failed was a log or a page, without which a command does its work.
        assert full.code in (0, 3)
    assert_whole(harness, home, before, after, full)
    assert not home.with_name("new.tar").exists() or full.code == 0
    assert_the_next_run_converges(states, home, attacked)
    shutil.rmtree(tmp_path)
