"""Show batches, quarantine, freshness, publications, and what is held and why."""

from __future__ import annotations

from dataclasses import replace

from hotline.commands.session import writing_session
from hotline.terminal.print_document import print_json
from hotline.warehouse.disk import lock
from hotline.warehouse.disk.limited_database import open_limited
from hotline.warehouse.errors import DONE
from hotline.warehouse.home import Home
from hotline.warehouse.landed import landing_file
from hotline.warehouse.settings import Settings, load_settings
from hotline.warehouse.status_record import Status, collect_status, kept_status, status_without_ledger
from ingest.storing.landing import landing_version
from ingest.storing.upgrades import SCHEMA_VERSION


def execute(as_json: bool) -> int:
    """Print the status for the audience of the settings, as tables or as one JSON document."""
    settings = load_settings()
    found = read_status(Home(settings.home), settings)
    if as_json:
        print_json(found)
    else:
        # rich takes 50 ms to import, and the document needs none of it.
        from hotline.terminal.pages.status_page import show_status

        show_status(found)
    return DONE


def read_status(home: Home, settings: Settings) -> Status:
    """The status for the audience of the settings; a writer is kept out only for the time of the read.

    While a command writes, the status is the one that the command before it kept, and says so. A warehouse that an
    older version of the program wrote is upgraded first.
    Raises NewerWarehouse if a later version of the program wrote the warehouse.
    """
    with lock.read_lock(home.lock) as writer:
        if writer is None and home.landing.exists():
            with open_limited(home.landing, settings, None, read_only=True) as con:
                if landing_version(con) == SCHEMA_VERSION:
                    return collect_status(con, home, settings, settings.audience)
    if writer is None and home.landing.exists():
        with writing_session(settings, "status") as session, landing_file(home, session.settings) as con:
            return collect_status(con, home, settings, settings.audience)
    if writer is None:
        home.require_landing()
    found = kept_status(home, settings.audience) or status_without_ledger(home, settings)
    return replace(found, writer=writer) if writer else found
