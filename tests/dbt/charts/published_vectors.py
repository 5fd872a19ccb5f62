"""Series, rules and funnels as others publish them, with what they publish of each; the files name every source."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from chart_reference import average_range

FOLDER = Path(__file__).parent / "spc_vectors"
SCREEN = Fraction(3267, 1000)
# The letters of the files, and our words.
SIGNALS = {"U": "outside", "T": "trend", "2": "two_of_three", "7": "shift", ".": "common_cause"}
READINGS = {"i": "improvement", "c": "concern", "n": "neutral", ".": "common_cause"}
MEASURES = {
    "hours": "median_hours_priority_1", "calls": "calls_received",
    "share": "share_screened_out", "compliance": "compliance_priority_1",
}  # fmt: skip
EXACT = ("lo95", "up95", "lo998", "up998")
# What may come of a vector.
SAME = "all as published"
SCREENED = "limits differ: NHSRplotthedots leaves out a range"
PAIRED = "two of three differs: a point outside counts"
FEW = "not judged: under 13 points"
FLAT = "not judged: no moving range"


@dataclass(frozen=True)
class Vector:
    """A monthly series. `values` has None for a month that is no point."""

    name: str
    kind: str
    values: tuple[Fraction | None, ...]
    peer: dict[str, Any] | None
    published: dict[str, Any] | None
    unscreened: dict[str, Any] | None
    shift: int
    scale: float

    @property
    def points(self) -> list[Fraction]:
        return [each for each in self.values if each is not None]

    @property
    def is_screened(self) -> bool:
        """Whether NHSRplotthedots leaves a moving range out, those of 3.267 times the average or more."""
        points = self.points
        average = average_range(points)
        return bool(average) and any(abs(after - before) >= SCREEN * average for before, after in pairwise(points))

    def limits(self) -> list[tuple[dict[str, float], float]]:
        """The published centre and limits that must be ours, in the units of `values`, each with its tolerance.

        Where a peer leaves a range out, its limits are not ours, and only those that it gives without that are.
        """
        held = [self.unscreened, None if self.is_screened else self.published]
        names = ("centre", "lower", "upper")
        return [
            (
                {name: (each[name] + self.shift) * self.scale for name in names if name in each},
                each["tolerance"] * self.scale,
            )
            for each in held
            if each and names[1] in each
        ]

    def peer_signals(self) -> list[str]:
        """The signal of each point by NHSRplotthedots, in our words."""
        return [SIGNALS[each[0]] for each in self.peer["signals"].split()] if self.peer else []

    def peer_readings(self) -> list[str]:
        return [READINGS[each] for each in self.peer["points"]] if self.peer else []

    def result(self, signals: list[str]) -> str:
        """What comes of comparing our signals of the points with the peer's."""
        points = self.points
        if len(points) < 13:
            return FEW
        if average_range(points) == 0:
            return FLAT
        if self.is_screened:
            return SCREENED
        return SAME if signals == self.peer_signals() else PAIRED


def read_vectors() -> list[Vector]:
    """The series of xmr.json."""
    return [
        Vector(
            name=each["name"],
            kind=each["kind"],
            values=tuple(_values(each)),
            peer=each["ptd"],
            published=each.get("published"),
            unscreened=each.get("unscreened"),
            shift=each.get("shift", 0),
            scale=each.get("scale", 1),
        )
        for each in _read("xmr.json")["vectors"]
    ]


def _values(vector: dict[str, Any]) -> list[Fraction | None]:
    if "values" in vector:
        return [None if value is None else Fraction(value) for value in vector["values"]]
    return [Fraction(part, whole) if whole else None for part, whole in zip(vector["num"], vector["den"], strict=True)]


@dataclass(frozen=True)
class Rule:
    """A test of one rule: a series within limits, and the points that have the signal, with its direction."""

    number: int
    function: str
    values: tuple[float, ...]
    centre: float
    reach: float
    signal: str
    expected: tuple[int, ...]


def read_rules() -> list[Rule]:
    """The tests of rules.json, each as a series on which only its rule can decide."""
    found = []
    for number, each in enumerate(_read("rules.json")["tests"]):
        function, args, expected = each["fn"], each["args"], each["expected"]
        wide = 1e6
        if function == "one_side":
            rule = (args[0], 0, wide, "shift", _members(expected))
        elif function == "part_of_seven":
            # The function spreads the mark of a run's last point over the run.
            rule = ([each or -0.0 for each in expected], 0, wide, "shift", expected)
        elif function == "seven_trend":
            rule = (args[0], 0, wide, "trend", _members(expected))
        elif function in ("two_in_three", "part_of_two_in_three"):
            # two_in_three marks the whole window, and part_of_two_in_three those points of it that are far out.
            far, side = args
            values = [way * (2.5 if is_far else 1) for is_far, way in zip(far, side, strict=True)]
            rule = (values, 0, 3, "two_of_three", [a and b for a, b in zip(expected, far, strict=True)])
        elif function == "shift_members":
            rule = (args[0], args[1][0], wide, "shift", expected)
        elif function == "trend_members":
            rule = (args[0], 0, wide, "trend", expected)
        else:
            values, low, high = args
            rule = (values, (low + high) / 2, (high - low) / 2, "outside", expected)
        values, centre, reach, signal, marks = rule
        found.append(Rule(number, function, tuple(values), centre, reach, signal, tuple(bool(mark) for mark in marks)))
    return found


def _members(ends: list[int]) -> list[int]:
    """The members of runs of seven of which only the last points are marked."""
    return [max((abs(end) for end in ends[at : at + 7]), default=0) for at in range(len(ends))]


def read_funnels() -> list[tuple[str, list[int], list[int], dict[str, Any]]]:
    """The funnels of funnel.json: name, numerators, denominators, and what R gives for those with a case."""
    return [
        (each["name"], each["num"], each["den"], {**each["r"], **{name: _listed(each["r"][name]) for name in EXACT}})
        for each in _read("funnel.json")["vectors"]
    ]


def _listed(limits: int | list[int]) -> list[int]:
    """R writes a list of one as its only value."""
    return limits if isinstance(limits, list) else [limits]


def _read(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))  # type: ignore[no-any-return]
