"""What a command says to a program: one JSON document on stdout, with the command's name and its exit code first."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime

from hotline.building.build_file import PassedBuild
from hotline.publishing.publish_build import PublishOutcome
from hotline.warehouse.documents import fields_of, json_text
from ingest.ledger import LoadResult


@dataclass(frozen=True)
class CheckedFiles:
    """The document of check."""

    files: list[LoadResult]


@dataclass(frozen=True)
class LoadedFiles:
    """The document of ingest, and of release where a batch was released."""

    loads: list[LoadResult]


@dataclass(frozen=True)
class BuildDocument:
    """The document of build."""

    build_id: str
    as_of: datetime | None
    made: bool
    path: str


@dataclass(frozen=True)
class RunDocument:
    """The document of run."""

    loads: list[LoadResult]
    build: BuildDocument
    publish: PublishOutcome


# The documents of the commands that report; publish's, and release's of a build, is the outcome itself.
Body = CheckedFiles | LoadedFiles | BuildDocument | PublishOutcome | RunDocument


def build_document(built: PassedBuild) -> BuildDocument:
    """A build as a document has it."""
    return BuildDocument(built.build_id, built.as_of, built.made, str(built.path))


def print_command_document(command: str, exit_code: int, body: Body) -> None:
    """Write the document of a command to stdout."""
    print_json({"command": command, "exit_code": exit_code, **fields_of(body)})


def print_json(document: object) -> None:
    """Write one document to stdout."""
    sys.stdout.write(json_text(document))
