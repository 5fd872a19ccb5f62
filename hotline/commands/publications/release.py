"""Let a held batch or a held publication through, with a reason in the ledger."""

from __future__ import annotations

from hotline.commands.extracts.ingest import Progress, ingest_files, loads_exit_code
from hotline.commands.publications.publish import publication_exit_code
from hotline.commands.session import writing_session
from hotline.publishing.judge import Judge, start_judge
from hotline.publishing.publish_build import PublishOutcome
from hotline.publishing.release_build import release_build
from hotline.terminal.command_documents import ReleasedBatch
from hotline.terminal.outcomes import TO_PUBLISH, tell_published, tell_what_follows_a_release
from hotline.terminal.reporting import Reporting
from hotline.warehouse.errors import CommandError, WrongUsage
from hotline.warehouse.home import Home
from hotline.warehouse.landed import landing_file
from hotline.warehouse.settings import Settings, load_settings
from ingest.storing import recognise
from ingest.storing.ledger import LoadResult


def execute(held: str, reason: str, as_json: bool) -> int:
    """Release the load or the build that `held` names."""
    if not reason.strip():
        raise WrongUsage("A release needs a reason: say with --reason why it may go through.")
    settings, reporting = load_settings(), Reporting(as_json)
    document: ReleasedBatch | PublishOutcome
    with writing_session(settings, "release") as session, start_judge() as judge:
        if held.upper().startswith(("L", "O")):
            with reporting.files() as progress:
                loads = release_batch(session.home, settings, held.upper(), reason, judge, progress)
            code = loads_exit_code(loads)
            landed = any(each.status == "landed" for each in loads)
            document = ReleasedBatch(loads, list(TO_PUBLISH) if landed else [])
            tell_what_follows_a_release(loads, reporting)
        else:
            document = release_build(session.home, settings, held, reason, judge)
            code = publication_exit_code(document)
            tell_published(document, reporting)
    reporting.document("release", code, document)
    return code


def release_batch(
    home: Home, settings: Settings, load_id: str, reason: str, judge: Judge, progress: Progress
) -> list[LoadResult]:
    """Let a held batch through: its file is read again where it still lies, else the next time it is delivered.

    Raises CommandError if there is no such held batch, if it may not be let through, or if its file is gone.
    """
    with landing_file(home, settings) as con:
        try:
            path = recognise.release(con, load_id, reason)
        except recognise.NeverReleased as held:
            raise CommandError(f"{load_id} can't be released. {held}") from None
    if path is None:
        raise CommandError(f"{load_id} is no batch that is held: 'hotline status' lists those that are.")
    if not path.is_file():
        raise CommandError(
            f"{load_id} is released, but its file is no longer where it was read from: "
            "ingest the same file again, with the same name and manifest, and it will land."
        )
    return ingest_files(home, settings, [path], judge, progress)
