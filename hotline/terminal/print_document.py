"""What a command says to a program: one JSON document on stdout."""

from __future__ import annotations

import sys

from hotline.warehouse.documents import json_text


def print_json(document: object) -> None:
    """Write one document to stdout."""
    sys.stdout.write(json_text(document))
