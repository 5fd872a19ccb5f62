"""Build every mart into a new file."""

from __future__ import annotations

from datetime import date, datetime

from hotline.building.build_file import build_from_landing
from hotline.commands.session import writing_session
from hotline.terminal.command_documents import build_document
from hotline.terminal.outcomes import built_sentence
from hotline.terminal.reporting import Reporting
from hotline.warehouse.errors import DONE
from hotline.warehouse.seeds.check import require_sound_seeds
from hotline.warehouse.settings import load_settings


def execute(until: date | datetime | None, as_json: bool) -> int:
    """Build from what has landed, or from what had been extracted by the end of the day, or the instant, `until`."""
    settings, reporting = load_settings(), Reporting(as_json)
    require_sound_seeds(settings.jurisdiction)
    with writing_session(settings, "build") as session, reporting.steps("Building") as step:
        built = build_from_landing(session.home, settings, session.lock, until, step)
    reporting.say(built_sentence(built))
    reporting.document("build", DONE, build_document(built))
    return DONE
