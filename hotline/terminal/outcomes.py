"""What building and publishing have come to, in words for a person."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from hotline.building.build_file import PassedBuild
from hotline.publishing.publish_build import PublishOutcome
from hotline.terminal.command_documents import RetractedBatch
from hotline.terminal.reporting import Reporting
from ingest.storing.ledger import LoadResult


@dataclass(frozen=True)
class RunOutcome:
    """What became of each file, of the build and of the publication, and how the command ends."""

    loads: list[LoadResult]
    build: PassedBuild
    published: PublishOutcome
    exit_code: int


def tell_run(result: RunOutcome, reporting: Reporting) -> None:
    """Say what a run has built and published; each file was told as soon as it was done."""
    reporting.say(built_sentence(result.build))
    tell_published(result.published, reporting)


def built_sentence(built: PassedBuild) -> str:
    """Which build there is now, its as_of, and whether it was made anew."""
    as_of = "of an empty warehouse"
    if built.as_of:
        as_of = f"as of {built.as_of.astimezone(ZoneInfo(built.time_zone)):%Y-%m-%d %H:%M} {built.time_zone}"
    return f"Build {built.build_id}, {as_of}{'' if built.made else ': the same as before, so it was kept'}."


def tell_published(published: PublishOutcome, reporting: Reporting) -> None:
    """Say what was published, or why nothing was and what to do then."""
    for each in published.warnings:
        reporting.remark(f"Warning: {each}")
    if published.outcome == "held":
        reporting.remark(
            f"Not published: {' '.join(published.reasons)} What is published stays as it was. "
            f"To let it through: hotline release {published.build_id} --reason '…'"
        )
    elif published.outcome == "nothing_new":
        reporting.say("Nothing new to publish: the same is published already.")
    else:
        reporting.say("Published: " + ", ".join(f"{who} {what}" for who, what in published.publications.items()))


def tell_retracted(document: RetractedBatch, reporting: Reporting) -> None:
    """Say what was taken back, and what comes next."""
    back = document.retraction
    reporting.say(f"{back.load_id} ({back.file_name}, {back.rows_in_file:,} rows) is taken back: nothing of it counts.")
    if document.withdrawn:
        reporting.say("What is published from it says so, and stays until the next publication.")
    reporting.say(
        "Next: take the file out of the folder that is delivered, then run 'hotline build' and 'hotline publish', "
        "or 'hotline run' on the right file."
    )
