"""Explain a rule, a metric or a report from one audience's published file, or list the rules and metrics."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from hotline.terminal.asked_shelf import asked_shelf
from hotline.terminal.print_document import print_json
from hotline.warehouse.audiences import known_audience
from hotline.warehouse.errors import DONE, CommandError, WrongUsage
from hotline.warehouse.home import Home
from hotline.warehouse.publications.shelves import Shelf
from hotline.warehouse.settings import load_settings
from serving import explain, explain_report
from serving.published import Published, open_published

# A sentence quotes so many characters of what was typed; no name of a rule or a metric is longer.
_QUOTED = 60
_LIST = "'hotline explain' lists all rules and metrics."


def execute(
    subject: str | None,
    referral: str | None,
    on: date | None,
    audience: str | None,
    until: date | datetime | None,
    as_json: bool,
) -> int:
    """Print the explanation for a person, or as one JSON document.

    `until` asks the rebuild as of a moment, instead of the current publication.
    """
    if referral is not None and (subject is not None or on is not None):
        raise WrongUsage("Ask for one thing at a time: a rule or a metric, or --referral with a report's number alone.")
    settings = load_settings()
    who = known_audience(audience or settings.audience)
    shelf = asked_shelf(Home(settings.home), settings, who, until)
    document = explanation(shelf, who, subject, referral, on)
    if as_json:
        print_json({"command": "explain", "exit_code": DONE, **document})
    else:
        # rich takes 50 ms to import, and the document needs none of it.
        from hotline.terminal.pages.explain_page import show_explanation

        show_explanation(document)
    return DONE


def explanation(
    shelf: Shelf, audience: str, subject: str | None, referral_id: str | None, on: date | None
) -> dict[str, Any]:
    """The explanation as plain values, with the audience and the publication that it is from.

    Raises CommandError where nothing is published or no such report is in the file, WrongUsage where no rule and no
    metric has the name.
    """
    published = open_published(shelf.link(audience), audience)
    if published is None:
        raise CommandError(
            f"Nothing is published for {audience} yet: run 'hotline run' on a folder of extracts, or 'hotline demo'."
        )
    if referral_id is not None:
        found = _report(published, referral_id)
    elif subject is not None:
        found = _subject(published, subject, on)
    else:
        found = {"kind": "list", **explain.subjects(published)}
    return {
        **found,
        "audience": audience,
        "publication_id": published.publication_id,
        "as_of": published.as_of,
        "time_zone": published.time_zone,
    }


def _subject(published: Published, name: str, on: date | None) -> dict[str, Any]:
    try:
        return explain.subject(published, name, on)
    except explain.UnknownSubjectError as unknown:
        quoted = "".join(each for each in name[:_QUOTED] if each.isprintable())
        near = f"; near it are {', '.join(unknown.near)}" if unknown.near else ""
        raise WrongUsage(f"There is no rule and no metric '{quoted}'{near}: {_LIST}") from None


def _report(published: Published, referral_id: str) -> dict[str, Any]:
    if not explain_report.holds_reports(published):
        raise CommandError(
            f"The {published.audience} file holds figures and no single report: "
            "ask with --audience analysts or --audience oca, where you may read these."
        )
    found = explain_report.report(published, referral_id.strip())
    if found is None:
        # The number is not repeated: it may be that of a report, or anything at all.
        raise CommandError(
            f"There is no current report with that number in the {published.audience} file: "
            "look at its digits, and at whether this audience may see it."
        )
    return found
