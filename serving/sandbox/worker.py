"""The process that answers one question: it reads the question on stdin, and writes messages to what was its stdout.

The first message has the columns; those after it have rows; the last says how the answer ended, or that there is none
and why. The published file is handed to it as an open file, so that it need not know its path.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import duckdb

from serving.sandbox.confine import confine, seal
from serving.sandbox.limits import MESSAGE_BYTES, SHARE_FOR_DUCKDB
from serving.sandbox.messages import COLUMNS, END, FAILURE, ROWS, encoded, message
from serving.sandbox.question import Asked, Refused, Rows, ask

# These errors speak of the question alone; others may quote a row.
_output = -1
_ABOUT_THE_QUESTION = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.ParserException,
    duckdb.SyntaxException,
    duckdb.PermissionException,
)
_STOPPED_BY = re.compile(r"pending query result\nError: ([A-Za-z ]+) Error: ")
_REASONS = {
    "OutofMemoryException": "memory",
    "IOException": "file",
    "SerializationException": "file",
}
_TOO_DEEP = ("expression depth", "memory exhausted", "stack overflow")


def main() -> None:
    """Answer the question on stdin."""
    global _output
    _output = _own_output()
    request = json.loads(sys.stdin.buffer.read())
    confine(request["asker"], request["seconds"], request["memory_bytes"], request["threads"])
    try:
        try:
            con = _opened(request)
        except duckdb.Error:
            _fail("file")
        else:
            _answer(ask(con, request["question"]), request["max_rows"], request["max_bytes"])
    except Refused as error:
        _fail(str(error))
    except (MemoryError, duckdb.OutOfMemoryException):
        _fail("memory")
    except _ABOUT_THE_QUESTION as error:
        _fail_for_the_question(str(error))
    except duckdb.Error as error:
        kind = _kind(error)
        _fail(_REASONS.get(kind, "values"), kind)
    # Nothing is left to tidy up, and DuckDB would take its time.
    os._exit(0)


def _kind(error: duckdb.Error) -> str:
    """The name of the error. While rows are read, DuckDB wraps the error that stopped it into another."""
    inner = _STOPPED_BY.search(str(error))
    return f"{inner[1].replace(' ', '')}Exception" if inner else type(error).__name__


def _own_output() -> int:
    """The stdout for messages alone: DuckDB prints its progress on stdout, and that goes nowhere."""
    output = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return output


def _opened(request: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """The published file as the database `hotline`, alone, read-only, with every setting locked."""
    con = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_persistent_secrets": "false",
            "python_enable_replacements": "false",
            "temp_directory": "",
            "memory_limit": f"{int(request['memory_bytes'] * SHARE_FOR_DUCKDB)}B",
            "threads": request["threads"],
        },
    )
    # /dev/fd names an open file by its number.
    con.execute(f"attach '{Path('/dev/fd') / str(request['file'])}' as hotline (read_only)")
    con.execute("use hotline")
    con.execute("detach memory")
    con.execute("set enable_external_access = false")
    zone = con.execute("select time_zone from reference.jurisdiction").fetchone()
    text = str(zone[0] if zone else "UTC").replace("'", "''")
    con.execute(f"set TimeZone = '{text}'")
    con.execute("set lock_configuration = true")
    seal()
    return con


class _Sender:
    """Sends rows until the answer is cut."""

    def __init__(self, max_rows: int, max_bytes: int) -> None:
        self.rows = 0
        self.cut: str | None = None
        self._max_rows, self._bytes_left = max_rows, max_bytes

    def send(self, rows: Rows) -> None:
        """Send as many of the rows as the answer may have. What is too much for one message goes in halves."""
        allowed = rows[: self._max_rows - self.rows]
        text = encoded(allowed) if allowed else b""
        if len(text) <= min(MESSAGE_BYTES, self._bytes_left):
            if allowed:
                _send(ROWS, text)
            self.rows += len(allowed)
            self._bytes_left -= len(text)
            self.cut = "rows" if len(allowed) < len(rows) else None
        elif len(allowed) == 1:
            self.cut = "row" if len(text) > MESSAGE_BYTES else "bytes"
        else:
            half = len(allowed) // 2
            self.send(rows[:half])
            if not self.cut:
                self.send(rows[half:])


def _answer(asked: Asked, max_rows: int, max_bytes: int) -> None:
    _send(COLUMNS, encoded(asked.columns))
    sender = _Sender(max_rows, max_bytes)
    for rows in asked.rows:
        sender.send(rows)
        if sender.cut:
            break
    _send(END, encoded([sender.rows, sender.cut]))


def _send(kind: bytes, content: bytes) -> None:
    if len(content) > MESSAGE_BYTES:
        raise MemoryError
    left = memoryview(message(kind, content))
    while left:
        left = left[os.write(_output, left) :]


def _fail(reason: str, detail: str = "") -> None:
    _send(FAILURE, encoded([reason, detail]))


def _fail_for_the_question(text: str) -> None:
    """Send DuckDB's words up to where it quotes the question or offers to install something."""
    if any(words in text for words in _TOO_DEEP):
        _fail("too_deep")
    else:
        _fail("wrong", text.split("\n\n")[0][:2000])


if __name__ == "__main__":
    main()
