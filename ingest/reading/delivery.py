"""Finds the files to load and describes each by its name and its manifest, before its content is read.

In: paths. Out: a `Delivery` per file: its extract, full or delta, its time, and the rows and hash that the manifest
announces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ingest.reading.manifest import MANIFEST, Manifests
from ingest.reading.shown_names import shown_name
from ingest.refusal import Refusal

LAST_YEAR = 9998  # one day later must still be a valid time
SUFFIXES = (".csv", ".csv.gz", ".csv.zst", ".parquet", ".xlsx")
MOST_ROWS = 10**15
MISSING_SHOWN = 100

_STAMP = re.compile(
    r"(?<!\d)(?P<y>\d{4})(?P<s>-?)(?P<m>\d{2})(?P=s)(?P<d>\d{2})"
    # The year of a second date is not a time of day: 2026-11-01_2026-11-30.
    r"(?:[T_ -]?(?!\d{4}-\d{2}-\d{2})(?P<H>[01]\d|2[0-3])[:.-]?(?P<M>[0-5]\d)(?:[:.-]?(?P<S>[0-5]\d))?"
    r"(?P<z>Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?)?(?!\d)",
    re.IGNORECASE,
)
_ISO_DATE = re.compile(r"\d{4}-?\d{2}-?\d{2}")
_FULL = re.compile(r"(?:^|[^a-z])full(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True)
class Delivery:
    """One file as it was delivered. `extracted_at` is None where nobody stated a time: load time then stands in."""

    path: Path
    extract: str | None
    kind: str
    extracted_at: datetime | None
    extracted_at_source: str
    manifest_rows: int | None = None
    manifest_sha256: str | None = None
    refusal: str | None = None

    @property
    def name(self) -> str:
        """The file's name as it is shown and published; `path` alone has it as it was delivered."""
        return shown_name(self.path.name)

    @property
    def suffix(self) -> str:
        """The ending that decides how the file is read, or an empty string."""
        return suffix_of(self.path.name)


def printable(text: str) -> str:
    """Replace what is not UTF-8 by question marks: a file name may hold such bytes, a message and the ledger can't."""
    return text.encode("utf-8", "replace").decode("utf-8")


def suffix_of(name: str) -> str:
    """Return the known ending of a file name in lower case, or an empty string if it has none."""
    lower = name.lower()
    return next((each for each in sorted(SUFFIXES, key=len, reverse=True) if lower.endswith(each)), "")


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return every file to load: files as given, and the files of folders and their subfolders in the order of names.

    In a folder, hidden files and files without a known ending (a contract page, a note) are left alone.
    Raises Refusal for a path that does not exist.
    """
    found: list[Path] = []
    for path in paths:
        if _is_there(path) and path.is_dir():
            found += [
                each
                for each in sorted(path.rglob("*"))
                # A broken link or a pipe is kept, so that it is refused and reported.
                if suffix_of(each.name)
                and not each.is_dir()
                and not any(part.startswith((".", "~$")) for part in each.relative_to(path).parts)
            ]
        elif _is_there(path):
            if path.name != MANIFEST:
                found.append(path)
        else:
            raise Refusal(
                f"There is no file or folder {printable(str(path))}: "
                "give the path of an extract or of a folder of them."
            )
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Missing:
    """A file that a manifest lists and its folder lacks. One that is not `alone` stands for others too."""

    path: Path
    sentence: str
    alone: bool


def missing_from_folders(paths: Iterable[Path], manifests: Manifests) -> list[Missing]:
    """Return the files that a manifest lists and its folder lacks, in the given folders.

    Of one folder a hundred are named; the last sentence then counts the others.
    """
    lacking: list[Missing] = []
    listing = (each for path in paths if path.is_dir() for each in sorted(path.rglob(MANIFEST)))
    for folder in dict.fromkeys(each.parent for each in listing):
        try:
            entries = manifests.of(folder)
        except Refusal:
            continue  # each file of that folder is refused with this sentence
        missing = [name for name in entries or {} if not _is_there(folder / name)]
        others = len(missing) - MISSING_SHOWN
        for at, name in enumerate(missing[:MISSING_SHOWN], start=1):
            alone = others <= 0 or at < MISSING_SHOWN
            lacking.append(
                Missing(
                    folder / name,
                    f"{MANIFEST} lists the file{'' if alone else f' (and {others} further files)'} and the folder does "
                    "not hold it; deliver the file, or a manifest without it.",
                    alone,
                )
            )
    return lacking


def _is_there(path: Path) -> bool:
    """Whether there is a file of that path: a name that no file can have names none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def unread(path: Path) -> Delivery:
    """Return what is known of a file before anything of it was looked at."""
    return Delivery(path, None, "delta", None, "load_time")


def extract_of(name: str, extracts: Sequence[str]) -> str | None:
    """Return the extract that a file's name begins with, None if there is none or the ending is unknown."""
    stem = name.lower().removesuffix(suffix_of(name))
    longest_first = sorted(extracts, key=len, reverse=True)
    return next((each for each in longest_first if suffix_of(name) and stem.startswith(each)), None)


def describe(path: Path, extracts: Sequence[str], zone: ZoneInfo, manifests: Manifests) -> Delivery:
    """Describe a file by its name and its manifest. If they can't be right, `refusal` says why.

    A time without an offset is wall-clock time of `zone`.
    """
    name = printable(path.name)
    extract = extract_of(path.name, extracts)
    if extract is None:
        stem = path.name[: len(path.name) - len(suffix_of(path.name))]
        return replace(
            unread(path),
            refusal=f"no known extract{_nearly(stem, extracts)}; a file is named <extract>[anything] with one of the "
            f"endings {', '.join(SUFFIXES)}; 'hotline template' writes an empty one of each kind.",
        )
    rest = path.name[len(extract) : len(path.name) - len(suffix_of(path.name))]
    kind = "full" if _FULL.search(rest) else "delta"
    # A manifest overrules the name, so one that can't be read leaves the time unknown.
    stated, source = None, "load_time"
    rows = sha256 = None
    try:
        if name != path.name:
            raise Refusal("the file's name is not UTF-8; rename it and deliver it again.")
        entry = (manifests.of(path.parent) or {}).get(name) or {}
        if entry.get("extracted_at") is not None:
            stated, source = _extracted_at(entry["extracted_at"], zone), "manifest"
        elif of_name := _stamp(rest, zone):
            stated, source = of_name, "file_name"
        rows, sha256 = _rows(entry), _sha256(entry)
        if entry.get("kind") is not None:
            kind = _kind(entry["kind"], kind)
        if kind == "full" and stated is None:
            raise Refusal(
                "a full file must say as of when it is full; put the date into its name "
                "(-full_YYYY-MM-DD) or extracted_at into the manifest."
            )
    except Refusal as refusal:
        return Delivery(path, extract, kind, stated, source, refusal=str(refusal))
    return Delivery(path, extract, kind, stated, source, rows, sha256)


def _nearly(stem: str, extracts: Sequence[str]) -> str:
    """Ask whether an extract was meant whose name the file's name nearly begins with."""
    words = re.findall(r"[a-z]+", stem[:60].lower())
    for number in (3, 2, 1):
        for near in get_close_matches("_".join(words[:number]), extracts, 1, 0.8):
            return f" (did you mean {near}?)"
    return ""


def _stamp(text: str, zone: ZoneInfo) -> datetime | None:
    """Return the first real date (its first instant) or date and time in a file name, or None."""
    for match in _STAMP.finditer(text):
        part = match.groupdict()
        if not 1970 <= int(part["y"]) <= LAST_YEAR:
            continue
        try:
            value = datetime(
                int(part["y"]), int(part["m"]), int(part["d"]),
                int(part["H"] or 0), int(part["M"] or 0), int(part["S"] or 0),
                tzinfo=zone,
            )  # fmt: skip
        except ValueError:
            continue
        if part["z"]:
            offset = "+00:00" if part["z"].upper() == "Z" else part["z"]
            return datetime.fromisoformat(value.strftime("%Y-%m-%dT%H:%M:%S") + offset).astimezone(UTC)
        return value.astimezone(UTC)
    return None


def _rows(entry: dict[str, Any]) -> int | None:
    rows = entry.get("rows")
    if rows is not None and (isinstance(rows, bool) or not isinstance(rows, int) or not 0 <= rows < MOST_ROWS):
        raise Refusal("rows in the manifest is no whole number; mend the manifest.")
    return rows


def _sha256(entry: dict[str, Any]) -> str | None:
    value = entry.get("sha256")
    if value is None:
        return None
    if not isinstance(value, str) or not re.fullmatch(r"[0-9a-fA-F]{64}", value.strip()):
        raise Refusal("sha256 in the manifest is no SHA-256 of 64 hexadecimal digits; mend the manifest.")
    return value.strip().lower()


def _extracted_at(value: object, zone: ZoneInfo) -> datetime:
    try:
        text = str(value).strip()
        moment = datetime.fromisoformat(text)
        if not _ISO_DATE.match(text) or not 1970 <= moment.year <= LAST_YEAR:
            raise ValueError
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except ValueError:
        raise Refusal(
            "extracted_at in the manifest is no ISO 8601 date or timestamp from 1970 on; mend the manifest."
        ) from None


def _kind(value: object, of_name: str) -> str:
    kind = str(value).strip().lower()
    if kind not in ("delta", "full"):
        raise Refusal("kind in the manifest is neither delta nor full; mend the manifest.")
    if of_name == "full" and kind == "delta":
        raise Refusal(
            "the manifest says delta and the name says full; "
            "a full file deletes what it lacks, so say the same in both."
        )
    return kind
