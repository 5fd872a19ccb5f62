"""The fiscal years of a publication: which there are, how whole each is, and how its days are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from serving import figures, wording
from serving.figures import Period
from serving.published import Published


class NoSuchYear(Exception):
    """The publication has no figures of the fiscal year; the message says which years it has."""


def named(period: Period) -> int:
    """The number of a fiscal year: that of the calendar year in which it ends."""
    return period.end.year


def fiscal_years(published: Published) -> list[Period]:
    """The fiscal years with figures, the newest first."""
    return figures.periods(published, "fiscal_year")


def chosen_year(years: Sequence[Period], fiscal_year: int) -> Period:
    """The fiscal year of this number. Raises NoSuchYear if the publication has no figures of it."""
    found = next((each for each in years if named(each) == fiscal_year), None)
    if found is None:
        raise NoSuchYear(_which_there_are(sorted(named(each) for each in years)))
    return found


def _which_there_are(numbers: Sequence[int]) -> str:
    if not numbers:
        return "The publication has no fiscal year yet: nothing can be counted until a referrals extract has landed."
    if len(numbers) == 1:
        return f"The publication has fiscal year {numbers[0]} alone."
    if len(numbers) == numbers[-1] - numbers[0] + 1:
        return f"The publication has fiscal years {numbers[0]} to {numbers[-1]}."
    listed = ", ".join(str(each) for each in numbers[:-1])
    return f"The publication has fiscal years {listed} and {numbers[-1]}."


def extent(published: Published, year: Period) -> str:
    """When the year begins and ends, and how much of it the figures reach."""
    days = f"{wording.day(year.start)} to {wording.day(year.end)}"
    if year.is_covered:
        return days
    if year.is_complete:
        newest = wording.day(figures.newest_report_on(published))
        return f"{days}. Not complete: the newest report that was delivered was received on {newest}."
    every = wording.days_between(year.start, year.end)
    return f"{days}. Not complete: {year.days_elapsed} of {every} days had begun when the figures were taken."


def begins_late(published: Published, year: Period) -> date | None:
    """The day of the oldest report of all, where it lies within the year and not on its first day: the deliveries may
    not reach its beginning."""
    if not published.has("marts", "statutory_counts_daily"):
        return None
    rows = published.rows(
        "select min(received_on) as oldest_on from marts.statutory_counts_daily where calls_received > 0"
    )
    oldest: date | None = rows[0]["oldest_on"]
    return oldest if oldest and year.start < oldest <= year.end else None
