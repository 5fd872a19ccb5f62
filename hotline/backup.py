"""A consistent copy of the warehouse in one file, and a warehouse from such a file."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from hotline.audiences import AUDIENCES
from hotline.errors import CommandError
from hotline.files import move_into_place, point, sync
from hotline.home import Home
from hotline.landed import landing
from hotline.publication import MANIFEST, current_file
from hotline.session import Session
from hotline.settings import FILE
from ingest.landing import SCHEMA_VERSION

CONTENTS = "contents.json"
_CHUNK = 1 << 20


def back_up(session: Session, target: Path) -> dict[str, Any]:
    """Write the landing file, the publications and the settings file to `target`, a tar file.

    The lock keeps writers out while readers go on reading. Returns what is in it. Raises CommandError if `target`
    exists or lies in no folder.
    """
    home = session.home
    if target.exists():
        raise CommandError(f"{target} exists already: give a name that is new, a backup replaces nothing.")
    if not target.parent.is_dir():
        raise CommandError(f"There is no folder {target.parent}: make it, then back up again.")
    with landing(home, session.settings):
        pass  # checkpointed and closed: all of it is in the one file
    made = target.with_name(f"{target.name}.tmp")
    contents: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "current": {audience: file.name for audience in AUDIENCES if (file := current_file(home, audience))},
        "files": {},
    }
    try:
        with tarfile.open(made, "w") as archive:
            for path in _files(home):
                name = path.relative_to(home.root).as_posix()
                contents["files"][name] = _add(archive, path, name)
            document = json.dumps(contents, indent=2).encode()
            entry = tarfile.TarInfo(CONTENTS)
            entry.size, entry.mode = len(document), 0o600
            archive.addfile(entry, io.BytesIO(document))
        move_into_place(made, target)
    finally:
        made.unlink(missing_ok=True)
    return contents


def restore(home: Home, source: Path) -> dict[str, Any]:
    """Make a warehouse of a backup in an empty home; the lock must be held. Returns what the backup holds.

    Nothing is in its place before every file was compared with its hash. Raises CommandError if the home holds
    a warehouse, or if the backup is none, is damaged, or was made by a newer version.
    """
    require_empty(home)
    making = home.restoring
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir()
    try:
        try:
            contents = _extract(source, making)
        except (tarfile.TarError, EOFError, KeyError, ValueError):
            raise CommandError(f"{source} is no backup, or is damaged: choose another one.") from None
        for path in (home.landing, home.published, home.root / FILE):
            made = making / path.name
            if path.is_dir():
                shutil.rmtree(path)
            # The landing file is last: a home without one counts as empty, so that this can be run again.
            if made.exists() and path != home.landing:
                made.replace(path)
        home.published.mkdir(exist_ok=True)
        for audience, name in contents["current"].items():
            own = home.audience(audience) / name
            shutil.copyfile(own.with_suffix(".json"), own.with_name(MANIFEST))
            point(home.published / f"{audience}.duckdb", f"{audience}/{name}")
        (making / home.landing.name).replace(home.landing)
        sync(home.root)
    except BaseException:
        shutil.rmtree(home.published, ignore_errors=True)
        shutil.rmtree(making, ignore_errors=True)
        raise
    shutil.rmtree(making)
    return contents


def require_empty(home: Home) -> None:
    """Raises CommandError if the home holds a warehouse, other than one half restored."""
    if not home.restoring.exists() and (home.landing.exists() or any(home.published.glob("*"))):
        raise CommandError(
            f"{home.root} already holds a warehouse: set HOTLINE_HOME to an empty folder and restore there, "
            "or move the old one away first."
        )


def _files(home: Home) -> Iterator[Path]:
    yield home.landing
    settings = home.root / FILE
    if settings.is_file():
        yield settings
    for audience in AUDIENCES:
        for path in sorted(home.audience(audience).glob("*.duckdb")):
            yield path
            yield path.with_suffix(".json")


def _add(archive: tarfile.TarFile, path: Path, name: str) -> str:
    """Add a file and return its SHA-256, from one reading."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = path.stat().st_size, 0o600, int(path.stat().st_mtime)
    with path.open("rb") as handle:
        hashing = _Hashing(handle)
        archive.addfile(entry, hashing)
    return hashing.hexdigest()


def _extract(source: Path, making: Path) -> dict[str, Any]:
    found: dict[str, str] = {}
    with tarfile.open(source, "r:") as archive:
        for entry in archive:
            stream = archive.extractfile(entry)
            if not entry.isfile() or stream is None:
                raise ValueError("a backup holds files alone")
            target = (making / entry.name).resolve()
            if not target.is_relative_to(making.resolve()):
                raise ValueError("a backup's files lie under the home")
            target.parent.mkdir(parents=True, exist_ok=True)
            hashing = _Hashing(stream)
            with target.open("wb") as handle:
                shutil.copyfileobj(hashing, handle, _CHUNK)
                handle.flush()
            sync(target)
            found[entry.name] = hashing.hexdigest()
    contents: dict[str, Any] = json.loads((making / CONTENTS).read_text(encoding="utf-8"))
    if contents["schema_version"] > SCHEMA_VERSION:
        raise CommandError("The backup was made by a newer version of the program: update it, then restore.")
    found.pop(CONTENTS)
    if contents["files"] != found:
        raise ValueError("the backup's files are not those it was made of")
    return contents


class _Hashing:
    """A file that is hashed as it is read."""

    def __init__(self, handle: IO[bytes]) -> None:
        self._handle, self._digest = handle, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        data = self._handle.read(size)
        self._digest.update(data)
        return data

    def hexdigest(self) -> str:
        """The SHA-256 of what was read."""
        return self._digest.hexdigest()
