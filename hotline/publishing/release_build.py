"""Let a held publication through, with a reason in the ledger."""

from __future__ import annotations

from datetime import UTC, datetime

from hotline.publishing.judge import Judge
from hotline.publishing.publish_build import PublishOutcome, publish_newest_build
from hotline.warehouse.audiences import AUDIENCES
from hotline.warehouse.builds import newest_build
from hotline.warehouse.errors import CommandError
from hotline.warehouse.home import Home
from hotline.warehouse.landed import landing_file
from hotline.warehouse.publication_ids import as_seen_by
from hotline.warehouse.settings import Settings
from ingest.storing.landing import next_sequence


def release_build(home: Home, settings: Settings, held: str, reason: str, judge: Judge) -> PublishOutcome:
    """Publish a build although it failed. Raises CommandError if `held` is not the newest build.

    `held` is the build's own id, or its id as an audience sees it.
    """
    build = newest_build(home, settings)
    newest = build.stem if build else None
    if newest is None or held not in {as_seen_by(newest, audience) for audience in AUDIENCES}:
        raise CommandError(
            f"{held} is neither a load nor the newest build: 'hotline status' says what is held and under which name."
        )
    with landing_file(home, settings) as con:
        con.execute(
            "insert into ledger.releases values (?, 'publication', ?, ?, ?, ?)",
            [datetime.now(UTC), newest, newest, reason.strip(), next_sequence(con, "releases")],
        )
    return publish_newest_build(home, settings, judge)
