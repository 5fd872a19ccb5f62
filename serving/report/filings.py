"""Reads the reports that were filed: which there are, whether their files are as they were, and what they said.

A filing is a folder `fy<year>/<number>-<publication id>/` with the files of the report, the counts that it stated
(`figures.json`), and `filing.json`, which has the SHA-256 of each of them and that of the filing before it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

MANIFEST = "filing.json"
FIGURES = "figures.json"

_YEAR = re.compile(r"fy([0-9]{4})")
_FOLDER = re.compile(r"([0-9]{4})-(?:empty|[0-9]{8}T[0-9]{6}Z)-[0-9a-f]{10,12}")

Counts = Mapping[str, int | None]


@dataclass(frozen=True)
class Filing:
    """One filed report. Instants are UTC text; `files` has the SHA-256 of each file by its path in the folder.

    `before_sha256` is the hash of the manifest of the filing before it, and null for the first of a year.
    """

    fiscal_year: int
    number: int
    filed_at: str
    publication_id: str
    publication_sha256: str
    audience: str
    as_of: str
    as_of_on: str
    code_version: str
    jurisdiction_name: str
    files: dict[str, str] = field(default_factory=dict)
    before_sha256: str | None = None


@dataclass(frozen=True)
class Found:
    """A folder of a filing. `filing` is None where its manifest can't be read; `sha256` is the manifest's.

    `is_as_filed`: every file is there, none beside them, and each has the hash that the manifest says. `follows`: the
    filing before it is the one that was there when this one was filed.
    """

    fiscal_year: int
    number: int
    folder: Path
    filing: Filing | None
    sha256: str | None
    is_as_filed: bool
    follows: bool

    @property
    def name(self) -> str:
        """The filing for a reader: its year and its number."""
        return f"The report of fiscal year {self.fiscal_year}, filing {self.number},"

    @property
    def trouble(self) -> str | None:
        """What is wrong with it, and what to do; None where nothing is."""
        if not self.is_as_filed:
            return f"{self.name} is not as it was filed: put its folder back from a backup."
        if not self.follows:
            return f"{self.name} restates another filing, which is gone or was changed: put that back from a backup."
        return None

    def filed_on(self, zone: str) -> date | None:
        """The day on which it was filed, by the clock of a time zone."""
        if self.filing is None:
            return None
        return datetime.fromisoformat(self.filing.filed_at).astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True)
class FiledReport:
    """A filing in a list. Instants are UTC text; `sha256` is its manifest's, and `trouble` what is wrong with it."""

    fiscal_year: int
    number: int
    filed_at: str | None
    as_of: str | None
    publication_id: str | None
    sha256: str | None
    trouble: str | None


def filed_reports(folder: Path) -> list[FiledReport]:
    """Every filing, for a list of them. Every audience may see that the agency filed a report."""
    found = []
    for each in filings(folder):
        said = each.filing
        found.append(
            FiledReport(
                each.fiscal_year,
                each.number,
                said.filed_at if said else None,
                said.as_of if said else None,
                said.publication_id if said else None,
                each.sha256,
                each.trouble,
            )
        )
    return found


def filings(folder: Path, fiscal_year: int | None = None) -> list[Found]:
    """Every filing, or those of one year: by year, and in the order in which they were filed."""
    found = []
    for year_folder in sorted(folder.glob("fy*")):
        named = _YEAR.fullmatch(year_folder.name)
        if named is None or (fiscal_year is not None and int(named[1]) != fiscal_year):
            continue
        before: str | None = None
        for each in sorted(path for path in year_folder.iterdir() if _FOLDER.fullmatch(path.name)):
            one = _read(each, int(named[1]), before)
            found.append(one)
            before = one.sha256
    return found


def filed_counts(found: Found) -> dict[str, Any] | None:
    """What a filing stated, as `frozen` wrote it; None where its files are not those that were filed."""
    if not found.is_as_filed:
        return None
    try:
        stated = json.loads((found.folder / FIGURES).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return stated if isinstance(stated, dict) and "state" in stated and "counties" in stated else None


def parsed(document: bytes) -> Filing | None:
    """A manifest as the program writes it; None for anything else."""
    try:
        said = json.loads(document.decode("utf-8"))
        if not isinstance(said, dict) or set(said) != {each.name for each in fields(Filing)}:
            return None
        filing = Filing(**said)
        datetime.fromisoformat(filing.filed_at)
        whole = isinstance(filing.files, dict) and all(
            isinstance(name, str) and isinstance(sha256, str) for name, sha256 in filing.files.items()
        )
        return filing if whole and type(filing.fiscal_year) is int and type(filing.number) is int else None
    except (ValueError, TypeError, RecursionError):
        return None


def _read(folder: Path, fiscal_year: int, before: str | None) -> Found:
    number = int(folder.name[:4])
    try:
        document = (folder / MANIFEST).read_bytes()
    except OSError:
        return Found(fiscal_year, number, folder, None, None, is_as_filed=False, follows=False)
    filing = parsed(document)
    sha256 = hashlib.sha256(document).hexdigest()
    same = (
        filing is not None
        and (filing.fiscal_year, f"{filing.number:04d}-{filing.publication_id}") == (fiscal_year, folder.name)
        and FIGURES in filing.files
        and _hashes(folder) == filing.files
    )
    follows = filing is not None and filing.before_sha256 == before
    return Found(fiscal_year, number, folder, filing, sha256, same, follows)


def _hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file of a filing but its manifest, by its path in the folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name != MANIFEST and (path.is_symlink() or not path.is_dir()):
            try:
                found[name] = "" if path.is_symlink() else hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError:
                found[name] = ""
    return found
