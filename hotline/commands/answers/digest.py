"""Write what an audience's page Today says as a message: HTML and plain text for the operator's own mail."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from dashboards.pages import AUDIENCES
from hotline.publishing.report_files import write_report
from hotline.terminal.asked_shelf import asked_shelf
from hotline.terminal.print_document import print_json
from hotline.terminal.print_line import print_line
from hotline.warehouse.audiences import known_audience
from hotline.warehouse.errors import DONE, CommandError
from hotline.warehouse.home import Home
from hotline.warehouse.settings import load_settings
from serving.digest.content import read_digest
from serving.digest.html_message import html_message
from serving.digest.text_message import text_message
from serving.published import open_published


def execute(audience: str | None, to: Path | None, until: date | datetime | None, as_json: bool) -> int:
    """Write the two files into a folder, and print the finding. `until` asks the rebuild as of a moment instead.

    Raises WrongUsage if there is no such audience, CommandError if nothing is published for it, NotAsPublished if what
    is published was changed.
    """
    settings = load_settings()
    who = known_audience(audience or settings.audience)
    published = open_published(asked_shelf(Home(settings.home), settings, who, until).link(who), who)
    if published is None:
        raise CommandError(
            f"Nothing is published for {who} yet: run 'hotline run' on a folder of extracts, or 'hotline demo'."
        )
    digest = read_digest(published, AUDIENCES[who])
    folder = (to or Path()).absolute()
    stem = f"hotline-digest-{who}"
    written = write_report(folder, {f"{stem}.html": html_message(digest), f"{stem}.txt": text_message(digest)})
    if as_json:
        print_json(
            {
                "command": "digest",
                "exit_code": DONE,
                "audience": who,
                "publication_id": published.publication_id,
                "title": digest.title,
                "warning": digest.warning,
                "files": written,
            }
        )
    else:
        print_line(digest.warning or digest.title)
        print_line(" and ".join(each.path for each in written))
    return DONE
