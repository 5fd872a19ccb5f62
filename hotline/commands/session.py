"""The frame of every command that writes: a prepared home, the lock, and the mending of what a crash left.

At the end it keeps the status and the validation page for readers.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from hotline.publishing.reconcile import mark_withdrawn, mend_ledger, mend_manifests, move_earlier_files
from hotline.publishing.validation_page import render_validation_page
from hotline.warehouse.disk import lock
from hotline.warehouse.home import Home
from hotline.warehouse.landed import landing_file
from hotline.warehouse.log import log_event
from hotline.warehouse.settings import Settings
from hotline.warehouse.status_record import keep_status


@dataclass(frozen=True)
class Session:
    """What a writing command works with; `lock` is the descriptor that its children inherit."""

    home: Home
    settings: Settings
    lock: int


@contextmanager
def writing_session(settings: Settings, command: str) -> Iterator[Session]:
    """Hold the warehouse for a command that writes.

    Raises CommandError if another command holds it or the home can't be written, NewerWarehouse if a later
    version of the program wrote it.
    """
    home = Home(settings.home)
    home.prepare()
    with lock.write_lock(home.lock, command) as handle:
        home.clean()
        move_earlier_files(home)
        mend_manifests(home)
        if home.landing.exists():
            with landing_file(home, settings) as con:
                mend_ledger(home, con)
                mark_withdrawn(home, con)
        log_event(home.logs, "started", command=command)
        try:
            yield Session(home, settings, handle)
        finally:
            keep_views(home, settings)


def keep_views(home: Home, settings: Settings) -> None:
    """Keep the status and the validation page, because readers can't open the landing file while a command writes."""
    if not home.landing.exists():
        return
    # The work of the command stands, whether or not these two could be renewed.
    with contextlib.suppress(Exception), landing_file(home, settings) as con:
        keep_status(con, home, settings)
        render_validation_page(con, home, settings)
