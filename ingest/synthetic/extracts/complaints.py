"""Draws the oversight office's own register of complaints: a chunk's reports in, the table `oca_complaints` out."""

from __future__ import annotations

import numpy as np

from ingest.synthetic.state import people
from ingest.synthetic.state.clock import DAY, NEVER
from ingest.synthetic.state.dice import Dice, Ints
from ingest.synthetic.state.setting import Setting
from ingest.synthetic.state.tables import Table, null_where
from ingest.synthetic.state.world import World

FIRST_COMPLAINT = 900_000_001


def build_complaints(reports: Table, first: int, chunk: int, setting: Setting) -> Table:
    """Build one row per complaint. Most name the report or the family that they concern."""
    world, cal = setting.world, setting.cal
    d = Dice(setting.seed, chunk, "complaints", len(reports))
    at = np.flatnonzero(d.chance(cal.number("complaints")))
    own = Dice(setting.seed, chunk, "each complaint", len(at))
    in_scope = own.chance(cal.number("complaint_in_scope"))
    anonymous = own.chance(cal.number("complaint_anonymous"))
    first_there = own.chance(0.6)
    received = reports["received_at"][at] + DAY + own.wait(70.0, DAY)
    followed = np.where(anonymous & own.chance(0.8), NEVER, received + own.lag(1.6, 0.6, DAY))
    decided = received + own.lag(6.0, 0.5, DAY)
    pursued = in_scope & own.chance(0.7)
    opened = np.where(pursued, decided + own.wait(2.0, DAY), NEVER)
    closed = np.where(pursued, opened + own.lag(75.0, 0.5, DAY), decided + own.wait(3.0, DAY))
    placeholder = null_where(own.whole(len(people.COMPLAINANTS), len(people.COMPLAINANT_POOL)), own.chance(0.6))
    linked = own.chance(0.62)
    family_told = linked & own.chance(0.8)

    def any_of(column: str) -> Ints:
        return own.whole(0, len(world.codes("oca_complaints", column)))

    def code(column: str, name: str) -> int:
        return world.code("oca_complaints", column, name)

    decision = np.where(pursued, code("decision", "investigate"), code("decision", "decline"))
    decision = np.where(~in_scope, code("decision", "refer"), decision)
    return Table("oca_complaints", {
        "complaint_id": FIRST_COMPLAINT + first + np.arange(len(at), dtype=np.int64),
        "received_at": received,
        "received_via": any_of("received_via"),
        "complainant_name": np.where(anonymous, placeholder, own.whole(0, len(people.COMPLAINANTS))),
        "complainant_contact": null_where(own.whole(0, len(people.CONTACTS)), anonymous & own.chance(0.6)),
        "referral_id": null_where(reports["referral_id"][at], ~linked),
        "family_id": null_where(reports["_family"][at], ~family_told),
        "county_fips": reports["notified_county_fips"][at],
        "concern": _skewed(own, world),
        "in_scope": in_scope.astype(np.int64),
        "agency_contacted_first": first_there.astype(np.int64),
        "agency_contact_level": np.where(first_there, any_of("agency_contact_level"), -1),
        "case_standing": np.where(linked, any_of("case_standing"), code("case_standing", "unlinked")),
        "followed_up_at": followed,
        "decided_at": decided,
        "decision": decision,
        "referred_to": np.where(in_scope, code("referred_to", "none"), any_of("referred_to")),
        "opened_at": opened,
        "closed_at": closed,
        "finding": np.where(pursued, any_of("finding"), -1),
        "recommendation": np.where(pursued, any_of("recommendation"), -1),
        "_created_at": received + 3600,
    })  # fmt: skip


def _skewed(dice: Dice, world: World) -> Ints:
    """Draw concerns; the first codes of the list come most often."""
    codes = len(world.codes("oca_complaints", "concern"))
    return np.minimum((dice.unit() ** 2 * codes).astype(np.int64), codes - 1)
