"""Today's finding in words: it says what the rows say, and no more."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from serving.attention import words
from serving.figures import Place

STATE = Place("state", "s", "State (whole state)")
COUNTY = Place("county", "c", "Adair County")


def rows(**overdue: int | None) -> pd.DataFrame:
    """One row per kind; overdue by kind, and as many reports that wait."""
    found = [
        {"waits_for": kind, "overdue": number, "reports": number, "longest_days_waiting": number}
        for kind, number in overdue.items()
    ]
    return pd.DataFrame(found).astype({"overdue": "Int64", "reports": "Int64", "longest_days_waiting": "Int64"})


@pytest.mark.parametrize(
    ("now", "before", "place", "said"),
    [
        (rows(initiation=2, finding=5), None, STATE, "2 reports are overdue for initiation"),
        (rows(initiation=1), None, STATE, "1 report is overdue for initiation"),
        (rows(initiation=0, finding=1), None, COUNTY, "1 report is overdue for a finding in Adair County"),
        (rows(initiation=0, finding=0), None, COUNTY, "Nothing is overdue in Adair County"),
        (rows(initiation=None, finding=0), None, STATE, "Nothing that is known is overdue"),
        (rows(initiation=None, finding=None), None, STATE, "What is overdue is not known"),
        (pd.DataFrame(), None, STATE, "What is overdue is not known"),
        (rows(initiation=3), rows(initiation=1), STATE,
         "3 reports are overdue for initiation, 2 more than in the publication before"),
        (rows(initiation=3), rows(initiation=4), STATE,
         "3 reports are overdue for initiation, 1 fewer than in the publication before"),
        (rows(initiation=3), rows(initiation=3), STATE,
         "3 reports are overdue for initiation, as many as in the publication before"),
        (rows(initiation=3), rows(initiation=None), STATE, "3 reports are overdue for initiation"),
        (rows(initiation=3), rows(finding=1), STATE, "3 reports are overdue for initiation"),
        # Nothing is ever overdue for screening, whatever a row says.
        (rows(screening=4), None, STATE, "What is overdue is not known"),
    ],
)  # fmt: skip
def test_the_finding_says_what_the_rows_say(
    now: pd.DataFrame, before: pd.DataFrame | None, place: Place, said: str
) -> None:
    assert words.finding(now, before, place) == said


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (rows(initiation=1), ""),
        (rows(initiation=1, inquiry=2, finding=3),
         "Also overdue: 2 for the end of a preliminary inquiry and 3 for a finding."),
        (rows(screening=1),
         "1 report waits for screening, for which no paragraph sets a time: the longest for 1 day."),
        (rows(initiation=None), "Not assessed, because a column was not delivered: initiation."),
    ],
)  # fmt: skip
def test_what_else_waits(now: pd.DataFrame, said: str) -> None:
    assert words.others(now) == said


def row(signal: str, **cells: Any) -> dict[str, Any]:
    known = {"label": "L", "geography_name": "G", "unit": "share", "value": 0.9, "centre": 0.95}
    return {**known, "lower_limit": 0.92, "upper_limit": 0.98, "signal": signal, **cells}


@pytest.mark.parametrize(
    ("signal", "said"),
    [
        (row("outside"), "L, G: 90.0 %, outside of its limits, 92.0 % to 98.0 %"),
        (row("outside", lower_limit=-0.1, upper_limit=1.2), "L, G: 90.0 %, outside of its limits, 0.0 % to 100.0 %"),
        (row("trend"), "L, G: 90.0 %, one of seven months that rise or fall throughout"),
        (row("two_of_three"), "L, G: 90.0 %, one of two months in three that lie far below the mean, 95.0 %"),
        (row("shift", value=0.96), "L, G: 96.0 %, one of seven months above the mean, 95.0 %"),
        (
            row("shift", unit="reports", value=1200, centre=1100.4),
            "L, G: 1,200, one of seven months above the mean, 1,100",
        ),
        (
            row("shift", unit="hours", value=5, centre=6.25),
            "L, G: 5.0 hours, one of seven months below the mean, 6.2 hours",
        ),
        (row("shift", unit="per_100_reports", value=5, centre=6), "L, G: 5.0, one of seven months below the mean, 6.0"),
    ],
)
def test_a_signal_is_a_sentence(signal: dict[str, Any], said: str) -> None:
    assert words.signal(signal).replace("\N{NO-BREAK SPACE}", " ") == said
