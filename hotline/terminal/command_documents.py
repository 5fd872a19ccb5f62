"""The JSON documents of the commands that load, build and publish, beside the command's name and its exit code.

The document of publish, and of release where a build was released, is the PublishOutcome itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hotline.building.build_file import PassedBuild
from hotline.publishing.publish_build import PublishOutcome
from ingest.storing.ledger import LoadResult
from ingest.storing.retract import Retraction


@dataclass(frozen=True)
class CheckedFiles:
    """The document of check."""

    files: list[LoadResult]


@dataclass(frozen=True)
class LoadedFiles:
    """The document of ingest."""

    loads: list[LoadResult]


@dataclass(frozen=True)
class RetractedBatch:
    """The document of retract; `withdrawn` has, for each audience, the publications made from a batch taken back."""

    retraction: Retraction
    withdrawn: dict[str, list[str]]


@dataclass(frozen=True)
class ReleasedBatch:
    """The document of release where a batch was released; `next` has the commands that publish what has landed."""

    loads: list[LoadResult]
    next: list[str]


@dataclass(frozen=True)
class BuildDocument:
    """The document of build."""

    build_id: str
    as_of: datetime | None
    made: bool
    path: str


@dataclass(frozen=True)
class RunDocument:
    """The document of run; `build` and `publish` are null where nothing has landed yet."""

    loads: list[LoadResult]
    build: BuildDocument | None
    publish: PublishOutcome | None


def build_document(built: PassedBuild) -> BuildDocument:
    """A build as a document has it."""
    return BuildDocument(built.build_id, built.as_of, built.made, str(built.path))
