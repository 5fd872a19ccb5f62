"""Draws recordings of calls, their purge after the retention period and their disclosures (R(j), ITS 1(c)).

In: a chunk's reports. Out: the tables `recordings` and `recording_disclosures`.
"""

from __future__ import annotations

import numpy as np

from ingest.synthetic.state import people
from ingest.synthetic.state.clock import DAY, NEVER, Seconds
from ingest.synthetic.state.dice import Dice, Ints
from ingest.synthetic.state.setting import Setting
from ingest.synthetic.state.tables import Table

FIRST_RECORDING = 200_000_001
FIRST_DISCLOSURE = 400_000_001
HOUR = 3600


def build_recordings(reports: Table, first: int, chunk: int, setting: Setting) -> Table:
    """Build one row per recorded call. Nearly all are purged at night within a fortnight after the retention period."""
    world, cal, clock = setting.world, setting.cal, setting.clock
    d = Dice(setting.seed, chunk, "recordings", len(reports))
    by_phone = reports["received_via"] == world.code("referrals", "received_via", "hotline")
    at = np.flatnonzero(by_phone & ~d.chance(cal.broken("recording_missing")))
    own = Dice(setting.seed, chunk, "each recording", len(at))
    recorded = reports["received_at"][at] + own.whole(0, 90)
    ends = months_later(clock.day(recorded), int(cal.number("retention_months")))
    purged_on = ends + own.whole(0, 14)
    early = own.chance(cal.broken("recording_purged_early"))
    purged_on = np.where(early, ends - own.whole(1, 200), purged_on)
    purged = clock.midnight(purged_on) + 2 * HOUR + own.whole(0, 2 * HOUR)
    purged[own.chance(0.004)] = NEVER
    return Table("recordings", {
        "recording_id": FIRST_RECORDING + first + np.arange(len(at), dtype=np.int64),
        "referral_id": reports["referral_id"][at],
        "recorded_at": recorded,
        "purged_at": purged,
        "_created_at": recorded + 600,
    })  # fmt: skip


def months_later(days: Ints, months: int) -> Ints:
    """Return the same day `months` later, or that month's last day if it is shorter. Days are counted from 1970."""
    dates = days.astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    within = (dates - month.astype("datetime64[D]")).astype(np.int64)
    target = month + np.timedelta64(months, "M")
    start: Ints = target.astype("datetime64[D]").astype(np.int64)
    following: Ints = (target + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64)
    same: Ints = start + np.minimum(within, following - start - 1)
    return same


def build_disclosures(recordings: Table, first: int, chunk: int, setting: Setting) -> Table:
    """Build one row per disclosure, which comes weeks after the call."""
    cal = setting.cal
    d = Dice(setting.seed, chunk, "disclosures", len(recordings))
    at = np.flatnonzero(d.chance(cal.number("disclosures")))
    own = Dice(setting.seed, chunk, "each disclosure", len(at))
    disclosed: Seconds = recordings["recorded_at"][at] + 5 * DAY + own.lag(60, 0.5, DAY)
    bare = own.chance(cal.broken("disclosed_without_court_order"))
    unredacted = own.chance(0.1)
    redacted = ~unredacted & ~own.chance(cal.broken("reporter_not_redacted"))
    return Table("recording_disclosures", {
        "disclosure_id": FIRST_DISCLOSURE + first + np.arange(len(at), dtype=np.int64),
        "recording_id": recordings["recording_id"][at],
        "disclosed_at": disclosed,
        "court_order_number": np.where(bare, -1, own.whole(0, len(people.COURT_ORDERS))),
        "reporter_redacted": redacted.astype(np.int64),
        "court_ordered_unredacted": unredacted.astype(np.int64),
        "_created_at": disclosed + 900,
    })  # fmt: skip
