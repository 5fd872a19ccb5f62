"""Take a landed batch back, with a reason in the ledger."""

from __future__ import annotations

from hotline.commands.session import writing_session
from hotline.publishing.reconcile import mark_withdrawn
from hotline.terminal.command_documents import RetractedBatch
from hotline.terminal.outcomes import tell_retracted
from hotline.terminal.reporting import Reporting
from hotline.warehouse.errors import DONE, CommandError, WrongUsage
from hotline.warehouse.home import Home
from hotline.warehouse.landed import contracts_of, landing_file
from hotline.warehouse.settings import Settings, load_settings
from ingest.storing.retract import NotLanded, retract


def execute(load: str, reason: str, as_json: bool) -> int:
    """Take the load back, and say what comes next."""
    if not reason.strip():
        raise WrongUsage("A retraction needs a reason: say with --reason why the batch is taken back.")
    settings, reporting = load_settings(), Reporting(as_json)
    with writing_session(settings, "retract") as session:
        document = retract_batch(session.home, settings, load.strip().upper(), reason.strip())
    tell_retracted(document, reporting)
    reporting.document("retract", DONE, document)
    return DONE


def retract_batch(home: Home, settings: Settings, load_id: str, reason: str) -> RetractedBatch:
    """Take a batch back, and let the publications that were made from it say so.

    What is published stays until the next publication. Raises CommandError if the load is not a landed one.
    """
    with landing_file(home, settings) as con:
        try:
            retraction = retract(con, contracts_of(settings), load_id, reason)
        except NotLanded as error:
            raise CommandError(str(error)) from None
        withdrawn = mark_withdrawn(home, con)
    return RetractedBatch(retraction, withdrawn)
