"""Tells on stderr whoever asks a publication that batches which it was made from were taken back."""

from __future__ import annotations

import sys

from hotline.warehouse.publications.published_files import current_file
from hotline.warehouse.publications.shelves import Shelf
from serving.withdrawn import batches_taken_back, withdrawn_sentence


def remark_withdrawal(shelf: Shelf, audience: str) -> None:
    """Say it of what the audience reads on the shelf; say nothing where nothing was taken back."""
    file = current_file(shelf, audience)
    batches = batches_taken_back(file) if file else 0
    if batches:
        sys.stderr.write(f"{withdrawn_sentence(batches)}\n")
