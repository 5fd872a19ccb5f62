"""Publish the newest build that passed, one file per audience."""

from __future__ import annotations

from hotline.commands.session import writing_session
from hotline.publishing.judge import start_judge
from hotline.publishing.publish_build import PublishOutcome, publish_newest_build
from hotline.terminal.outcomes import tell_published
from hotline.terminal.reporting import Reporting
from hotline.warehouse.errors import DONE, HELD
from hotline.warehouse.settings import load_settings


def execute(as_json: bool) -> int:
    """Judge the newest build and publish it, or say why it was held."""
    settings, reporting = load_settings(), Reporting(as_json)
    with writing_session(settings, "publish") as session, start_judge() as judge, reporting.waiting("Publishing"):
        published = publish_newest_build(session.home, settings, judge)
    code = publication_exit_code(published)
    tell_published(published, reporting)
    reporting.document("publish", code, published)
    return code


def publication_exit_code(published: PublishOutcome) -> int:
    """4 if the publication was held, else 0."""
    return HELD if published.outcome == "held" else DONE
