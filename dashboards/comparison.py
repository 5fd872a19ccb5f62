"""Draws figures beside those of the period before and of a year before, and marks what is not yet complete or final."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboards import frame, markup
from dashboards.cached import cached
from dashboards.markup import Column
from serving import comparison, wording
from serving.definitions import definitions, labels
from serving.published import Published

Row = Mapping[Hashable, Any]


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
) -> str:
    """Make the section for several parts, such as priorities, each with its rows by period and its name at a figure.

    While a period runs, a year before has a column of as many days too, where such counts are published.
    """
    names = labels(cached(definitions, published), [figure.column for figure in figures])
    found = {(part, str(row["relation"])): row for part, rows in parts.items() for row in rows.to_dict("records")}
    if not found:
        return ""
    relations = [each for each in ("", "the period before", "a year before") if any(key[1] == each for key in found)]
    earlier = [each for each in comparison.starts(chosen.period).values() if each and each not in relations]
    same_days = not chosen.period.is_complete and any(
        f"{figures[0].column}_to_date_previous_year" in row for row in found.values()
    )
    heads = [Column("Figure"), *(Column(_head(found, each), numeric=True) for each in relations)]
    if same_days:
        heads.append(Column("A year before, same number of days", numeric=True))
    body = []
    for part in parts:
        for figure in figures:
            row = found.get((part, ""))
            cells = [_cell(found.get((part, each)), figure) for each in relations]
            if same_days:
                same = f"{figure.column}_to_date_previous_year"
                cells.append(wording.NO_RATE if row is None or same not in row else figure.write(row[same]))
            body.append([f"{part}: {names[figure.column]}" if part else names[figure.column], *cells])
    missing = "".join(f'<p class="quiet">Of {each} there are no figures.</p>' for each in dict.fromkeys(earlier))
    return (
        markup.section("Beside the period before and a year before", _text(chosen, found, same_days=same_days))
        + markup.table(caption, heads, body)
        + missing
    )


def _head(found: Mapping[tuple[str, str], Row], relation: str) -> str:
    row = next(row for (_, each), row in found.items() if each == relation)
    covered = row.get("is_covered", row["is_complete"])
    return f"{row['period_label']}{f', {relation}' if relation else ''}{'' if covered else ' (not complete)'}"


def _cell(row: Row | None, figure: Figure) -> str:
    if row is None:
        return wording.NO_RATE
    text = figure.write(row[figure.column])
    share = row.get(figure.share) if figure.share else None
    if not wording.is_missing(share):
        text += f" ({wording.percent(share)})"
    mark = figure.mark(row) if figure.mark is not None else ""
    return f"{text}; {mark}" if mark else text


def _text(chosen: frame.Choice, found: Mapping[tuple[str, str], Row], *, same_days: bool) -> str:
    if all(bool(row.get("is_covered", row["is_complete"])) for row in found.values()):
        return ""
    if chosen.period.is_complete:
        return "A period that is not complete will still rise: what was delivered does not reach its end."
    compare = "compare the shares, or as many days" if same_days else "compare the shares"
    return f"{chosen.period.label} runs on, so its counts will still rise: {compare}."
