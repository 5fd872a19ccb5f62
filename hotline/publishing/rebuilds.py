"""Which publication answers for a moment: the rebuild as of the newest referrals that were extracted by then."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from hotline.warehouse.disk.limited_database import open_limited
from hotline.warehouse.errors import CommandError
from hotline.warehouse.home import Home
from hotline.warehouse.landed import last_instant
from hotline.warehouse.program_files import seeds_of
from hotline.warehouse.publications.publication_ids import as_of_name
from hotline.warehouse.publications.published_files import current_file, current_manifest, genuine_file
from hotline.warehouse.publications.shelves import Shelf, current_shelf, rebuild_shelf, rebuild_shelves
from hotline.warehouse.settings import Settings
from ingest.contract import time_zone
from ingest.database import open_database


def shelf_as_of(home: Home, settings: Settings, audience: str, moment: date | datetime | None) -> Shelf:
    """The shelf that answers an audience for a day, by its end, or for an instant; the current one where none is given.

    A rebuild answers for a moment if it is as of the newest referrals that were extracted by then. Readers never open
    the ledger, so which these are the audience's current file says; where there is none, the rebuilds themselves do.
    Raises CommandError if no rebuild answers, NotAsPublished if the current file is not the one that was published.
    """
    if moment is None:
        return current_shelf(home)
    zone = time_zone(seeds_of(settings.jurisdiction))
    with open_database(None) as con:
        asked = last_instant(con, moment, zone)
    assert asked is not None
    there = [each for each in rebuild_shelves(home) if current_file(each, audience)]
    current = genuine_file(current_shelf(home), audience)
    if current is None:
        found = next((each for each in reversed(there) if (each.as_of or "") <= as_of_name(asked)), None)
    else:
        with open_limited(current, settings, None, read_only=True) as con:
            newest = con.execute(
                "select max(extracted_at) from operations.loads "
                "where extract = 'referrals' and status = 'landed' and extracted_at <= ?",
                [asked],
            ).fetchall()[0][0]
        found = next((each for each in there if each == rebuild_shelf(home, as_of_name(newest))), None)
    if found is None:
        named = moment.isoformat()
        rest = ", ".join(_shown(each, audience, zone) for each in there)
        raise CommandError(
            f"Nothing is published for {audience} as of {named}: run 'hotline build --as-of {named}', then "
            f"'hotline publish'.{f' There are rebuilds as of {rest}.' if rest else ''}"
        )
    return found


def as_of_sentence(shelf: Shelf, settings: Settings, audience: str) -> str:
    """Say as of when a rebuild answers."""
    zone = time_zone(seeds_of(settings.jurisdiction))
    return f"This is a rebuild as of {_shown(shelf, audience, zone)}: it holds what had been extracted by then."


def _shown(shelf: Shelf, audience: str, zone: str) -> str:
    """The moment of a rebuild by the jurisdiction's clock."""
    manifest = current_manifest(shelf, audience)
    if manifest is None or manifest.as_of is None:
        return "an empty warehouse"
    at = datetime.fromisoformat(manifest.as_of).astimezone(ZoneInfo(zone))
    return f"{at:%Y-%m-%d %H:%M} {zone}"
