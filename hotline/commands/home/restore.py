"""Make a warehouse of a backup, in an empty home."""

from __future__ import annotations

import shutil
from pathlib import Path

from hotline.terminal.print_line import print_line
from hotline.warehouse.backups.archive import extract_archive
from hotline.warehouse.backups.contents import LANDING, SINGLE_FILES, BackupContents, NotABackup
from hotline.warehouse.disk import lock
from hotline.warehouse.disk.files import point
from hotline.warehouse.errors import DONE, CommandError
from hotline.warehouse.home import Home
from hotline.warehouse.log import log_event
from hotline.warehouse.publications.published_files import MANIFEST, name_catalog
from hotline.warehouse.publications.shelves import Shelf
from hotline.warehouse.settings import load_settings
from ingest.storing.whole_files import sync


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
            contents = extract_archive(source, making)
        except NotABackup as error:
            log_event(home.logs, "no backup", why=str(error))
            raise CommandError(f"{source} is no backup, or is damaged: choose another one.") from None
        _clear(home)
        # The landing file is last: a home without one counts as empty, so that this can be run again.
        for name in (*SINGLE_FILES, home.published.name, home.reports.name):
            if name != LANDING and (making / name).exists():
                (making / name).replace(home.root / name)
        home.published.mkdir(exist_ok=True)
        for folder, name in contents.current.items():
            of_audience = home.published / folder
            shutil.copyfile((of_audience / name).with_suffix(".json"), of_audience / MANIFEST)
            link = of_audience.with_suffix(".duckdb")
            point(link, f"{of_audience.name}/{name}")
            name_catalog(Shelf(link.parent), of_audience.name)
        (making / home.landing.name).replace(home.landing)
        sync(home.root)
    except BaseException:
        _clear(home)
        shutil.rmtree(making, ignore_errors=True)
        raise
    shutil.rmtree(making)
    return contents


def _clear(home: Home) -> None:
    """Remove what a restore that was interrupted had put in its place."""
    for folder in (home.published, home.reports):
        shutil.rmtree(folder, ignore_errors=True)


def require_empty(home: Home) -> None:
    """Raise CommandError if the home holds a warehouse, unless it is one that was half restored."""
    if not home.restoring.exists() and (
        home.landing.exists() or any(home.published.glob("*")) or any(home.reports.glob("*"))
    ):
        raise CommandError(
            f"{home.root} already holds a warehouse: set HOTLINE_HOME to an empty folder and restore there, "
            "or move the old one away first."
        )
