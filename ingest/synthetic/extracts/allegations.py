"""Draws the allegations of a chunk: maltreatment types, alleged perpetrators, children's ages and findings.

In: the chunk's reports and their concerns. Out: the table `allegations`.
"""

from __future__ import annotations

import numpy as np

from ingest.synthetic.extracts.screening import INFORMATION
from ingest.synthetic.state import children as kids
from ingest.synthetic.state.calibration import Calibration
from ingest.synthetic.state.clock import DAY, NEVER, Clock
from ingest.synthetic.state.dice import Bools, Dice, Ints
from ingest.synthetic.state.setting import Setting
from ingest.synthetic.state.tables import Table, null_where
from ingest.synthetic.state.world import World

FIRST_ALLEGATION = 1_000_000_001
ALWAYS_SERIOUS = ("child_death", "near_death", "human_trafficking", "abandonment")
SEXUAL = ("sexual_abuse", "sexual_exploitation")
PARENTAL = ("prfc", "foster_parent", "trial_adoptive_parent")
CARETAKING = ("foster_parent", "trial_adoptive_parent", "child_care_provider")


def draw_concerns(dice: Dice, world: World, cal: Calibration) -> dict[str, Ints]:
    """Draw each report's main maltreatment type and alleged perpetrator, as indexes of codes.

    `both` is 1 for a report that alleges neglect and physical abuse.
    """
    shares = dict(cal.shares("maltreatment"))
    both = dice.chance(shares.pop("both"))
    kind = dice.pick(world.chances("allegations", "maltreatment_type", shares))
    kind[both] = world.code("allegations", "maltreatment_type", "neglect")
    role = dice.pick(world.chances("allegations", "perpetrator_role", cal.shares("perpetrator_share")))
    return {"kind": kind, "both": both.astype(np.int64), "role": role}


def is_sexual(kind: Ints, world: World) -> Bools:
    """Tell which types of maltreatment are sexual abuse or exploitation."""
    sexual: Bools = np.isin(kind, [world.code("allegations", "maltreatment_type", name) for name in SEXUAL])
    return sexual


def is_serious(kind: Ints, role: Ints, world: World) -> Bools:
    """Tell which allegations ITS 19(1) requires to be investigated."""

    def kinds(names: tuple[str, ...]) -> list[int]:
        return [world.code("allegations", "maltreatment_type", name) for name in names]

    def roles(names: tuple[str, ...]) -> list[int]:
        return [world.code("allegations", "perpetrator_role", name) for name in names]

    sexual = is_sexual(kind, world) & np.isin(role, roles(PARENTAL))
    serious: Bools = sexual | np.isin(kind, kinds(ALWAYS_SERIOUS)) | np.isin(role, roles(CARETAKING))
    return serious


def bars_subsequent(kind: Ints, role: Ints, world: World) -> Bools:
    """Tell for which allegations ITS 15(2) requires a report of their own."""
    names = ("child_death", "near_death", "human_trafficking")
    barred: Bools = np.isin(kind, [world.code("allegations", "maltreatment_type", name) for name in names])
    strange = [world.code("allegations", "perpetrator_role", name) for name in ("unrelated_third_party", "unknown")]
    sexual = kind == world.code("allegations", "maltreatment_type", "sexual_abuse")
    known: Bools = sexual & ~np.isin(role, strange)
    return np.logical_or(barred, known)


def fit_role_to_reason(
    role: Ints, reason: Ints, pending: Bools, dice: Dice, world: World, cal: Calibration
) -> tuple[Ints, Ints]:
    """Return the alleged perpetrator and the children's least age in years, as the screen-out reason implies them."""

    def because(name: str) -> Bools:
        same: Bools = reason == world.code("referrals", "screen_out_reason", name)
        return same

    third, foster, adult = (
        because(name) for name in ("third_party_perpetrator", "foster_discipline_policy_violation", "victim_adult")
    )
    parental = [world.code("allegations", "perpetrator_role", name) for name in PARENTAL]
    third &= ~(np.isin(role, parental) & dice.chance(cal.broken("third_party_reason_mismatch")))
    role = np.where(third, world.code("allegations", "perpetrator_role", "unrelated_third_party"), role)
    proper = foster & ~dice.chance(cal.broken("foster_discipline_reason_mismatch"))
    role = np.where(proper, world.code("allegations", "perpetrator_role", "foster_parent"), role)
    grown = adult & ~dice.chance(cal.broken("adult_victim_reason_mismatch"))
    alert = because("safety_plan_alert")
    monitor = world.code("allegations", "perpetrator_role", "safety_plan_monitor")
    role = np.where(alert & dice.chance(cal.number("alert_by_monitor")), monitor, role)
    # Nearly every report of a monitor ends as an alert; of the others some accuse a relative in truth.
    misled = (role == monitor) & ~alert & ~pending & ~dice.chance(cal.broken("safety_plan_monitor_without_alert"))
    role = np.where(misled, world.code("allegations", "perpetrator_role", "relative"), role)
    return role, np.where(grown, 18, np.where(proper, 6, 0))


def build_allegations(reports: Table, concerns: dict[str, Ints], first: int, chunk: int, setting: Setting) -> Table:
    """Build one row per child, type and alleged perpetrator. Their numbers follow from `first`, the first report's."""
    world, cal, seed = setting.world, setting.cal, setting.seed
    size = len(reports)
    dice = Dice(seed, chunk, "allegations", size)
    outcome = reports["_outcome"]
    children = np.where(dice.chance(0.9), reports["_children"], 1)
    count = children + dice.pick(np.cumsum(cal.numbers("more_allegations")))
    count = np.where((concerns["both"] == 1) & (count == 1), 2, count)
    bare = np.where(
        outcome == INFORMATION,
        cal.number("without_allegations", "information_and_referral"),
        cal.number("without_allegations", "otherwise"),
    )
    count[dice.chance(bare)] = 0

    at = np.repeat(np.arange(size), count)
    position = np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
    own = Dice(seed, chunk, "each allegation", len(at))
    child = position % children[at]
    neglect = world.code("allegations", "maltreatment_type", "neglect")
    kind = np.where(position == 0, concerns["kind"][at], np.where(own.chance(0.5), concerns["kind"][at], neglect))
    physical = world.code("allegations", "maltreatment_type", "physical_abuse")
    kind = np.where((concerns["both"][at] == 1) & (position % 2 == 1), physical, kind)
    role = concerns["role"][at]
    subsequent = reports["screen_out_reason"] == world.code("referrals", "screen_out_reason", "subsequent")
    traits = Dice(seed, chunk, "traits of children", len(at))
    of_another = subsequent & traits.of_size(size).chance(cal.broken("subsequent_of_another_child"))
    number = kids.child_number(reports["_family"][at], child + kids.FIRST_OF_OTHERS * of_another[at])
    # The child's number decides the age on the first day of the window, so a child who comes back has aged.
    years = (reports["received_at"][at] - setting.start) / (365.25 * DAY)
    age = np.floor(kids.age_at_start(number) + years).astype(np.int64)
    least = concerns["least_age"][at]
    age = np.where(age < least, least + (kids.spread(number) % 11), np.minimum(age, 17 + 14 * (least >= 18)))
    unsaid = cal.number("child_trait_missing")

    out = Table("allegations", {
        "allegation_id": FIRST_ALLEGATION + first * 40 + np.arange(len(at), dtype=np.int64),
        "referral_id": reports["referral_id"][at],
        "child_id": null_where(number, own.chance(0.002)),
        "child_age_years": null_where(age, own.chance(0.006)),
        "maltreatment_type": null_where(kind, own.chance(0.002)),
        "perpetrator_role": null_where(role, own.chance(0.004)),
        "child_disability": null_where(kids.has_disability(number, cal).astype(np.int64), traits.chance(unsaid)),
        "child_limited_communication": null_where(
            kids.limits_communication(number, cal).astype(np.int64), traits.chance(unsaid)
        ),
        "_created_at": reports["_created_at"][at],
        "_referral": at,
    })  # fmt: skip
    _add_findings(out, reports, at, setting.clock, dice, own, world, cal)
    return out


def _add_findings(
    out: Table, reports: Table, at: Ints, clock: Clock, dice: Dice, own: Dice, world: World, cal: Calibration
) -> None:
    chances = world.chances("allegations", "finding", cal.shares("finding_share"))
    same = own.chance(cal.number("finding_like_report"))
    finding = np.where(same, dice.pick(chances)[at], own.pick(chances))
    found = reports["_found_at"][at]
    wrong = (reports["_assessment"] == 1) & dice.chance(cal.broken("finding_in_assessment"))
    has = (found != NEVER) & ((reports["_investigation"][at] == 1) | wrong[at])
    out.columns["finding"] = np.where(has, finding, -1)
    out.columns["_found_at"] = np.where(has, found, NEVER)
    out.columns["found_on"] = np.where(has, clock.day(found), NEVER)
