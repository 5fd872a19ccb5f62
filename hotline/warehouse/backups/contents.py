"""What a backup holds: which files of a home, and what it says of itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from hotline.warehouse.audiences import AUDIENCES
from hotline.warehouse.home import REPORTS, Home
from hotline.warehouse.publications.shelves import all_shelves
from hotline.warehouse.settings import SETTINGS_FILE
from serving.genuine import REBUILDS
from serving.report.filings import Found, filings

CONTENTS = "contents.json"
LANDING = "landing.duckdb"

# The files of a home that a backup holds beside its publications; a home without a landing file has no backup.
SINGLE_FILES = (LANDING, SETTINGS_FILE)

_MOMENT = "(?:empty|[0-9]{8}T[0-9]{6}Z)"
_PUBLICATION = re.compile(
    rf"published/(?:{REBUILDS}/{_MOMENT}/)?(?:{'|'.join(AUDIENCES)})/{_MOMENT}-[0-9a-f]{{10}}(?:/hotline)?\.(duckdb|json)"
)
_FILING = re.compile(
    rf"{REPORTS}/fy[0-9]{{4}}/[0-9]{{4}}-{_MOMENT}-[0-9a-f]{{10}}/"
    r"(?:filing\.json|figures\.json|hotline-report-fy[0-9]{4}\.(?:html|pdf|xlsx)|csv/(?:[a-z_]+\.csv|datapackage\.json))"
)
_SHA256 = re.compile("[0-9a-f]{64}")


class NotABackup(Exception):
    """The file is no backup that the program made, or it is damaged; the message says why, for the log."""


@dataclass(frozen=True)
class BackupContents:
    """What a backup says of itself.

    `current` has the path of each audience's current file in its folder, and of the one on each shelf of a rebuild, by
    the path of that folder in `published`. `files` has the SHA-256 of each file by its path in the home.
    """

    schema_version: int
    made_at: str
    current: dict[str, str]
    files: dict[str, str] = field(default_factory=dict)


def files_of(home: Home) -> Iterator[str]:
    """The path in the home of each file that a backup may hold and that is there, each publication's manifest last.

    A filed report that was changed since is none of them.
    """
    for name in SINGLE_FILES:
        if (home.root / name).is_file():
            yield name
    for filing in filings(home.reports):
        if filing.is_as_filed:
            yield from _names_of(filing, home)
    for shelf in all_shelves(home):
        for audience in AUDIENCES:
            for path in sorted(shelf.audience(audience).rglob("*.duckdb")):
                name = path.relative_to(home.root).as_posix()
                if is_held(name):
                    yield name
                    yield name.removesuffix("duckdb") + "json"


def _names_of(filing: Found, home: Home) -> Iterator[str]:
    """The path in the home of each file of a filed report."""
    for path in sorted(filing.folder.rglob("*")):
        name = path.relative_to(home.root).as_posix()
        if path.is_file() and is_held(name):
            yield name


def is_held(name: str) -> bool:
    """Whether a file of this path in the home belongs in a backup."""
    return name in SINGLE_FILES or any(each.fullmatch(name) for each in (_PUBLICATION, _FILING))


def read_contents(document: bytes) -> BackupContents:
    """Read what a backup says of itself. Raises NotABackup unless each part is what the program writes.

    Whether the files are those that it names is for the caller to compare.
    """
    try:
        said = json.loads(document.decode("utf-8"), object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError):
        raise NotABackup("its contents are no JSON") from None
    if not isinstance(said, dict) or set(said) != {each.name for each in fields(BackupContents)}:
        raise NotABackup("its contents have other keys")
    contents = BackupContents(**said)
    if type(contents.schema_version) is not int or contents.schema_version < 1:
        raise NotABackup("its schema version is no number")
    if not isinstance(contents.made_at, str) or not _is_instant(contents.made_at):
        raise NotABackup("its time is none")
    if not _is_text(contents.files) or not _is_text(contents.current):
        raise NotABackup("its lists are none")
    if not all(is_held(name) and _SHA256.fullmatch(sha256) for name, sha256 in contents.files.items()):
        raise NotABackup("it lists a file that no backup holds")
    if LANDING not in contents.files or any(_partner(name) not in contents.files for name in contents.files):
        raise NotABackup("it lacks a file")
    current = {f"published/{folder}/{name}" for folder, name in contents.current.items()}
    if not all(name.endswith(".duckdb") and name in contents.files for name in current):
        raise NotABackup("a current file is none that it lists")
    return contents


def _partner(name: str) -> str:
    """The manifest of a publication and the publication of a manifest; any other file itself."""
    found = _PUBLICATION.fullmatch(name)
    return f"{name.rpartition('.')[0]}.{'json' if found[1] == 'duckdb' else 'duckdb'}" if found else name


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).isoformat(timespec="seconds") == text
    except ValueError:
        return False


def _is_text(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
