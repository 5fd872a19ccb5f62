"""What has changed since reports were filed: the counts that a filing stated, beside those of now."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from serving import figures, wording
from serving.definitions import definitions, labels
from serving.figures import Period, Place
from serving.published import Published
from serving.report.cells import Row, change
from serving.report.content import Absent, Cell, Column, Section, Table
from serving.report.filings import Found, filed_counts, filings
from serving.report.subject import ALL_COUNTS, FIVE, Subject
from serving.report.years import named


def frozen(published: Published, subject: Subject) -> bytes:
    """The counts of a year, of the state and of each county, as a filing keeps them: JSON, null where not assessed."""
    state = figures.counts(published, subject.year, subject.state).to_dict("records")[0]
    counties = figures.counts_of_counties(published, subject.year).to_dict("records")
    document = {
        "fiscal_year": named(subject.year),
        "period_start": subject.year.start.isoformat(),
        "publication_id": published.publication_id,
        "state": _counts(state),
        "counties": {
            str(row["geography_id"]): {"name": str(row["geography_name"]), **_counts(row)} for row in counties
        },
    }
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


def filed_sentence(subject: Subject, row: Row, found: Sequence[Found]) -> str:
    """What the first page says of filings: when the year was last filed, and which of the five counts changed since."""
    if not found:
        return f"No earlier report of fiscal year {named(subject.year)} has been filed."
    return _since_filed(found[-1], subject.year.start, subject.state, row, subject.published.time_zone, subject.label)


def since_filed(published: Published, reports: Path, period: Period, place: Place, row: Row) -> str | None:
    """What a page says of the filings in the folder `reports`: None unless the figures of a fiscal year were filed.

    Districts are not filed.
    """
    if period.period_type != "fiscal_year" or place.geography_type == "district":
        return None
    found = filings(reports, named(period))
    metrics = definitions(published) if found else {}
    if not found:
        return None
    return _since_filed(
        found[-1], period.start, place, row, published.time_zone, lambda metric: labels(metrics, [metric])[metric]
    )


def _since_filed(last: Found, starts_on: date, place: Place, row: Row, zone: str, label: Callable[[str], str]) -> str:
    day = wording.day(last.filed_on(zone))
    stated = filed_counts(last)
    if stated is not None and stated.get("period_start") != starts_on.isoformat():
        return f"The report that was filed on {day} is of a fiscal year that began on another day."
    if stated is None:
        return (
            f"The report that was filed last ({day}) is not as it was filed, so nothing is compared with it: whoever "
            "runs the warehouse should put it back from a backup."
        )
    of = "the state" if place.geography_type == "state" else "the county"
    counts = stated["state"] if place.geography_type == "state" else stated["counties"].get(place.geography_id, {})
    changed = _changes(counts, row)
    five = [metric for metric in FIVE if metric in changed]
    if not changed:
        return f"This year was filed on {day}. No count of {of} has changed since."
    if not five:
        return f"This year was filed on {day}. None of the five counts of {of} has changed since; others have."
    parts = "; ".join(
        f"{label(metric).lower()} {_text(changed[metric][0])} → {_text(changed[metric][1])}" for metric in five
    )
    return f"This year was filed on {day}. Since then, of {of}: {parts}."


def restated(subject: Subject, row: Row, found: Sequence[Found]) -> Section:
    """The filings of the year, and each count that differs from what the last filing of its year stated."""
    zone = subject.published.time_zone
    own = [each for each in found if each.fiscal_year == named(subject.year)]
    tables = []
    if own:
        tables.append(_filed(own, zone))
    state_rows: list[tuple[Cell, ...]] = []
    compared: list[int] = []
    paragraphs = [filed_sentence(subject, row, own)]
    for year in sorted((each for each in subject.years if each.start <= subject.year.start), key=named, reverse=True):
        of_year = [each for each in found if each.fiscal_year == named(year)]
        stated = _comparable(of_year, year.start)
        if stated is None:
            continue
        compared.append(named(year))
        now = figures.counts(subject.published, year, subject.state).to_dict("records")[0]
        day = of_year[-1].filed_on(zone) or Absent.NOT_DEFINED
        for metric, (then, value) in _changes(stated["state"], now).items():
            state_rows.append((named(year), str(day), metric, subject.label(metric), then, value, change(value, then)))
    changed = {row[0] for row in state_rows}
    if same := [str(each) for each in compared if each not in changed and each != named(subject.year)]:
        years = "fiscal year" if len(same) == 1 else "fiscal years"
        paragraphs.append(f"No count of the state in {years} {', '.join(same)} has changed since it was filed.")
    tables.append(
        _table("restated_state", "Counts of the state that differ from those filed", state_rows, "fiscal_year")
    )
    tables.append(
        _table(
            "restated_counties", "Counts of counties that differ from those filed", _of_counties(subject, own), "county"
        )
    )
    kept = tuple(table for table in tables if table.rows or table.name == "restated_state")
    return Section("restated", "Changes since reports were filed", tuple(paragraphs), tables=kept)


def _of_counties(subject: Subject, own: Sequence[Found]) -> list[tuple[Cell, ...]]:
    stated = _comparable(own, subject.year.start)
    if stated is None:
        return []
    now = {
        str(row["geography_id"]): row
        for row in figures.counts_of_counties(subject.published, subject.year).to_dict("records")
    }
    day = str(own[-1].filed_on(subject.published.time_zone))
    rows: list[tuple[Cell, ...]] = []
    names = {key: str(row["geography_name"]) for key, row in now.items()}
    names |= {key: str(then["name"]) for key, then in stated["counties"].items() if key not in names}
    for county in sorted(names, key=lambda key: (key == figures.UNKNOWN_COUNTY, names[key], key)):
        changed = _changes(stated["counties"].get(county, {}), now.get(county, {}))
        for metric, (then, value) in changed.items():
            if metric in FIVE:
                rows.append((names[county], day, metric, subject.label(metric), then, value, change(value, then)))
    return rows


def _comparable(of_year: Sequence[Found], starts_on: date) -> dict[str, Any] | None:
    """What the last filing of a year stated, where it is as it was filed and the year still begins on that day."""
    stated = filed_counts(of_year[-1]) if of_year else None
    return stated if stated and stated.get("period_start") == starts_on.isoformat() else None


def _filed(own: Sequence[Found], zone: str) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for each in own:
        known = each.filing
        rows.append((
            each.number,
            str(each.filed_on(zone) or ""),
            known.as_of_on if known else "",
            known.publication_id if known else "",
            each.sha256 or "",
            "yes" if each.is_as_filed else "NO: its files were changed",
        ))  # fmt: skip
    return Table(
        "filings",
        "Filed reports of this fiscal year",
        (
            Column("filing", "Filing", "count", "Number of the filing; each after the first restates the one before.",
                   unit="number", width=0.6),
            Column("filed_on", "Filed on", "text", "Day of the filing, by the state's clock.", width=1.1),
            Column("as_of_on", "As of", "text", "Day that the filed figures speak of.", width=1.1),
            Column("publication_id", "Publication", "text", "The publication that the filed figures are from.",
                   width=2.6),
            Column("filing_sha256", "SHA-256 of the filing's manifest", "text", "Hash of the filing's manifest, which "
                   "has the hash of each of its files.", width=3),
            Column("is_as_filed", "As filed", "text", "Whether every file is still as it was filed.", width=1.2),
        ),
        tuple(rows),
        ("filing",),
    )  # fmt: skip


def _table(name: str, title: str, rows: Sequence[tuple[Cell, ...]], first: str) -> Table:
    head = (
        Column("fiscal_year", "Fiscal year", "text", "Fiscal year, named by its end.")
        if first == "fiscal_year"
        else Column("county", "County", "text", "Name of the county.")
    )
    cells = tuple((str(row[0]), *row[1:]) for row in rows)
    return Table(
        name,
        title,
        (
            head,
            Column("filed_on", "Filed on", "text", "Day of the filing, by the state's clock."),
            Column("metric_id", "Figure's id", "text", "Id of the figure.", for_data=True),
            Column("figure", "Figure", "text", "Name of the figure.", width=2),
            Column("filed_value", "As filed", "count", "The figure as it was filed.", unit="reports or allegations"),
            Column("value", "In this report", "count", "The figure now.", unit="reports or allegations"),
            Column("change", "Change", "change", "By how much it rose since.", unit="reports or allegations"),
        ),
        cells,
        (head.name, "metric_id"),
    )


def _counts(row: Row) -> dict[str, int | None]:
    return {metric: None if wording.is_missing(row.get(metric)) else int(row[metric]) for metric in ALL_COUNTS}


def _changes(stated: Mapping[str, Any], now: Row) -> dict[str, tuple[Cell, Cell]]:
    """The counts that differ: as they were filed, and now."""
    found: dict[str, tuple[Cell, Cell]] = {}
    for metric in ALL_COUNTS:
        then = stated.get(metric)
        value = None if wording.is_missing(now.get(metric)) else int(now[metric])
        if then != value:
            found[metric] = (
                Absent.NOT_ASSESSED if then is None else int(then),
                Absent.NOT_ASSESSED if value is None else value,
            )
    return found


def _text(value: Cell) -> str:
    return value.value.lower() if isinstance(value, Absent) else wording.count(value)
