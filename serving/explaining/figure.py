"""One figure of a place and its periods, as published, and the questions in SQL that give it again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from serving import explain
from serving.figures import Period, Place
from serving.published import Published

Row = dict[str, Any]

_MOST_PERIODS = 8
OVERSIGHT = "oca"


@dataclass(frozen=True)
class _Source:
    """Where a metric stands in its mart: the columns of its value and interval, and the conditions for its rows."""

    table: str
    value: str
    low: str
    high: str
    conditions: tuple[str, ...]
    has_breakdown: bool

    def columns(self, names: tuple[str, str, str]) -> str:
        """The value and its interval under these names."""
        pairs = zip((self.value, self.low, self.high), names, strict=True)
        return ", ".join(column if column == name else f"{column} as {name}" for column, name in pairs if column)

    def where(self, *more: str) -> str:
        """The condition for the rows of a place."""
        return " and ".join(
            [*self.conditions, "geography_type = $geography_type", "geography_id = $geography_id", *more]
        )


@dataclass(frozen=True)
class Figure:
    """A figure in its place: by period and by part, and in SQL as it is published and as it is counted from rows."""

    periods: list[Row]
    parts: list[Row]
    published_question: str
    counting_question: str


def figure(published: Published, name: str, period: Period, place: Place) -> Figure:
    """Return a figure of the file by the name of its metric. Raises UnknownSubjectError."""
    metric = explain.subject(published, name)
    return Figure(
        periods_of(published, metric, period, place),
        parts_of(published, metric, period, place),
        published_question(published, metric, period, place),
        counting_question(published, metric, period, place),
    )


def periods_of(published: Published, metric: Row, period: Period, place: Place) -> list[Row]:
    """Return the figure in this period and those of its kind before it, the newest first.

    A row has `period_label`, `period_start`, `is_complete`, `value` and, where the file has one, the interval `low` to
    `high`. There is no row where the figure is not published for such a place or such periods.
    """
    source = _source(published, metric, period)
    if source is None:
        return []
    of_all = ("breakdown = 'all'",) if source.has_breakdown else ()
    sql = (
        f"select period_label, period_start, is_complete, {source.columns(('value', 'low', 'high'))} "
        f"from {source.table} where {source.where('period_start <= $start', *of_all)} "
        f"order by period_start desc limit {_MOST_PERIODS}"
    )
    return published.rows(sql, _asked(sql, metric, period, place))


def parts_of(published: Published, metric: Row, period: Period, place: Place) -> list[Row]:
    """Return the figure by priority, then by response type, where its mart has these breakdowns.

    A row has `breakdown`, `part` (null where it is not recorded), `value`, `low` and `high`.
    """
    source = _source(published, metric, period)
    if source is None or not source.has_breakdown:
        return []
    sql = (
        "select breakdown, case breakdown when 'priority' then priority::varchar else response_type end as part, "
        f"{source.columns(('value', 'low', 'high'))} from {source.table} "
        f"where {source.where('period_start = $start')} and breakdown in ('priority', 'response_type') "
        "order by breakdown, part nulls last"
    )
    return published.rows(sql, _asked(sql, metric, period, place))


def published_question(published: Published, metric: Row, period: Period, place: Place) -> str:
    """Return the question in SQL that reads the figure in every period of this kind, or nothing where none can."""
    source = _source(published, metric, period)
    if source is None:
        return ""
    name = str(metric["metric_id"])
    of_all = ("breakdown = 'all'",) if source.has_breakdown else ()
    sql = (
        f"select period_label, {source.columns((name, f'{name}_low', f'{name}_high'))}\nfrom {source.table}\n"
        f"where {source.where(*of_all)}\norder by period_start"
    )
    return _written(sql, _asked(sql, metric, period, place))


def counting_question(published: Published, metric: Row, period: Period, place: Place) -> str:
    """Return the question in SQL that counts the figure again from rows, or nothing where this file can't.

    The oversight office's file holds the rows of its caseload alone, so it would count something else.
    """
    schema, table = _split(metric["counted_from"])
    columns = published.columns(schema, table)
    within = _within(place, columns)
    is_of_rows = schema == "marts" and metric["counted_on"] in columns
    if published.audience == OVERSIGHT or not is_of_rows or within is None:
        return ""
    sql = (
        f"select {metric['sql']} as {metric['metric_id']}\nfrom {metric['counted_from']}\n"
        f"where {metric['counted_on']} between date $start and date $end{within}"
    )
    return _written(sql, {"start": period.start, "end": period.end, "geography_id": place.geography_id})


def _source(published: Published, metric: Row, period: Period) -> _Source | None:
    name, table = str(metric["metric_id"]), str(metric["published_in"])
    columns = published.columns(*_split(table))
    if "period_type" in columns:
        kinds: tuple[str, ...] = ("period_type = $period_type",)
    elif period.period_type == "month":  # a mart without kinds of periods has months alone
        kinds = ()
    else:
        return None
    if name in columns:
        low, high = (f"{name}_{end}" if f"{name}_{end}" in columns else "" for end in ("low", "high"))
        return _Source(table, name, low, high, kinds, "breakdown" in columns)
    if {"measure", "value", "value_low", "value_high"} <= set(columns):
        return _Source(table, "value", "value_low", "value_high", ("measure = $metric_id", *kinds), False)
    return None


def _within(place: Place, columns: list[str]) -> str | None:
    """The condition for rows of a place; None where the rows do not say their county."""
    if place.geography_type == "state":
        return ""
    if "county_fips" not in columns:
        return None
    if place.geography_type == "county":
        return " and county_fips = $geography_id"
    return "\n    and county_fips in (select county_fips from reference.counties where district_id = $geography_id)"


def _asked(sql: str, metric: Row, period: Period, place: Place) -> dict[str, object]:
    """The parameters that a query names."""
    known = {
        "metric_id": metric["metric_id"],
        "period_type": period.period_type,
        "start": period.start,
        "geography_type": place.geography_type,
        "geography_id": place.geography_id,
    }
    return {name: value for name, value in known.items() if f"${name}" in sql}


def _written(sql: str, parameters: Mapping[str, object]) -> str:
    """A query with its values in the place of its parameters, as a person writes it."""
    return re.sub(r"\$(\w+)", lambda found: _literal(parameters[found[1]]), sql)


def _literal(value: object) -> str:
    text = value.isoformat() if isinstance(value, date) else str(value)
    return "'" + text.replace("'", "''") + "'"


def _split(table: object) -> tuple[str, str]:
    schema, _, name = str(table).partition(".")
    return schema, name
