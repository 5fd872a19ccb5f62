"""Draws identifying texts. All are invented and carry `TOKEN`, so that a search for it finds any that leaked.

In: which reporters are anonymous. Out: indexes into the pools of texts below.
"""

from __future__ import annotations

import numpy as np

from ingest.synthetic.state.calibration import Calibration
from ingest.synthetic.state.dice import Bools, Dice, Floats, Ints
from ingest.synthetic.state.tables import null_where
from ingest.synthetic.state.world import World

TOKEN = "Zyx"

_SYLLABLES = ("aba", "bel", "cor", "dun", "eth", "fen", "gil", "hob", "ira", "jun", "kip", "lor", "mip", "nob", "oda",
              "pim", "quo", "rue", "sil", "tam")  # fmt: skip
FIRST_NAMES = (*(TOKEN + each for each in _SYLLABLES), f"{TOKEN}a-{TOKEN}o", f"{TOKEN}é", f"D'{TOKEN}on")
LAST_NAMES = (
    *(f"{TOKEN}{each}{end}" for each in _SYLLABLES for end in ("ton", "ley", "ov")),
    f"{TOKEN}on, Jr.",
    f'{TOKEN} "Zed" Ardley',
    f"O'{TOKEN}ra",
)
PLACEHOLDERS = ("anonymous", "Anon.", "UNKNOWN", "unk", "Refused", "declined", "not given", "N/A", "none", "x", "XX",
                "---", "   ")  # fmt: skip
PHONES = tuple(f"{TOKEN} 555-01{number:02d}" for number in range(100))
ADDRESSES = tuple(f"{number} {TOKEN}{each} Rd" for number in (12, 407, 1180) for each in _SYLLABLES) + tuple(
    f"{number} {TOKEN}{each} St, Apt {number}\n{TOKEN}ville" for number in (3, 8) for each in _SYLLABLES
)
SEARCH_TEXTS = (
    f"Caller {TOKEN}ana gave no last name",
    f'{TOKEN}: the system was down, "try later"',
    f"No names known for {TOKEN}bel's household,\nonly a street",
    f"{TOKEN}: child not identified",
)
COURT_ORDERS = tuple(f"{TOKEN}-JD-{number}" for number in range(100, 200))
COMPLAINANTS = tuple(f"{first} {last}é" for first in FIRST_NAMES[:20] for last in LAST_NAMES[:20:3])
CALLERS = tuple(f"{TOKEN} 555-{number:04d}" for number in range(4000))
CONTACTS = tuple(f"{each}@{TOKEN}.example" for each in FIRST_NAMES[:20]) + PHONES

NAME_POOL_FIRST = FIRST_NAMES + PLACEHOLDERS
NAME_POOL_LAST = LAST_NAMES + PLACEHOLDERS
COMPLAINANT_POOL = COMPLAINANTS + PLACEHOLDERS
CALLER_POOL = (*CALLERS, "anonymous", "Unknown")
# Only placeholders and blanks lack the token: they identify nobody.


def anonymous_chances(world: World, cal: Calibration) -> Floats:
    """Return the chance by reporter type that the name is withheld; over all reports it is the stated share."""
    share, weight = cal.shares("reporter_share"), cal.group("anonymous_weight")
    by_code = {code: float(weight[world.reporter_classes[code]]) for code in share}
    mean = sum(share[code] * by_code[code] for code in share)
    scale = cal.number("anonymous_share") / mean
    return np.array([by_code.get(code, 0.0) * scale for code in world.codes("referrals", "reporter_type")])


def draw_reporter(anonymous: Bools, dice: Dice, cal: Calibration) -> dict[str, Ints]:
    """Draw names, telephone and address as indexes into the pools above, and whether identity was declined."""

    def name(names: int, pool: int) -> Ints:
        placeholder = null_where(dice.whole(names, pool), dice.chance(0.5))
        return np.where(anonymous, placeholder, dice.whole(0, names))

    first = name(len(FIRST_NAMES), len(NAME_POOL_FIRST))
    last = name(len(LAST_NAMES), len(NAME_POOL_LAST))
    last = np.where(anonymous & dice.chance(0.2), dice.whole(0, len(LAST_NAMES)), last)
    stated = dice.chance(cal.number("identity_stated"))
    return {
        "reporter_first_name": first,
        "reporter_last_name": last,
        "reporter_phone": null_where(dice.whole(0, len(PHONES)), (anonymous & dice.chance(0.7)) | dice.chance(0.12)),
        "reporter_address": null_where(dice.whole(0, len(ADDRESSES)), anonymous | dice.chance(0.45)),
        "reporter_declined_identity": null_where(anonymous.astype(np.int64), ~stated),
    }
