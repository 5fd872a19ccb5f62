"""Let a held publication through, with a reason in the ledger."""

from __future__ import annotations

from datetime import UTC, datetime

from hotline.publishing.judge import Judge
from hotline.publishing.publish_build import PublishOutcome, publish_build
from hotline.warehouse.audiences import AUDIENCES
from hotline.warehouse.builds import newest_of_each_kind
from hotline.warehouse.errors import CommandError
from hotline.warehouse.home import Home
from hotline.warehouse.landed import landing_file
from hotline.warehouse.publications.publication_ids import as_seen_by
from hotline.warehouse.settings import Settings
from ingest.storing.landing import next_sequence


def release_build(home: Home, settings: Settings, held: str, reason: str, judge: Judge) -> PublishOutcome:
    """Publish a build although it failed. Raises CommandError if `held` is neither the newest build nor rebuild.

    `held` is the build's own id, or its id as an audience sees it.
    """
    with landing_file(home, settings) as con:
        build = next((path for path in newest_of_each_kind(con, home) if _is_called(path.stem, held)), None)
        if build is None:
            raise CommandError(
                f"{held} is neither a load nor the newest build: "
                "'hotline status' says what is held and under which name."
            )
        con.execute(
            "insert into ledger.releases values (?, 'publication', ?, ?, ?, ?)",
            [datetime.now(UTC), build.stem, build.stem, reason.strip(), next_sequence(con, "releases")],
        )
    return publish_build(home, settings, judge, build)


def _is_called(build: str, name: str) -> bool:
    return name in {as_seen_by(build, audience) for audience in AUDIENCES}
