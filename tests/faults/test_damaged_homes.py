"""A wrong bit in the landing file or in a publication gives no wrong figure: it is found and said."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import duckdb
import pytest
from under_attack import Harness, States
from whole import AUDIENCES, assert_converged, assert_nothing_planted, assert_plain, figures

pytestmark = pytest.mark.long

FLIPS = int(os.environ.get("FAULT_FLIPS", "4"))


def flip(file: Path, dice: random.Random) -> int:
    """Turn one bit of a file around, and return where. Every other time it lies in the head of the file."""
    size = file.stat().st_size
    at = dice.randrange(3 * 4096 if dice.random() < 0.5 else size)
    file.chmod(0o600)
    with file.open("r+b") as handle:
        handle.seek(at)
        byte = handle.read(1)[0]
        handle.seek(at)
        handle.write(bytes([byte ^ (1 << dice.randrange(8))]))
    return at


@pytest.mark.parametrize("_number", range(FLIPS))
def test_a_damaged_landing_file_is_found_and_a_backup_mends_it(
    _number: int, small: States, harness: Harness, tmp_path: Path, dice: random.Random
) -> None:
    home = small.copy("done", tmp_path / "home")
    print(f"bit flipped at {flip(home / 'landing.duckdb', dice)}")
    went = small.command(home, ("build", "--as-of", "2024-11-12"))
    print(f"ended with {went.code}: {went.stderr}")
    assert_plain(went)
    assert went.code in (0, 1)
    if went.code == 1:
        assert "restore" in went.stderr
    assert_nothing_planted(home)
    for audience in AUDIENCES:
        assert figures(home, audience) == figures(small.home("done"), audience)
    mended = tmp_path / "mended"
    went = small.command(mended, ("restore", "BACKUP"))
    assert_converged(harness, mended, small.home("restored"), went)
    shutil.rmtree(tmp_path)


@pytest.mark.parametrize("number", range(FLIPS))
def test_a_damaged_publication_gives_the_figures_or_an_error(
    number: int, small: States, harness: Harness, tmp_path: Path, dice: random.Random
) -> None:
    home = small.copy("done", tmp_path / "home")
    audience = AUDIENCES[number % len(AUDIENCES)]
    file = (home / "published" / f"{audience}.duckdb").resolve()
    right = figures(home, audience)
    print(f"bit of {audience} flipped at {flip(file, dice)}")
    try:
        assert figures(home, audience) == right
    except duckdb.Error as error:
        print(type(error))
    for question in ("select * from marts.calls", "select * from reference.jurisdiction"):
        said = harness.command(home, "sql", "--audience", audience, question)
        sound = harness.command(small.home("done"), "sql", "--audience", audience, question)
        assert_plain(said)
        assert said.code == 1 or said.stdout == sound.stdout
    shutil.rmtree(tmp_path)
