"""Make the annual report of a fiscal year, and file it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hotline.building.state_words import state_words
from hotline.commands.session import writing_session
from hotline.publishing.filing import file_report, filed_before
from hotline.publishing.report_files import WrittenFile, write_report
from hotline.terminal.asked_shelf import asked_shelf
from hotline.terminal.print_document import print_json
from hotline.terminal.print_line import print_line
from hotline.warehouse.audiences import AGENCY, known_audience
from hotline.warehouse.errors import DONE, CommandError, WrongUsage
from hotline.warehouse.home import Home
from hotline.warehouse.settings import Settings, load_settings
from serving.published import Published, open_published
from serving.report.content import Report
from serving.report.filings import Found, filings
from serving.report.forms import FORMS
from serving.report.read import read_report, subject_of
from serving.report.restated import frozen
from serving.report.subject import Subject
from serving.report.years import NoSuchYear
from serving.withdrawn import batches_taken_back
from serving.wording import day


def execute(
    fiscal_year: int,
    form: str | None,
    to: Path | None,
    audience: str | None,
    until: date | datetime | None,
    file: bool,
    as_json: bool,
) -> int:
    """Write the report's files into a folder, in all forms or in those asked for; with `file`, keep them all for ever.

    `until` asks the rebuild as of a moment, instead of the current publication.
    """
    forms = _forms(form)
    settings = load_settings()
    who = known_audience(audience or settings.audience)
    if file and who != AGENCY:
        raise WrongUsage(f"The annual report is filed from the file of {AGENCY}: leave --audience out, or --file.")
    folder = (to or Path(f"report-fy{fiscal_year}")).absolute()
    if file:
        with writing_session(settings, "report"):
            published, subject, report = _read(settings, who, until, fiscal_year)
            files = _made(report, tuple(FORMS))
            written = write_report(folder, _of_forms(files, forms))
            filed, is_new = _filed(Home(settings.home), published, subject, report, files)
    else:
        published, subject, report = _read(settings, who, until, fiscal_year)
        written = write_report(folder, _of_forms(_made(report, forms), forms))
        filed, is_new = None, False
    if as_json:
        print_json({"command": "report", "exit_code": DONE, **_document(report, written, filed, is_new)})
    else:
        _tell(report, folder, written, filed, is_new, subject)
    return DONE


def _forms(asked: str | None) -> tuple[str, ...]:
    """The forms asked for, each once; all of them where none is."""
    if asked is None:
        return tuple(FORMS)
    names = [each.strip().lower() for each in asked.split(",")]
    for name in names:
        if name not in FORMS:
            raise WrongUsage(f"There is no format '{name}': there are {', '.join(FORMS)}.")
    return tuple(each for each in FORMS if each in names)


def _read(
    settings: Settings, who: str, until: date | datetime | None, fiscal_year: int
) -> tuple[Published, Subject, Report]:
    """Read the report. Raises CommandError if nothing is published, or nothing of that year."""
    home = Home(settings.home)
    published = open_published(asked_shelf(home, settings, who, until).link(who), who)
    if published is None:
        raise CommandError(
            f"Nothing is published for {who} yet: run 'hotline run' on a folder of extracts, or 'hotline demo'."
        )
    try:
        subject = subject_of(published, fiscal_year)
    except NoSuchYear as none:
        raise CommandError(f"There are no figures of fiscal year {fiscal_year}. {none}") from None
    rule = state_words(settings.jurisdiction).names["rule"]
    return published, subject, read_report(subject, filings(home.reports), rule)


def _made(report: Report, forms: tuple[str, ...]) -> dict[str, dict[str, bytes]]:
    return {form: FORMS[form](report) for form in forms}


def _of_forms(files: Mapping[str, Mapping[str, bytes]], forms: tuple[str, ...]) -> dict[str, bytes]:
    return {name: content for form in forms for name, content in files[form].items()}


def _filed(
    home: Home, published: Published, subject: Subject, report: Report, files: dict[str, dict[str, bytes]]
) -> tuple[Found, bool]:
    """File the report, unless it was filed from this publication before. Returns the filing, and whether it is new."""
    if batches_taken_back(published.path):
        raise CommandError(f"{report.warnings[0]} Publish again, then file the report.")
    earlier = filed_before(home, report.fiscal_year, published.publication_id)
    if earlier:
        return earlier, False
    kept = _of_forms(files, tuple(FORMS))
    return file_report(home, published, report, kept, frozen(published, subject)), True


def _document(report: Report, written: list[WrittenFile], filed: Found | None, is_new: bool) -> dict[str, Any]:
    return {
        "fiscal_year": report.fiscal_year,
        "title": report.title,
        "is_whole": report.is_whole,
        "audience": report.audience,
        "publication_id": report.publication_id,
        "as_of": report.as_of_text,
        "warnings": list(report.warnings),
        "findings": list(report.findings),
        "since_filed": report.filed,
        "files": written,
        "filing": filed and {
            "number": filed.number,
            "folder": str(filed.folder),
            "sha256": filed.sha256,
            "filed_at": filed.filing.filed_at if filed.filing else None,
            "is_as_filed": filed.is_as_filed,
            "is_new": is_new,
        },
    }  # fmt: skip


def _tell(
    report: Report, folder: Path, written: list[WrittenFile], filed: Found | None, is_new: bool, subject: Subject
) -> None:
    """Say where the report is, what it says first, and what was replaced."""
    print_line(f"{report.title}, as of {report.as_of_text}")
    print_line(" ".join(report.findings))
    print_line(report.filed)
    print_line(f"{folder}: {_outcomes(written)}")
    replaced = [Path(each.path).relative_to(folder).as_posix() for each in written if each.outcome == "replaced"]
    if replaced:
        sys.stderr.write(f"Other files of these names were replaced: {', '.join(replaced)}\n")
    if filed:
        filed_on = day(filed.filed_on(subject.published.time_zone))
        said = "is filed" if is_new else f"was filed from this publication on {filed_on}, and is not filed again"
        print_line(f"It {said}: {filed.folder}, SHA-256 of its filing.json {filed.sha256}")
        if is_new and not report.is_whole:
            sys.stderr.write(
                "The fiscal year is not complete, and the filed report says so: file it again when it is.\n"
            )


def _outcomes(written: list[WrittenFile]) -> str:
    """How many files were written, replaced or left as they were."""
    counted = {name: sum(each.outcome == name for each in written) for name in ("written", "replaced", "unchanged")}
    return ", ".join(
        f"{number} {'file' if number == 1 else 'files'} {name}" for name, number in counted.items() if number
    )
