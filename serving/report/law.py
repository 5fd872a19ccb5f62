"""The sections on how the figures are counted and by which law, and on how the report was made."""

from __future__ import annotations

import json
import re
from typing import Any

from serving import wording
from serving.provisions import Provision, paragraphs, resolve
from serving.published import Published
from serving.report.content import Absent, Cell, Column, Section, Table
from serving.report.gaps import counted_extracts
from serving.report.subject import ALL_COUNTS, FIVE, RESPONSES, Subject


def definitions(subject: Subject, authority: str) -> Section:
    """Every figure's definition and citation, and the paragraphs behind the five counts in plain words."""
    known = [subject.metrics[metric] for metric in (*ALL_COUNTS, *RESPONSES) if metric in subject.metrics]
    figures = Table(
        "definitions",
        "How each figure is counted",
        (
            Column("metric_id", "Figure's id", "text", "Id of the figure.", for_data=True),
            Column("figure", "Figure", "text", "Name of the figure.", width=1.2),
            Column("definition", "How it is counted", "text", "How the figure is counted, in plain words.", width=3),
            Column("citation", "Law", "text", "The law behind the figure.", width=1.1),
            Column("counted_from", "Table", "text", "The published table that it is counted from.", for_data=True),
            Column("counted_on", "Day", "text", "The column with the day that it is counted on.", for_data=True),
            Column("sql", "SQL", "text", "How it is counted, in SQL over that table.", for_data=True),
        ),
        tuple(
            (each.metric_id, each.label, each.definition, each.citation, each.counted_from, each.counted_on, each.sql)
            for each in known
        ),
        ("metric_id",),
    )
    law = _paragraphs(subject)
    return Section(
        "definitions",
        "Definitions and law",
        _how_to_read(" ".join(each.citation for each in known), authority),
        tables=(law, figures) if law.rows else (figures,),
    )


def methods(subject: Subject, sources: Table, code_version: str) -> Section:
    """How the figures were made, so that somebody else can make them again."""
    published = subject.published
    return Section(
        "methods",
        "Methods and sources",
        (
            f"The figures are those of publication {published.publication_id}, as of "
            f"{wording.instant(published.as_of)} ({published.time_zone}), made by version {code_version} of the "
            "program. Nothing that was extracted later is in them. The same publication gives the same report, byte "
            "for byte.",
            "Extracts of the case system are read as text. Names, addresses and telephone numbers are dropped while "
            "they are read, and rows that can't be right are set aside. Each report counts once, as its newest version "
            "says. Days are calendar days of the state's clock.",
            "Counts stand as they are: none is rounded or suppressed, small ones included. A missing value is never "
            "counted as 0.",
        ),
        tables=(sources,),
    )


def sources(subject: Subject) -> Table:
    """The extracts behind the figures, with the newest delivery of each."""
    rows = subject.published.rows(
        "select extract, max(extracted_at) as newest, count(*) as files from operations.loads "
        "where status = 'landed' and list_contains($extracts, extract) group by extract order by extract",
        {"extracts": counted_extracts(subject)},
    )
    found = {str(row["extract"]): row for row in rows}
    cells: list[tuple[Cell, ...]] = []
    for extract in counted_extracts(subject):
        row: dict[str, Any] | None = found.get(extract)
        newest: Cell = wording.stamp(row["newest"]) if row and row["newest"] else Absent.NOT_DEFINED
        cells.append((extract, "Delivered" if row else "Not delivered", newest, int(row["files"]) if row else 0))
    return Table(
        "sources",
        "The extracts behind these figures",
        (
            Column("extract", "Extract", "text", "Name of the extract."),
            Column("delivered", "Delivered", "text", "Whether a file of the extract has landed."),
            Column("newest_extracted_at", "Newest extract", "text", "When the case system wrote the newest file, by "
                   "the state's clock.", width=1.4),
            Column("files", "Files", "count", "How many files of the extract have landed.", unit="files"),
        ),
        tuple(cells),
        ("extract",),
    )  # fmt: skip


def code_version_of(published: Published) -> str:
    """The version of the program that made the publication, as its manifest says."""
    try:
        manifest = json.loads(published.path.with_suffix(".json").read_text(encoding="utf-8"))
        return str(manifest.get("code_version") or "unknown")
    except (OSError, ValueError, AttributeError, RecursionError):
        return "unknown"


def _how_to_read(cited: str, authority: str) -> tuple[str, ...]:
    """What the short forms of the citations stand for, where they are used."""
    said = []
    if re.search(r"\bR\(", cited):
        said.append(f"A citation such as R(a) is a paragraph of {authority}.")
    if re.search(r"\bITS \d", cited):
        said.append("One such as ITS 1 is an instruction to its staff.")
    return (" ".join(said),) if said else ()


def _paragraphs(subject: Subject) -> Table:
    """What the cited paragraphs behind the five counts say, in our own words."""
    known: dict[str, Provision] = {}
    if subject.published.has("reference", "provisions"):
        rows = subject.published.rows("select citation, plain_sentence from reference.provisions order by position")
        known = {row["citation"]: Provision(row["citation"], row["plain_sentence"]) for row in rows}
    cited = dict.fromkeys(
        each
        for metric in FIVE
        for each in paragraphs(subject.citation(metric), known.keys())
        if subject.citation(metric)
    )
    found = {each: provision for each in cited for provision in resolve(each, known).values() if provision}
    return Table(
        "law",
        "The paragraphs behind the five counts, in plain words",
        (
            Column("citation", "Paragraph", "text", "Citation of the paragraph."),
            Column("says", "What it says", "text", "The paragraph in plain words; only its own text binds.", width=4),
        ),
        tuple((each, provision.plain_sentence) for each, provision in found.items()),
        ("citation",),
        note="Only the law's own text is binding.",
    )
