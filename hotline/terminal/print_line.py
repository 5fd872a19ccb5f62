"""Prints one line on stdout for a command that has little to say."""

from __future__ import annotations

import sys

from hotline.terminal.control_characters import escaped_line


def print_line(text: str) -> None:
    """Write one line; control characters in it are shown by their number."""
    sys.stdout.write(f"{escaped_line(text)}\n")
