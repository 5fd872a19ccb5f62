"""Copy the warehouse into one tar file, while readers read."""

from __future__ import annotations

import io
import json
import sys
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from hotline.commands.session import Session, writing_session
from hotline.terminal.print_line import print_line
from hotline.warehouse.audiences import AUDIENCES
from hotline.warehouse.backups.archive import HashedFile
from hotline.warehouse.backups.contents import CONTENTS, SINGLE_FILES, BackupContents, files_of
from hotline.warehouse.disk.damage import read_to_end
from hotline.warehouse.documents import fields_of
from hotline.warehouse.errors import DONE, CommandError
from hotline.warehouse.home import REPORTS, Home
from hotline.warehouse.landed import landing_file
from hotline.warehouse.publications.published_files import current_file
from hotline.warehouse.publications.shelves import all_shelves
from hotline.warehouse.settings import load_settings
from ingest.storing.upgrades import SCHEMA_VERSION
from ingest.storing.whole_files import move_into_place
from serving.genuine import is_genuine, require_genuine
from serving.publication_files import audience_folder_of
from serving.report.filings import filings


def execute(file: Path) -> int:
    """Write the backup to `file` and say how many files it holds."""
    settings = load_settings()
    with writing_session(settings, "backup") as session:
        contents = back_up(session, file.absolute())
        changed = [filing for filing in filings(session.home.reports) if not filing.is_as_filed]
    for filing in changed:
        sys.stderr.write(f"{filing.trouble} It is not in this backup.\n")
    print_line(f"{file}: {len(contents.files)} files of the warehouse; keep it where HOTLINE_HOME is not.")
    return DONE


def back_up(session: Session, target: Path) -> BackupContents:
    """Write the landing file, the publications, the filed reports and the settings file to `target`, a tar file.

    The lock keeps writers out while readers go on reading. Returns the contents of the backup.
    Raises CommandError if `target` exists or lies in no folder, NotAsPublished if a current publication was changed,
    duckdb.Error if the landing file is damaged.
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
        current=_read_now(home),
    )
    try:
        with tarfile.open(made, "w") as archive:
            for name in _to_add(home):
                contents.files[name] = _add(archive, home.root / name, name)
            document = json.dumps(fields_of(contents), indent=2).encode()
            entry = tarfile.TarInfo(CONTENTS)
            entry.size, entry.mode = len(document), 0o600
            archive.addfile(entry, io.BytesIO(document))
        move_into_place(made, target)
    finally:
        made.unlink(missing_ok=True)
    return contents


def _read_now(home: Home) -> dict[str, str]:
    """The name of the file that each audience reads on each shelf, by its folder. A changed rebuild is left out."""
    found: dict[str, str] = {}
    for shelf in all_shelves(home):
        for audience in AUDIENCES:
            file = current_file(shelf, audience)
            if file is None or (shelf.as_of and not is_genuine(file)):
                continue
            require_genuine(file)
            folder = shelf.audience(audience).relative_to(home.published).as_posix()
            found[folder] = file.relative_to(audience_folder_of(file)).as_posix()
    return found


def _to_add(home: Home) -> Iterator[str]:
    """The path in the home of each file to add.

    Of the publications that are no longer current, those that were changed since are left out, each with its manifest;
    so are filed reports that were changed.
    """
    for name in files_of(home):
        file = (home.root / name).with_suffix(".duckdb")
        if name in SINGLE_FILES or name.startswith(f"{REPORTS}/") or is_genuine(file):
            yield name


def _add(archive: tarfile.TarFile, path: Path, name: str) -> str:
    """Add a file and return its SHA-256; the file is read once."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = path.stat().st_size, 0o600, int(path.stat().st_mtime)
    with path.open("rb") as handle:
        hashing = HashedFile(handle)
        archive.addfile(entry, hashing)
    return hashing.hexdigest()
