"""The publications that a reader asked for, and what is to be said on stderr before an answer from them."""

from __future__ import annotations

import sys
from datetime import date, datetime

from hotline.terminal.withdrawal_remark import remark_withdrawal
from hotline.warehouse.home import Home
from hotline.warehouse.publications.shelves import Shelf, current_shelf
from hotline.warehouse.settings import Settings


def asked_shelf(home: Home, settings: Settings, audience: str, until: date | datetime | None) -> Shelf:
    """The shelf of the moment `until`, or the current one. Says as of when a rebuild is, and what was taken back.

    Raises CommandError if nothing is published as of the moment.
    """
    shelf = current_shelf(home)
    if until:
        # Seldom asked for, and what it needs takes time to import.
        from hotline.publishing.rebuilds import as_of_sentence, shelf_as_of

        shelf = shelf_as_of(home, settings, audience, until)
        sys.stderr.write(f"{as_of_sentence(shelf, settings, audience)}\n")
    remark_withdrawal(shelf, audience)
    return shelf
