"""A folder or a file of the home that can't be written: one sentence says so, and what is published stays."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from under_attack import ATTACKED, Attacked, Harness, States
from whole import assert_the_next_run_converges, assert_whole

pytestmark = pytest.mark.long

PLACES = ("", "landing.duckdb", "build", "published", "published/oca", "temp", "logs", "dbt/target", "validation")
RUN = ATTACKED[0]
BACKUP = next(each for each in ATTACKED if each.name == "backup")


def read_only(path: Path) -> None:
    """Take the right to write from a path."""
    path.chmod(0o500 if path.is_dir() else 0o400)


def writable(home: Path) -> None:
    """Give it back everywhere."""
    home.chmod(0o700)
    for path in home.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o700 if path.is_dir() else 0o600)


@pytest.mark.parametrize("attacked", [RUN, BACKUP], ids=lambda each: each.name)
@pytest.mark.parametrize("place", PLACES)
def test_what_cannot_be_written_is_said(
    place: str, attacked: Attacked, small: States, harness: Harness, tmp_path: Path
) -> None:
    home = small.copy(attacked.before, tmp_path / "home")
    before, after = small.home(attacked.before), small.home(attacked.after)
    read_only(home / place)

    refused = small.command(home, attacked.words, obeys_modes=True)
    print(f"ended with {refused.code}: {refused.stderr}")
    assert refused.code in (0, 1, 3)
    assert_whole(harness, home, before, after, refused)

    writable(home)
    assert_the_next_run_converges(small, home, attacked)
    shutil.rmtree(tmp_path)
