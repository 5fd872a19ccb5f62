"""Show batches, quarantine, freshness, publications, and what is held and why."""

from __future__ import annotations

from hotline.terminal.print_document import print_json
from hotline.warehouse.errors import DONE
from hotline.warehouse.home import Home
from hotline.warehouse.settings import load_settings
from hotline.warehouse.status_record import read_status


def execute(as_json: bool) -> int:
    """Print the status for the audience of the settings, as tables or as one JSON document."""
    settings = load_settings()
    found = read_status(Home(settings.home), settings)
    if as_json:
        print_json(found)
    else:
        from hotline.terminal.status_page import show_status

        show_status(found)
    return DONE
