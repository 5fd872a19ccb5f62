"""Draws figures beside those of the period before and of a year before, and marks what is not yet complete or final."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from dashboards import frame, markup
from dashboards.cached import cached
from dashboards.markup import Column
from serving import comparison, wording
from serving.definitions import definitions, labels
from serving.published import Published

Row = Mapping[Hashable, Any]
# What columns end in that hold a stretch of a running period: its days so far, and as many of the year before.
TO_DATE, SAME_DAYS = "_to_date", "_to_date_previous_year"


@dataclass(frozen=True)
class Figure:
    """A figure to compare: its column, that of its share where there is one, how it is written, and a mark."""

    column: str
    share: str = ""
    write: Callable[[Any], str] = wording.count
    mark: Callable[[Row], str] | None = None


def draw(published: Published, chosen: frame.Choice, table: str, figures: Sequence[Figure], caption: str) -> str:
    """Make the section for a mart with one row per period and place."""
    rows = cached(comparison.side_by_side, published, table, chosen.period, chosen.place)
    return section(published, chosen, {"": rows}, figures, caption)


def section(
    published: Published,
    chosen: frame.Choice,
    parts: Mapping[str, pd.DataFrame],
    figures: Sequence[Figure],
    caption: str,
    same_days_note: str = "",
) -> str:
    """Make the section for several parts, such as priorities, each with its rows by period and its name at a figure.

    While a period runs, a year before has a column of as many days too, where such figures are published, and so have
    the ended days of the period itself. `same_days_note` says what a reader of these must know.
    """
    names = labels(cached(definitions, published), [figure.column for figure in figures])
    found = {(part, str(row["relation"])): row for part, rows in parts.items() for row in rows.to_dict("records")}
    if not found:
        return ""
    relations = [each for each in ("", "the period before", "a year before") if any(key[1] == each for key in found)]
    earlier = [each for each in comparison.starts(chosen.period).values() if each and each not in relations]
    heads = [Column("Figure"), *(Column(_head(found, each), numeric=True) for each in relations)]
    stretches = {} if chosen.period.is_complete else _stretches(found, figures[0].column)
    heads += [Column(head, numeric=True) for head in stretches.values()]
    body = []
    for part in parts:
        for figure in figures:
            row = found.get((part, ""))
            cells = [_cell(found.get((part, each)), figure) for each in relations]
            cells += [_cell(_of_stretch(row, each), figure) for each in stretches]
            body.append([f"{part}: {names[figure.column]}" if part else names[figure.column], *cells])
    missing = "".join(f'<p class="quiet">Of {each} there are no figures.</p>' for each in dict.fromkeys(earlier))
    return (
        markup.section("Beside the period before and a year before", _text(chosen, found, stretches))
        + markup.table(caption, heads, body)
        + (f"<p>{escape(same_days_note)}</p>" if same_days_note and stretches else "")
        + missing
    )


def _stretches(found: Mapping[tuple[str, str], Row], column: str) -> dict[str, str]:
    """Return the heads of the stretches of which the figure is published, by what their columns end in."""
    heads = {TO_DATE: "Days ended so far", SAME_DAYS: "A year before, same number of days"}
    return {end: head for end, head in heads.items() if any(f"{column}{end}" in row for row in found.values())}


def _of_stretch(row: Row | None, end: str) -> Row | None:
    """Return the figures of a stretch under the names that they have in a whole period."""
    if row is None:
        return None
    return {str(name).removesuffix(end): value for name, value in row.items() if str(name).endswith(end)}


def _head(found: Mapping[tuple[str, str], Row], relation: str) -> str:
    row = next(row for (_, each), row in found.items() if each == relation)
    covered = row.get("is_covered", row["is_complete"])
    return f"{row['period_label']}{f', {relation}' if relation else ''}{'' if covered else ' (not complete)'}"


def _cell(row: Row | None, figure: Figure) -> str:
    if row is None or figure.column not in row:
        return wording.NO_RATE
    text = figure.write(row[figure.column])
    share = row.get(figure.share) if figure.share else None
    if not wording.is_missing(share):
        text += f" ({wording.percent(share)})"
    mark = figure.mark(row) if figure.mark is not None else ""
    return f"{text}; {mark}" if mark else text


def _text(chosen: frame.Choice, found: Mapping[tuple[str, str], Row], stretches: Collection[str]) -> str:
    if all(bool(row.get("is_covered", row["is_complete"])) for row in found.values()):
        return ""
    if chosen.period.is_complete:
        return "A period that is not complete will still rise: what was delivered does not reach its end."
    compare = "compare the shares, or as many days" if stretches else "compare the shares"
    if TO_DATE in stretches:
        compare = "compare the days that have ended with as many a year before"
    return f"{chosen.period.label} runs on, so its counts will still rise: {compare}."
