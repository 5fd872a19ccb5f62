"""The annual report as plain values: what every form of it says, and nothing of how it looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Literal


class Absent(Enum):
    """Why a cell has no value. None of these is ever written as 0."""

    NOT_ASSESSED = "Not assessed"
    NO_FIGURES = "No figures"
    NOTHING_COUNTED = "–"
    NOT_DEFINED = ""


Cell = int | float | str | date | Absent
Kind = Literal["text", "count", "change", "share", "share_change", "hours", "date"]


@dataclass(frozen=True)
class Column:
    """A column of a table. `name` is for programs and `label` for people.

    `width` is its part of a table's width on paper. A column that is `for_data` stands in the files that programs read,
    and on no page.
    """

    name: str
    label: str
    kind: Kind
    description: str
    unit: str = ""
    citation: str = ""
    width: float = 1.0
    for_data: bool = False


@dataclass(frozen=True)
class Table:
    """A table. The columns of its `key` tell its rows apart. If `summed`, its last row is the sum of the others."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    key: tuple[str, ...]
    note: str = ""
    summed: bool = False


@dataclass(frozen=True)
class Bar:
    """One month of a chart: its count, and the count of the same month a year before; None where there is none."""

    label: str
    value: int | None
    before: int | None
    is_whole: bool


@dataclass(frozen=True)
class Chart:
    """Bars by month. `description` tells somebody who can't see the chart what it shows."""

    title: str
    description: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Section:
    """A part of the report under its heading."""

    name: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    chart: Chart | None = None
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Headline:
    """One of the five counts, as it stands at the head of the first page. `reason` says why it was not assessed."""

    metric_id: str
    label: str
    citation: str
    value: Cell
    share: Cell
    note: str
    reason: str


@dataclass(frozen=True)
class Report:
    """The annual report of a fiscal year, from one publication.

    `is_whole`: the year has ended and the deliveries reach its end. `warnings` say before everything else why figures
    can't be relied on. `findings` are the sentences that the five counts come to, and `remarks` what must be known to
    read them.
    """

    jurisdiction_name: str
    office: str
    title: str
    fiscal_year: int
    period_label: str
    is_whole: bool
    extent: str
    as_of_on: date
    as_of_text: str
    audience: str
    publication_id: str
    code_version: str
    authority: str
    warnings: tuple[str, ...]
    findings: tuple[str, ...]
    filed: str
    headlines: tuple[Headline, ...]
    remarks: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, in the order of the report."""
        return tuple(table for section in self.sections for table in section.tables)
