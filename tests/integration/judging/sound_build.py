"""Fixtures for the publication suite: a sound build, the previous publication and the landing file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from expectations_build import make_build, make_landing

from expectations.facts import Fact
from expectations.publication import publication_suite, read_build
from expectations.queries import open_build


def facts(build: Path, previous: Path | None = None, landing: Path | None = None) -> list[Fact]:
    """Return the facts of the publication suite on a build, with the previous publication and the landing file."""
    with open_build(build, previous, landing) as con:
        return publication_suite(read_build(con))


def holds(fact: Fact) -> bool:
    """Whether a fact keeps its bounds."""
    above = fact.at_least is None or fact.value >= fact.at_least
    return above and (fact.at_most is None or fact.value <= fact.at_most)


def failing(build: Path, previous: Path | None = None, landing: Path | None = None) -> set[tuple[str, str]]:
    """Return the expectations that do not hold, each with its severity."""
    return {(f.expectation, f.severity) for f in facts(build, previous, landing) if not holds(f)}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sound build and a landing file, from which each test copies."""
    folder = tmp_path_factory.mktemp("sound")
    make_build(folder / "build.duckdb")
    make_landing(folder / "landing.duckdb")
    return folder


@pytest.fixture
def build(sound: Path, tmp_path: Path) -> Path:
    """A sound build that a test may alter."""
    return Path(shutil.copy(sound / "build.duckdb", tmp_path / "build.duckdb"))


@pytest.fixture
def previous(sound: Path, tmp_path: Path) -> Path:
    """The same build as the previous publication."""
    return Path(shutil.copy(sound / "build.duckdb", tmp_path / "previous.duckdb"))


@pytest.fixture
def landing(sound: Path, tmp_path: Path) -> Path:
    """The landing file that the build was made from."""
    return Path(shutil.copy(sound / "landing.duckdb", tmp_path / "landing.duckdb"))
