"""Reads the annual report of a fiscal year from one published file, with what was filed before."""

from __future__ import annotations

from collections.abc import Sequence

from serving import figures, wording
from serving.definitions import definitions as read_definitions
from serving.delivery import delivery
from serving.published import Published
from serving.report import counts, gaps, law, response, restated, rows
from serving.report.cells import Row
from serving.report.content import Report
from serving.report.filings import Found
from serving.report.sentences import findings_of
from serving.report.subject import Subject
from serving.report.years import chosen_year, extent, fiscal_years, named
from serving.withdrawn import batches_taken_back, withdrawn_sentence

OFFICE = "Child Abuse and Neglect Hotline"


def subject_of(published: Published, fiscal_year: int) -> Subject:
    """What the report of a year is written from. Raises NoSuchYear if the publication has no figures of it."""
    years = fiscal_years(published)
    return Subject(
        published,
        chosen_year(years, fiscal_year),
        tuple(years),
        figures.places(published)[0],
        read_definitions(published),
        delivery(published),
    )


def read_report(subject: Subject, filed: Sequence[Found], authority: str) -> Report:
    """The report of a year. `filed` has all filings, and `authority` is what the state calls its rule."""
    published, year = subject.published, subject.year
    row: Row = figures.counts(published, year, subject.state).to_dict("records")[0]
    own = [each for each in filed if each.fiscal_year == named(year)]
    code_version = law.code_version_of(published)
    so_far = "" if year.is_covered else ": not complete"
    batches = batches_taken_back(published.path)
    five_counts = counts.five_counts(subject, row)
    outcomes, findings = counts.outcomes(subject, row), counts.findings(subject, row)
    responses, not_assessed = response.responses(subject), gaps.gaps(subject, row)
    assert published.as_of_on is not None  # a publication without a moment has no fiscal year
    return Report(
        jurisdiction_name=published.jurisdiction_name,
        office=OFFICE,
        title=f"Annual report, fiscal year {named(year)}{so_far}",
        fiscal_year=named(year),
        period_label=year.label,
        is_whole=year.is_covered,
        extent=extent(published, year),
        as_of_on=published.as_of_on,
        as_of_text=f"{wording.instant(published.as_of)} ({published.time_zone})",
        audience=published.audience,
        publication_id=published.publication_id,
        code_version=code_version,
        authority=_authority(subject, authority),
        warnings=(f"Withdrawn. {withdrawn_sentence(batches)}",) if batches else (),
        findings=findings_of(subject, row),
        filed=restated.filed_sentence(subject, row, own),
        headlines=counts.headlines(subject, row),
        remarks=(
            five_counts.paragraphs[0],
            outcomes.paragraphs[0],
            findings.paragraphs[0],
            not_assessed.paragraphs[0],
            responses.paragraphs[0],
        ),
        sections=(
            five_counts,
            outcomes,
            counts.anonymity(subject, row),
            findings,
            restated.restated(subject, row, filed),
            not_assessed,
            rows.months(subject),
            rows.years(subject),
            responses,
            rows.counties(subject),
            law.definitions(subject, authority),
            law.methods(subject, law.sources(subject), code_version),
        ),
    )


def _authority(subject: Subject, rule: str) -> str:
    """The law by which the report is made: the state's rule, and what is cited for the reports received."""
    cited = subject.citation("calls_received")
    return f"{rule}, {cited}" if cited else rule
