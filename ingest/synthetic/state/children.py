"""What is known of a child. Its number decides, so a child who comes back is the same.

In: the numbers of families and children. Out: numbers and traits.
"""

from __future__ import annotations

import numpy as np

from ingest.synthetic.state.calibration import Calibration
from ingest.synthetic.state.dice import Bools, Floats, Ints

CHILDREN_A_FAMILY = 16
# The second half of a family's numbers is for its children whom no other report names.
FIRST_OF_OTHERS = CHILDREN_A_FAMILY // 2
_SPREAD = 1_000_003


def child_number(family: Ints, child: Ints | int) -> Ints:
    """Return the number of a family's child: the first is 0."""
    return family * CHILDREN_A_FAMILY + child


def spread(number: Ints) -> Ints:
    """Return a whole number under 1,000,003 that looks random and is always the same for a child."""
    return (number * 2_654_435_761) % _SPREAD


def age_at_start(number: Ints) -> Floats:
    """Return the age in years, with its fraction, on the first day of the window."""
    return spread(number) / _SPREAD * 15.0


def has_disability(number: Ints, cal: Calibration) -> Bools:
    """Tell which children are reported to have a disability."""
    return _share(number) < cal.number("child_disability")


def limits_communication(number: Ints, cal: Calibration) -> Bools:
    """Tell which of them can communicate, or care for themselves, a little or not at all."""
    return _share(number) < cal.number("child_limited_communication")


def one_limits_communication(family: Ints, children: Ints, cal: Calibration) -> Bools:
    """Tell which reports have such a child among the family's first `children`."""
    found = np.zeros(len(family), dtype=bool)
    for child in range(int(children.max(initial=0))):
        found |= (child < children) & limits_communication(child_number(family, child), cal)
    return found


def _share(number: Ints) -> Floats:
    share: Floats = (number * 2_246_822_519) % _SPREAD / _SPREAD
    return share
