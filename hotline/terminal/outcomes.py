"""What building and publishing have come to, in words for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from hotline.building.build_file import PassedBuild
from hotline.publishing.publish_build import PublishOutcome
from hotline.terminal.command_documents import RetractedBatch
from hotline.terminal.reporting import Reporting
from ingest.storing.ledger import LoadResult
from serving.genuine import REBUILDS

# The commands that bring what has landed into the published files.
TO_PUBLISH = ("hotline build", "hotline publish")


@dataclass(frozen=True)
class RunOutcome:
    """What became of each file, of the build and of the publication, and how the command ends.

    `build` and `published` are None where nothing has landed yet, so that there was nothing to build.
    """

    loads: list[LoadResult]
    build: PassedBuild | None
    published: PublishOutcome | None
    exit_code: int


def tell_run(result: RunOutcome, reporting: Reporting) -> None:
    """Say what a run has built and published; each file was told as soon as it was done."""
    if result.build is None or result.published is None:
        reporting.remark(
            "Nothing has landed yet, so there is nothing to build or publish: "
            "mend the files as said above, then run this again."
        )
        return
    reporting.say(built_sentence(result.build))
    tell_published(result.published, reporting)


def built_sentence(built: PassedBuild) -> str:
    """Which build there is now, its as_of, and whether it was made anew."""
    as_of = "of an empty warehouse"
    if built.as_of:
        as_of = f"as of {built.as_of.astimezone(ZoneInfo(built.time_zone)):%Y-%m-%d %H:%M} {built.time_zone}"
    return f"Build {built.build_id}, {as_of}{'' if built.made else ': the same as before, so it was kept'}."


def tell_what_follows_a_release(loads: Sequence[LoadResult], reporting: Reporting) -> None:
    """Say how a released batch that has landed gets into the figures."""
    if any(each.status == "landed" for each in loads):
        build, publish = TO_PUBLISH
        reporting.say(f"It has landed, and is not yet in what is published: run '{build}', then '{publish}'.")


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
        files = ", ".join(f"{who} {what}" for who, what in published.publications.items())
        reporting.say(f"Published: {files}")
    if published.outcome != "held" and published.rebuilt_as_of:
        stays = "" if published.is_current else ", beside the current publication, which stays"
        reporting.say(
            f"It is under published/{REBUILDS}/{published.rebuilt_as_of}{stays}. "
            "To ask it: hotline sql or explain with --as-of."
        )


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
