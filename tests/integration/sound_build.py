"""A sound build with what was published before it and what landed, and what the publication suite finds in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from expectations_build import make_build, make_landing

from expectations.facts import Fact
from expectations.frames import open_build
from expectations.publication import publication_suite, read_build


def facts(build: Path, previous: Path | None = None, landing: Path | None = None) -> list[Fact]:
    """What the publication suite finds in a build, beside what was published and what landed."""
    with open_build(build, previous, landing) as con:
        return publication_suite(read_build(con))


def holds(fact: Fact) -> bool:
    """Whether a fact is within its limits."""
    above = fact.at_least is None or fact.value >= fact.at_least
    return above and (fact.at_most is None or fact.value <= fact.at_most)


def failing(build: Path, previous: Path | None = None, landing: Path | None = None) -> set[tuple[str, str]]:
    """What does not hold, each with its severity."""
    return {(f.expectation, f.severity) for f in facts(build, previous, landing) if not holds(f)}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sound build and landing file, to be copied."""
    folder = tmp_path_factory.mktemp("sound")
    make_build(folder / "build.duckdb")
    make_landing(folder / "landing.duckdb")
    return folder


@pytest.fixture
def build(sound: Path, tmp_path: Path) -> Path:
    """A sound build, to be altered."""
    return Path(shutil.copy(sound / "build.duckdb", tmp_path / "build.duckdb"))


@pytest.fixture
def previous(sound: Path, tmp_path: Path) -> Path:
    """The same, as published before."""
    return Path(shutil.copy(sound / "build.duckdb", tmp_path / "previous.duckdb"))


@pytest.fixture
def landing(sound: Path, tmp_path: Path) -> Path:
    """The landing file of that build."""
    return Path(shutil.copy(sound / "landing.duckdb", tmp_path / "landing.duckdb"))
