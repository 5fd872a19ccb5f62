"""Characters that a terminal obeys or hides instead of showing: in goes a text, out comes one that is safe to print."""

from __future__ import annotations

import re

# Control characters, those that turn the direction of writing, end a line or have no width, and halves of characters.
# A line feed is apart: a text of several lines may keep it.
_OBEYED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\ud800-\udfff]"
)


def escaped(text: str) -> str:
    r"""The text with each such character as its number, such as \x1b; line feeds stay."""
    return _OBEYED.sub(_number, text)


def escaped_line(text: str) -> str:
    r"""The text as one line, its line feeds as \x0a."""
    return escaped(text).replace("\n", r"\x0a")


def escaped_in_json(text: str) -> str:
    r"""A document of JSON with each such character in its texts as JSON writes it, such as \u001b.

    In JSON a text holds no control character under 32 as it is, so those that are left stand between values.
    """
    return _OBEYED.sub(lambda found: found[0] if found[0] < " " else _in_json(ord(found[0])), text)


def _number(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _in_json(code: int) -> str:
    if code < 0x10000:
        return f"\\u{code:04x}"
    return f"\\u{0xD800 + ((code - 0x10000) >> 10):04x}\\u{0xDC00 + ((code - 0x10000) & 0x3FF):04x}"
