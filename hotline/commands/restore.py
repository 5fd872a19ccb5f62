"""Make a warehouse of a backup, in an empty home."""

from __future__ import annotations

import json
import shutil
import tarfile
from pathlib import Path

from hotline.commands.backup import CONTENTS, BackupContents, HashedFile
from hotline.terminal.print_line import print_line
from hotline.warehouse import lock
from hotline.warehouse.errors import DONE, CommandError
from hotline.warehouse.files import point, sync
from hotline.warehouse.home import Home
from hotline.warehouse.published_files import MANIFEST
from hotline.warehouse.settings import SETTINGS_FILE, load_settings
from ingest.storing.upgrades import SCHEMA_VERSION

_CHUNK = 1 << 20


def execute(file: Path) -> int:
    """Restore the backup `file` and say as of when it is."""
    settings = load_settings()
    home = Home(settings.home)
    require_empty(home)
    home.prepare()
    with lock.write_lock(home.lock, "restore"):
        contents = restore_backup(home, file.absolute())
    print_line(f"{settings.home}: restored as of {contents.made_at}; 'hotline status' shows what it holds.")
    return DONE


def restore_backup(home: Home, source: Path) -> BackupContents:
    """Make a warehouse of a backup in an empty home; the lock must be held. Returns the contents of the backup.

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
        except (tarfile.TarError, EOFError, KeyError, TypeError, ValueError):
            raise CommandError(f"{source} is no backup, or is damaged: choose another one.") from None
        for path in (home.landing, home.published, home.root / SETTINGS_FILE):
            made = making / path.name
            if path.is_dir():
                shutil.rmtree(path)
            # The landing file is last: a home without one counts as empty, so that this can be run again.
            if made.exists() and path != home.landing:
                made.replace(path)
        home.published.mkdir(exist_ok=True)
        for audience, name in contents.current.items():
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
    """Raise CommandError if the home holds a warehouse, unless it is one that was half restored."""
    if not home.restoring.exists() and (home.landing.exists() or any(home.published.glob("*"))):
        raise CommandError(
            f"{home.root} already holds a warehouse: set HOTLINE_HOME to an empty folder and restore there, "
            "or move the old one away first."
        )


def _extract(source: Path, making: Path) -> BackupContents:
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
            hashing = HashedFile(stream)
            with target.open("wb") as handle:
                shutil.copyfileobj(hashing, handle, _CHUNK)
                handle.flush()
            sync(target)
            found[entry.name] = hashing.hexdigest()
    said = json.loads((making / CONTENTS).read_text(encoding="utf-8"))
    if said["schema_version"] > SCHEMA_VERSION:
        raise CommandError("The backup was made by a newer version of the program: update it, then restore.")
    contents = BackupContents(**said)
    found.pop(CONTENTS)
    if contents.files != found:
        raise ValueError("the backup's files are not those it was made of")
    return contents
