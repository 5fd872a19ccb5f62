"""Letting a held publication through, with a reason in the ledger."""

from __future__ import annotations

from datetime import UTC, datetime

from hotline.audiences import AUDIENCES
from hotline.build import builds
from hotline.errors import CommandError
from hotline.home import Home
from hotline.identity import as_seen_by
from hotline.judge import Judge
from hotline.landed import landing
from hotline.publish import Published, publish
from hotline.settings import Settings


def release_build(home: Home, settings: Settings, held: str, reason: str, judge: Judge) -> Published:
    """Publish a build although it failed. Raises CommandError if `held` is not the newest build."""
    there = builds(home)
    newest = there[0].stem if there else None
    if newest is None or held not in {as_seen_by(newest, audience) for audience in AUDIENCES}:
        raise CommandError(
            f"{held} is neither a load nor the newest build: 'hotline status' says what is held and under which name."
        )
    with landing(home, settings) as con:
        con.execute(
            "insert into ledger.releases values (?, 'publication', ?, ?, ?)",
            [datetime.now(UTC), newest, newest, reason.strip()],
        )
    return publish(home, settings, judge)
