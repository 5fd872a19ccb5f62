"""Reads what a digest says: what waits, what is new since the publication before, and what is held.

A message leaves the warehouse, so it holds counts, and no number of a report or of a complaint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from serving import operations, wording
from serving.attention import breaches, news_words, signals, waiting, words
from serving.attention.earlier import publication_before
from serving.attention.settling import what_settles
from serving.attention.waiting import STATES
from serving.delivery import delivery
from serving.figures import Place, places
from serving.oversight import caseload, complaints
from serving.oversight.words import LISTED, LISTED_BY, REGISTER, STAGES
from serving.published import OVERSIGHT, Published
from serving.withdrawn import batches_taken_back, withdrawn_sentence


@dataclass(frozen=True)
class Table:
    """A table: its caption, the heads of its columns, and its rows. All columns but the first are numbers."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """A part of the digest: its title is its finding, and `sentences` are a list below its text."""

    title: str
    text: str = ""
    sentences: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Digest:
    """One publication's digest. `facts` say for whom, of where and as of when it is; `warning` tells a withdrawal."""

    title: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    warning: str
    sections: tuple[Section, ...]
    foot: str


def read_digest(published: Published, audience_name: str) -> Digest:
    """Return the digest of a publication for its audience, of the whole state."""
    facts = [("Of", published.jurisdiction_name)]
    if published.as_of is not None:
        facts.append(("As of", f"{wording.instant(published.as_of)} ({published.time_zone})"))
        facts.append(("Compared with", _compared(published)))
    facts.append(("For", audience_name))
    batches = batches_taken_back(published.path)
    rows, before, place = pd.DataFrame(), None, None
    if published.as_of is not None:
        place = places(published)[0]
        by_kind = waiting.of_caseload if published.audience == OVERSIGHT else waiting.by_kind
        rows, before = by_kind(published, place), waiting.overdue_before(published, place)
    return Digest(
        title=_title(published, rows, before, place),
        lead=words.others(rows),
        facts=tuple(facts),
        warning=withdrawn_sentence(batches) if batches else "",
        sections=tuple(_sections(published, rows, place)) if place else (_deliveries(published),),
        foot=f"Publication {published.publication_id}. This message holds counts and no single report. A figure that "
        "could not be assessed says so and is never shown as 0.",
    )


def _title(published: Published, rows: pd.DataFrame, before: pd.DataFrame | None, place: Place | None) -> str:
    if place is None:
        return "No figures yet: nothing can wait until a referrals extract has landed"
    found = words.finding(rows, before, place)
    return f"Of the caseload, {found[0].lower()}{found[1:]}" if published.audience == OVERSIGHT else found


def _compared(published: Published) -> str:
    before = publication_before(published)
    if before is None or before.as_of is None:
        return "nothing: no earlier publication is kept"
    return f"the publication as of {wording.instant(before.as_of)}"


def _sections(published: Published, rows: pd.DataFrame, place: Place) -> list[Section]:
    found = [_caseload(published), _complaints(published)] if published.audience == OVERSIGHT else []
    if not rows.empty:
        found.append(_waiting(rows, published.audience == OVERSIGHT))
    return [*found, _signals(published, place), _breaches(published, place), _deliveries(published)]


def _waiting(rows: pd.DataFrame, of_caseload: bool) -> Section:
    heads = ("Waits for", *STATES.values(), "In all", "Days")
    found = words.in_order(rows)
    known = [row for row in found if not wording.is_missing(row["reports"])]
    nothing = [words.KINDS[row["waits_for"]].name.lower() for row in known if row["reports"] == 0]
    body = tuple(
        (
            words.KINDS[row["waits_for"]].name,
            *(wording.count(row[state]) for state in STATES),
            wording.count(row["reports"]),
            _number(row["longest_days_waiting"]),
        )
        for row in found
        if wording.is_missing(row["reports"]) or row["reports"] > 0
    )
    text = "A report counts once for each thing that it waits for, so rows do not add up. Days are of the longest wait."
    if nothing:
        text += f" Nothing waits for: {', '.join(nothing)}."
    return Section(
        "What reports of the caseload wait for" if of_caseload else "What reports wait for",
        text,
        table=Table("Reports that wait for something", heads, body),
    )


def _signals(published: Published, place: Place) -> Section:
    month = signals.newest_month(published, place)
    if month is None or not month.judged:
        return Section("Signals", news_words.NO_MONTH_JUDGED)
    listed = [
        f"{news_words.READINGS[str(row['reading'])]}{', new this month' if row['is_new'] else ''}: {words.signal(row)}."
        for row in month.signals.to_dict("records")
    ]
    return Section(*news_words.signals(month, place), sentences=tuple(listed))


def _breaches(published: Published, place: Place) -> Section:
    changes = breaches.since_before(published, place)
    if changes is None:
        return Section("Breaches since the publication before", news_words.NOTHING_TO_COMPARE)
    title, text = news_words.breaches(changes, published.audience)
    if changes.by_rule.empty:
        return Section(title, f"{text} {news_words.NO_RULE_CHANGED}")
    body = tuple(
        (
            f"{row['label']} ({row['citation']})",
            wording.count(row["broken"]),
            wording.count(row["broken_before"]),
            f"{int(row['change']):+,}",
        )
        for row in changes.by_rule.to_dict("records")
    )
    caption = "Rules that more or fewer reports break than before"
    return Section(title, text, table=Table(caption, ("Rule", "Now", "Before", "Change"), body))


def _deliveries(published: Published) -> Section:
    loads = operations.loads(published)
    title, text = news_words.deliveries(loads, operations.rejections(published))
    listed = [
        f"{row['load_id']}, {wording.plain(row['extract']) or 'extract not known'}: {row['status']}. "
        f"{wording.plain(row['reason'])}".strip()
        + f" {what_settles(row['status'], wording.plain(row['extract']), row['extracted_at_source'])}"
        for row in news_words.stopped(loads).head(10).to_dict("records")
    ]
    return Section(title, text, sentences=tuple(listed))


def _caseload(published: Published) -> Section:
    rows = caseload.caseload(published)
    lacking = delivery(published).lacking(LISTED_BY)
    if lacking and rows.empty:
        return Section("The caseload is not known", lacking)
    changed = caseload.came_and_went(published)
    total = int(rows["reports"].sum()) if not rows.empty else 0
    text = f"Not all of the caseload is known. {lacking} " if lacking else ""
    if changed is not None:
        text += f"Since the publication before, {changed[0]:,} came and {changed[1]:,} went."
    body = tuple(
        (LISTED[str(row["listed_as"])], *(wording.count(row[name]) for name in ("reports", "reports_with_breaches")))
        for row in rows.to_dict("records")
    )
    table = Table("Reports under the office's oversight", ("Listed as", "Reports", "With a breach"), body)
    return Section(f"{total:,} reports in the caseload", text.strip(), table=table)


def _complaints(published: Published) -> Section:
    if REGISTER not in delivery(published).extracts:
        return Section("Complaints are not known", f"The extract {REGISTER} was not delivered.")
    stages = complaints.complaint_clocks(published)
    open_now = int(stages["complaints"].sum())
    body = tuple(
        (STAGES[str(row["stage"])], wording.count(row["complaints"]), _number(row["longest_days_waiting"]))
        for row in stages.to_dict("records")
    )
    table = Table("Complaints by the last stage reached", ("Stage", "Complaints", "Longest wait in days"), body)
    several = "complaint is" if open_now == 1 else "complaints are"
    return Section(f"{open_now:,} {several} open" if open_now else "No complaint is open", table=table)


def _number(value: Any) -> str:
    return wording.NO_RATE if wording.is_missing(value) else f"{int(value):,}"
