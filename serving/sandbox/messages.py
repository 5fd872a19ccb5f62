"""The messages from the process that answers: one letter, the length, and JSON. The reader believes none of them.

C: the columns, as [name, type, kind]. R: rows, as lists of text or null. Z: the end, as [rows, why it is cut].
E: no answer, as [reason, detail].
"""

from __future__ import annotations

import json
import struct
from typing import Any

from serving.sandbox.limits import MESSAGE_BYTES

COLUMNS, ROWS, END, FAILURE = b"C", b"R", b"Z", b"E"
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
HEAD = struct.Struct(">cI")


class NoMessage(ValueError):
    """The bytes are no message of this program."""


def message(kind: bytes, content: bytes) -> bytes:
    """The bytes of one message."""
    return HEAD.pack(kind, len(content)) + content


def encoded(content: object) -> bytes:
    """JSON as bytes of UTF-8."""
    return _ENCODER.encode(content).encode("utf-8")


def head_of(data: bytes | bytearray) -> tuple[bytes, int]:
    """The letter and the length of a message. Raises NoMessage if there is no such letter or it is too long."""
    kind, length = HEAD.unpack(data)
    if kind not in (COLUMNS, ROWS, END, FAILURE) or length > MESSAGE_BYTES:
        raise NoMessage
    return kind, length


def decoded(content: bytes | bytearray) -> list[Any]:
    """The list that a message holds. Raises NoMessage if it holds none."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise NoMessage from None
    if not isinstance(found, list):
        raise NoMessage
    return found
