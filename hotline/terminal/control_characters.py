"""Characters that a terminal would obey instead of showing: in goes a text, out comes one that is safe to print."""

from __future__ import annotations

import re

# Control characters, and those that turn the direction of writing or end a line. A line feed may stay.
_OBEYED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def escaped(text: str) -> str:
    r"""The text with each such character as its number, such as \x1b."""
    return _OBEYED.sub(_number, text)


def escaped_in_json(text: str) -> str:
    r"""A document of JSON with each such character in its texts as JSON writes it, such as \u001b.

    In JSON a text holds no control character under 32 as it is, so those that are left stand between values.
    """
    return _OBEYED.sub(lambda found: found[0] if found[0] < " " else f"\\u{ord(found[0]):04x}", text)


def _number(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
