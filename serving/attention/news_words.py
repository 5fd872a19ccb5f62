"""What is new, in words: titles and texts for signals, breaches and deliveries, which say no more than the rows do."""

from __future__ import annotations

import pandas as pd

from serving import wording
from serving.attention.breaches import Changes
from serving.attention.signals import Month
from serving.figures import Place
from serving.published import OVERSIGHT

READINGS = {"concern": "Concern", "improvement": "Improvement", "neutral": "Change"}

NO_MONTH_JUDGED = "No month can be judged yet: a chart needs 13 complete months."
NOTHING_TO_COMPARE = "No earlier publication is kept, so nobody can tell which breaches are new."
NO_RULE_CHANGED = "No rule is broken by more or fewer reports than before."


def signals(month: Month, place: Place) -> tuple[str, str]:
    """Write how many concerns a month has, and how many signals, with those that chance alone would give."""
    concerns = int((month.signals["reading"] == "concern").sum())
    title = "No concern" if not concerns else "1 concern" if concerns == 1 else f"{concerns:,} concerns"
    several = "chart has" if len(month.signals) == 1 else "charts have"
    text = (
        f"{len(month.signals):,} of {month.judged:,} {several} a signal in the newest complete month. Chance alone "
        f"gives one on about 2 of 100 charts, here on about {month.by_chance:,.1f}. A signal is a reason to look, and "
        "proves nothing."
    )
    if place.geography_type == "county":
        text += " Counties have no chart: these are of the county's district."
    return f"{title} in the charts of {month.label}", text


def breaches(changes: Changes, audience: str) -> tuple[str, str]:
    """Write how many breaches are new, or by how many they differ where the file holds no single report."""
    text = f"Compared with the publication as of {wording.instant(changes.before_as_of)}, over reports of all years."
    if changes.new is not None:
        new, gone = len(changes.new), changes.gone or 0
        where = " in the caseload" if audience == OVERSIGHT else ""
        title = f"{new:,} new {'breach' if new == 1 else 'breaches'}{where} since the publication before"
        return title, f"{text} {gone:,} that it had {'is' if gone == 1 else 'are'} there no longer."
    more = int(changes.by_rule["change"].sum())
    title = (
        "As many breaches as in the publication before"
        if more == 0
        else f"{abs(more):,} {'more' if more > 0 else 'fewer'} breaches than in the publication before"
    )
    return title, f"{text} The difference is of those that came less those that are there no longer."


def deliveries(loads: pd.DataFrame, rejected: pd.DataFrame) -> tuple[str, str]:
    """Write how many files are held or refused, how many rows are in quarantine, and which rules those rows break."""
    number = len(stopped(loads))
    if not number:
        title = "No file was delivered" if loads.empty else "No delivered file is held or refused"
    else:
        title = f"{number:,} delivered {'file is' if number == 1 else 'files are'} held or refused"
    text = quarantined(loads) or "No row is in quarantine."
    broken = rejected[rejected["load_id"].isin(_landed(loads)["load_id"])]
    if not broken.empty:
        rules = broken.groupby("rule")["rows_rejected"].sum().sort_values(ascending=False)
        most = ", ".join(f"{str(rule).replace('_', ' ')} ({int(count):,})" for rule, count in rules.head(3).items())
        text += f" The rules of the contract that most rows break: {most}."
    return title, text


def quarantined(loads: pd.DataFrame) -> str:
    """Write how many delivered rows can't be right and count in no figure; empty where none is."""
    number = int(_landed(loads)["rows_quarantined"].fillna(0).sum())
    if not number:
        return ""
    return f"{number:,} {'row is' if number == 1 else 'rows are'} in quarantine and in no figure."


def _landed(loads: pd.DataFrame) -> pd.DataFrame:
    """Of a file that is held nothing landed; once it is let through, its rows are those of another delivery."""
    return loads[~loads["status"].isin(["held", "refused"])]


def stopped(loads: pd.DataFrame) -> pd.DataFrame:
    """Return the deliveries that are held or refused and not settled by another: nothing of them is in a figure."""
    found = loads[loads["status"].isin(["held", "refused"])]
    # A file of an earlier version does not say what settled a delivery.
    return found[found["settled_by"].isna()] if "settled_by" in found else found
