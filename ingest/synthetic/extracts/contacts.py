"""Draws contacts and attempts (ITS 3(5)(D), 10): a few before screening, most when the response begins.

A completed home attempt says that somebody went to the family's home, whether or not anybody was met.

In: a chunk's reports. Out: the table `contacts`.
"""

from __future__ import annotations

import numpy as np

from ingest.synthetic.extracts.screening import SCREENED_OUT
from ingest.synthetic.state.clock import NEVER, Seconds
from ingest.synthetic.state.dice import Bools, Dice, Ints
from ingest.synthetic.state.setting import Setting
from ingest.synthetic.state.tables import Table, null_where
from ingest.synthetic.state.world import World

FIRST_CONTACT = 700_000_001
HOUR = 3600
FAMILY = ("alleged_victim", "sibling", "prfc", "alleged_perpetrator")
OTHERS = ("reporter", "collateral", "law_enforcement")
# Reporters who are of the family, and how a contact with them is coded.
REPORTERS = {"alleged_victim": "alleged_victim", "parent": "prfc", "alleged_perpetrator": "alleged_perpetrator"}


def build_contacts(reports: Table, first: int, chunk: int, setting: Setting) -> Table:
    """Build one row per contact, ordered by report and, within a report, by kind of occasion."""
    world, cal = setting.world, setting.cal
    d = Dice(setting.seed, chunk, "contacts", len(reports))
    received, screened, initiated = reports["received_at"], reports["screened_at"], reports["initiated_at"]
    begun, decided = initiated != NEVER, screened != NEVER
    shares: dict[str, float] = cal.group("contacts")

    between = received + (np.maximum(screened - received, 2) * d.unit()).astype(np.int64)
    attempt = np.maximum(initiated - d.wait(5.0, HOUR), reports["accepted_at"])
    after = initiated + d.wait(60.0, HOUR)
    before = d.chance(shares["before_screening"])
    early = decided & d.chance(cal.broken("family_contacted_during_screening"))
    broken = decided & (reports["_outcome"] == SCREENED_OUT) & d.chance(cal.broken("screened_out_after_contact"))
    occasions: list[tuple[Bools, Seconds, tuple[str, ...], tuple[str, ...], float]] = [
        (decided & before, between, OTHERS, ("phone",), 0.9),
        (early, between, FAMILY, ("phone", "home_attempt"), 0.6),
        (broken, between, FAMILY, ("face_to_face", "phone", "home_attempt"), 1.0),
        (begun & d.chance(shares["attempts"]), attempt, FAMILY, ("home_attempt", "phone"), 0.1),
        (begun, initiated, ("alleged_victim",), ("face_to_face",), 0.97),
        (begun & d.chance(shares["afterwards"]), after, FAMILY + OTHERS, ("face_to_face", "phone", "other"), 0.92),
    ]
    # A reporter of the family is sometimes called back while the report is screened.
    called = decided & Dice(setting.seed, chunk, "calls back", len(reports)).chance(shares["reporter_called_back"])
    for reporter, person in REPORTERS.items():
        of_them = reports["reporter_type"] == world.code("referrals", "reporter_type", reporter)
        occasions.append((called & of_them, between, (person,), ("phone",), 0.95))
    parts = [
        _part(reports, picked, when, people, kinds, completed, shares, d, world)
        for picked, when, people, kinds, completed in occasions
    ]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.argsort(columns["referral_id"], kind="stable")
    columns = {name: values[order] for name, values in columns.items()}
    size = len(order)
    return Table("contacts", {"contact_id": FIRST_CONTACT + first + np.arange(size, dtype=np.int64), **columns})


def _part(
    reports: Table, picked: Bools, when: Seconds, people: tuple[str, ...], kinds: tuple[str, ...], completed: float,
    shares: dict[str, float], d: Dice, world: World,
) -> dict[str, Ints]:  # fmt: skip
    at = np.flatnonzero(picked)
    own = d.of_size(len(at))
    with_codes = np.array([world.code("contacts", "contact_with", name) for name in people])
    kind_codes = np.array([world.code("contacts", "contact_kind", name) for name in kinds])
    who, kind = with_codes[own.whole(0, len(people))], kind_codes[own.whole(0, len(kinds))]
    visit = kind == world.code("contacts", "contact_kind", "home_attempt")
    reached = own.chance(np.where(visit, max(completed, shares["home_visited"]), completed)).astype(np.int64)
    return {
        "referral_id": reports["referral_id"][at],
        "contacted_at": when[at],
        "contact_with": who,
        "contact_kind": kind,
        "completed": null_where(reached, own.chance(shares["completed_missing"])),
        "_created_at": when[at] + own.lag(40, 0.8, 60),
    }
