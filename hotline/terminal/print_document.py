"""What a command says to a program: one JSON document on stdout."""

from __future__ import annotations

import sys

from hotline.terminal.control_characters import escaped_in_json
from hotline.warehouse.documents import fields_of, json_text


def print_command_document(command: str, exit_code: int, body: object) -> None:
    """Write the document of a command: its name and its exit code, then the fields of the dataclass `body`."""
    print_json({"command": command, "exit_code": exit_code, **fields_of(body)})


def print_json(document: object) -> None:
    """Write one document."""
    sys.stdout.write(escaped_in_json(json_text(document)))
