"""Reads a backup, which may be damaged or made by somebody else, into an empty folder.

Only what the program itself writes is taken: plain files under known names, each once, within the file's own size.
Nothing is made of what else a tar file may hold: links, devices, sparse files, or names that other headers give.
"""

from __future__ import annotations

import hashlib
import shutil
import tarfile
from collections.abc import Collection
from pathlib import Path
from typing import IO, cast

import duckdb

from hotline.warehouse.backups.contents import CONTENTS, LANDING, BackupContents, NotABackup, is_held, read_contents
from hotline.warehouse.disk.files import write_json
from hotline.warehouse.errors import CommandError
from hotline.warehouse.home import REPORTS
from hotline.warehouse.publications.published_files import READ_ONLY, Manifest, read_manifest, sealed
from ingest.database import open_database
from ingest.refusal import NewerWarehouse
from ingest.storing.landing import landing_version
from ingest.storing.upgrades import SCHEMA_VERSION
from ingest.storing.whole_files import sync
from serving.publication_files import audience_folder_of, publication_of
from serving.report.filings import filings

_CHUNK = 1 << 20
# What a backup says of itself, and each publication's manifest: a line per file or table.
_MOST_TEXT = 16 << 20
_MOST_FILES = 20_000
# Over eight gigabytes, a tar file states a size in a header of its own.
_FURTHER_HEADERS = {"size"}


class HashedFile:
    """A file that is hashed as it is read."""

    def __init__(self, handle: IO[bytes]) -> None:
        self._handle, self._digest = handle, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes of the file."""
        data = self._handle.read(size)
        self._digest.update(data)
        return data

    def hexdigest(self) -> str:
        """The SHA-256 of the bytes read so far."""
        return self._digest.hexdigest()


class _InPieces:
    """A file that is read in pieces: a header of a tar file may claim any length, and would be read at once."""

    def __init__(self, handle: IO[bytes]) -> None:
        self._handle = handle

    def read(self, size: int) -> bytes:
        if not 0 <= size <= _CHUNK:
            raise NotABackup("a header is too long")
        return self._handle.read(size)

    def seek(self, offset: int) -> int:
        if offset < 0:
            raise NotABackup("a header has a size below zero")
        return self._handle.seek(offset)

    def tell(self) -> int:
        return self._handle.tell()


def extract_archive(source: Path, into: Path) -> BackupContents:
    """Write the files of a backup into a folder, under their paths in a home. Returns the contents of the backup.

    Raises NotABackup if it is none or is damaged, CommandError if a newer version of the program made it or the disk
    has too little space.
    """
    if not source.is_file():
        raise NotABackup("it is no file")
    size = source.stat().st_size
    if size > shutil.disk_usage(into).free:
        raise CommandError(
            f"The disk has too little space for this backup: free {size >> 20} MB where HOTLINE_HOME lies, "
            "then restore."
        )
    try:
        with (
            source.open("rb") as handle,
            tarfile.open(fileobj=cast("IO[bytes]", _InPieces(handle)), mode="r:") as archive,
        ):
            found, document = _extract(archive, size, into)
    except (tarfile.TarError, EOFError, ValueError, OverflowError, RecursionError):
        raise NotABackup("it is no tar file") from None
    contents = read_contents(document)
    if contents.schema_version > SCHEMA_VERSION:
        raise CommandError("The backup was made by a newer version of the program: update it, then restore.")
    if contents.files != found:
        raise NotABackup("its files are not those that it was made of")
    _require_landing(into / LANDING)
    for name in found:
        if name.startswith("published/") and name.endswith(".duckdb"):
            _seal(into / name, found[name])
    _seal_filings(into, found)
    return contents


def _seal_filings(into: Path, found: Collection[str]) -> None:
    """Let nobody write a filed report any more. Raises NotABackup unless each is whole and as it was filed."""
    for filing in filings(into / REPORTS):
        if not filing.is_as_filed:
            raise NotABackup("a filed report is not the one that was filed")
    for name in found:
        if name.startswith(f"{REPORTS}/"):
            (into / name).chmod(READ_ONLY)


def _extract(archive: tarfile.TarFile, size: int, into: Path) -> tuple[dict[str, str], bytes]:
    """Write the files. Returns the hash of each by its path, and what the backup says of itself."""
    found: dict[str, str] = {}
    document = None
    for entry in archive:
        if archive.pax_headers or set(entry.pax_headers) - _FURTHER_HEADERS or entry.issparse():
            raise NotABackup("it has headers that no backup has")
        if entry.type not in (tarfile.REGTYPE, tarfile.AREGTYPE) or entry.linkname:
            raise NotABackup("it holds something that is no file")
        if entry.size < 0 or entry.offset_data + entry.size > size or len(found) > _MOST_FILES:
            raise NotABackup("it is shorter than it says")
        stream = archive.extractfile(entry)
        assert stream is not None
        if entry.name == CONTENTS and document is None and entry.size <= _MOST_TEXT:
            document = stream.read()
        elif is_held(entry.name) and entry.name not in found:
            if entry.name.endswith(".json") and entry.size > _MOST_TEXT:
                raise NotABackup("a manifest is too long")
            found[entry.name] = _write(stream, into / entry.name)
        else:
            raise NotABackup("it holds a file that no backup holds, or one twice")
    if document is None:
        raise NotABackup("it does not say what it holds")
    return found, document


def _write(stream: IO[bytes], target: Path) -> str:
    """Write a file and return its SHA-256."""
    target.parent.mkdir(parents=True, exist_ok=True)
    hashing = HashedFile(stream)
    with target.open("xb") as handle:
        shutil.copyfileobj(hashing, handle, _CHUNK)
        handle.flush()
    sync(target)
    return hashing.hexdigest()


def _require_landing(path: Path) -> None:
    """Raise NotABackup unless the landing file is one, with tables alone.

    A view or a macro could read any file of this machine as soon as a build asks for its rows.
    """
    try:
        with open_database(path, read_only=True, external_access=False) as con:
            version = landing_version(con)
            others = con.execute(
                "select (select count(*) from duckdb_views() where not internal) "
                "+ (select count(*) from duckdb_functions() where not internal)"
            ).fetchall()
    except NewerWarehouse:
        raise CommandError("The backup was made by a newer version of the program: update it, then restore.") from None
    except duckdb.Error:
        raise NotABackup("its landing file can't be read") from None
    if version is None or others != [(0,)]:
        raise NotABackup("its landing file is none")


def _seal(file: Path, sha256: str) -> None:
    """Let nobody write a publication any more, and bring its manifest up to date: the file has another inode now.

    Raises NotABackup if its manifest is another one's. One that an earlier version of the program made has no hash.
    """
    manifest: Manifest | None = read_manifest(file.with_suffix(".json"))
    is_its_own = manifest is not None and (manifest.publication_id, manifest.audience) == (
        publication_of(file),
        audience_folder_of(file).name,
    )
    if manifest is None or not is_its_own or manifest.sha256 not in (None, sha256):
        raise NotABackup("a publication and its manifest are not of each other")
    file.chmod(READ_ONLY)
    write_json(file.with_suffix(".json"), sealed(manifest, file))
