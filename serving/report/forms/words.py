"""What the pages say around the figures, once for paper and for the screen."""

from __future__ import annotations

from serving import wording
from serving.report.cells import written
from serving.report.content import Headline, Report

# The lines of the block in which somebody signs the report.
SIGNATURE = ("Submitted by", "Title", "Signature", "Date")

LANGUAGE = "en"

# How to read the chart by month.
LEGEND = "Bar: this fiscal year, hollow where the month is not complete. Line: the same month a year before."


def document_title(report: Report) -> str:
    """The title of the document, for its window, its properties and its cover."""
    return f"{report.jurisdiction_name}, {report.office}: {report.title}"


def foot(report: Report) -> str:
    """What stands at the foot of every page."""
    return f"Publication {report.publication_id} · as of {wording.day(report.as_of_on)}"


def value_of(count: Headline) -> str:
    """One of the five counts as it stands at the head."""
    return written(count.value, "count")


def below(count: Headline) -> tuple[str, ...]:
    """The lines below one of the five counts: its share, the year before, or why it was not assessed."""
    share = f"{wording.percent(count.share)} of the reports received" if isinstance(count.share, float) else ""
    return tuple(line for line in (share, count.note, count.reason) if line)
