"""Copy the warehouse into one tar file, while readers read."""

from __future__ import annotations

import hashlib
import io
import json
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from hotline.commands.session import Session, writing_session
from hotline.warehouse.audiences import AUDIENCES
from hotline.warehouse.damage import read_to_end
from hotline.warehouse.documents import fields_of
from hotline.warehouse.errors import DONE, CommandError
from hotline.warehouse.files import move_into_place
from hotline.warehouse.home import Home
from hotline.warehouse.landed import landing_file
from hotline.warehouse.published_files import current_file
from hotline.warehouse.settings import SETTINGS_FILE, load_settings
from ingest.storing.landing import SCHEMA_VERSION

CONTENTS = "contents.json"


@dataclass(frozen=True)
class BackupContents:
    """What a backup says of itself.

    `current` has the name of each audience's current file, `files` the SHA-256 of each file by its path in the home.
    """

    schema_version: int
    made_at: str
    current: dict[str, str]
    files: dict[str, str] = field(default_factory=dict)


def execute(file: Path) -> int:
    """Write the backup to `file` and say how many files it holds."""
    settings = load_settings()
    with writing_session(settings, "backup") as session:
        contents = back_up(session, file.absolute())
    sys.stdout.write(f"{file}: {len(contents.files)} files of the warehouse; keep it where HOTLINE_HOME is not.\n")
    return DONE


def back_up(session: Session, target: Path) -> BackupContents:
    """Write the landing file, the publications and the settings file to `target`, a tar file.

    The lock keeps writers out while readers go on reading. Returns the contents of the backup.
    Raises CommandError if `target` exists or lies in no folder, duckdb.Error if the landing file is damaged.
    """
    home = session.home
    if target.exists():
        raise CommandError(f"{target} exists already: give a name that is new, a backup replaces nothing.")
    if not target.parent.is_dir():
        raise CommandError(f"There is no folder {target.parent}: make it, then back up again.")
    with landing_file(home, session.settings) as con:
        read_to_end(con)  # a copy of a damaged file would be no backup
        # Closing it writes a checkpoint, so that no part of it is in a write-ahead log.
    made = target.with_name(f"{target.name}.tmp")
    contents = BackupContents(
        schema_version=SCHEMA_VERSION,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        current={audience: file.name for audience in AUDIENCES if (file := current_file(home, audience))},
    )
    try:
        with tarfile.open(made, "w") as archive:
            for path in _files(home):
                name = path.relative_to(home.root).as_posix()
                contents.files[name] = _add(archive, path, name)
            document = json.dumps(fields_of(contents), indent=2).encode()
            entry = tarfile.TarInfo(CONTENTS)
            entry.size, entry.mode = len(document), 0o600
            archive.addfile(entry, io.BytesIO(document))
        move_into_place(made, target)
    finally:
        made.unlink(missing_ok=True)
    return contents


def _files(home: Home) -> Iterator[Path]:
    yield home.landing
    settings = home.root / SETTINGS_FILE
    if settings.is_file():
        yield settings
    for audience in AUDIENCES:
        for path in sorted(home.audience(audience).glob("*.duckdb")):
            yield path
            yield path.with_suffix(".json")


def _add(archive: tarfile.TarFile, path: Path, name: str) -> str:
    """Add a file and return its SHA-256; the file is read once."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = path.stat().st_size, 0o600, int(path.stat().st_mtime)
    with path.open("rb") as handle:
        hashing = HashedFile(handle)
        archive.addfile(entry, hashing)
    return hashing.hexdigest()


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
