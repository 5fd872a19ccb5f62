"""Draws the counties of a report: where the child lives and was, and which county was notified.

In: the county of the family and the screen-out reason (ITS 3(1), 8(2)(H) and (I)). Out: indexes into `county_pool`.
"""

from __future__ import annotations

import numpy as np

from ingest.synthetic.state.calibration import Calibration
from ingest.synthetic.state.dice import Dice, Ints
from ingest.synthetic.state.tables import null_where
from ingest.synthetic.state.world import World

# The queues in which callers wait.
LINES = ("Main", "Law enforcement", "Schools, hospitals and child care", "Español")


def county_pool(world: World) -> tuple[str, ...]:
    """Return the texts delivered as counties: the jurisdiction's, one elsewhere, zeros, and one cut to four digits."""
    return (*world.counties, "99999", "00000", world.counties[0][1:])


def draw_places(home: Ints, reason: Ints, dice: Dice, world: World, cal: Calibration) -> dict[str, Ints]:
    """Draw the counties of residence, location, notification, the mother and jurisdiction, as indexes into the pool."""

    def neighbour(county: Ints) -> Ints:
        which = (dice.unit() * world.neighbour_count[county]).astype(np.int64)
        return world.neighbours[county, which]

    anywhere = dice.pick(np.cumsum(world.weights))
    draw = dice.unit()
    adjacent, far = cal.number("located_elsewhere", "adjacent"), cal.number("located_elsewhere", "far")
    located = np.where(draw < adjacent, neighbour(home), np.where(draw < adjacent + far, anywhere, home))
    proper = np.where(world.near[home, located], home, located)
    wrong = dice.chance(cal.broken("wrong_county_notified"))
    notified = np.where(wrong, neighbour(proper), proper)

    def routed(name: str) -> Ints:
        here = reason == world.code("referrals", "screen_out_reason", name)
        other = np.where(dice.chance(0.2), neighbour(home), home)
        aside = here & dice.chance(cal.broken("misrouted"))
        nonlocal notified
        notified = np.where(here, np.where(aside, neighbour(other), other), notified)
        return np.where(here | dice.chance(0.03), other, -1)

    mother = routed("plan_of_safe_care")
    jurisdiction = routed("safety_plan_alert")
    strange = len(world.counties) + dice.whole(0, 3)
    missing, unreadable = cal.number("county_missing"), cal.number("county_unreadable")
    out = {}
    for name, county in (("residence", home), ("located", located), ("notified", notified)):
        column = np.where(dice.chance(unreadable), strange, county)
        out[f"{name}_county_fips"] = null_where(column, dice.chance(missing))
    out["mother_county_fips"] = mother
    out["jurisdiction_county_fips"] = jurisdiction
    return out
