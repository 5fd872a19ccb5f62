"""The daily job: ingest, build, publish, one after the other under one lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hotline import batches
from hotline.build import Build, build
from hotline.dbt_run import parsed_beside
from hotline.errors import DONE, HELD, first_that_holds
from hotline.judge import Judge
from hotline.publish import Published, publish
from hotline.reporting import Reporting
from hotline.session import Session
from ingest.ledger import LoadResult


@dataclass(frozen=True)
class Run:
    """What became of each file, the build and the publication."""

    loads: list[LoadResult]
    build: Build
    published: Published

    @property
    def exit_code(self) -> int:
        """The first that holds of the three parts."""
        return first_that_holds(batches.exit_code(self.loads), exit_code(self.published))


def run(session: Session, paths: Sequence[Path], day: date | None, judge: Judge, reporting: Reporting) -> Run:
    """Ingest, build, publish.

    A file that is refused or held keeps the others from nothing: they land, are built and published, and the
    exit code says that something is to be mended.
    """
    home, settings = session.home, session.settings
    with parsed_beside(home, settings), reporting.files() as progress:
        loads = batches.ingest_files(home, settings, paths, judge, progress)
    with reporting.steps("Building") as step:
        built = build(home, settings, session.lock, day, step)
    with reporting.waiting("Publishing"):
        published = publish(home, settings, judge)
    return Run(loads, built, published)


def exit_code(published: Published) -> int:
    """4 if the publication was held, else 0."""
    return HELD if published.outcome == "held" else DONE
