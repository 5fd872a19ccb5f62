"""The asker believes nothing that the answering process sends: what is no answer is one sentence, in little memory."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest
from sandbox_fixture import published_home

from serving.sandbox import process
from serving.sandbox.ask import ask
from serving.sandbox.limits import Limits
from serving.sandbox.messages import COLUMNS, END, FAILURE, HEAD, ROWS, encoded, message
from serving.sandbox.refusal import Unanswered

__all__ = ["published_home"]

LIMITS = Limits(seconds=30, memory_bytes=400_000_000, threads=2, max_rows=10, max_bytes=1000)
ONE = message(COLUMNS, encoded([["a", "INTEGER", "whole"]]))
ROW = message(ROWS, encoded([["1"]]))
LONG = b"\xff\xff\xff\xff"

GARBLED = {
    "no message": b"Secretname Secretname",
    "progress": b"\r 50% [          ]",
    "an unknown letter": b"X" + ONE[1:],
    "a length of four gigabytes": b"C" + LONG + b"[",
    "no JSON": message(COLUMNS, b"{["),
    "no list": message(COLUMNS, b'{"a": 1}'),
    "no UTF-8": message(COLUMNS, b'[["\xff", "INTEGER", "whole"]]'),
    "nested without end": message(COLUMNS, b"[" * 1_000_000),
    "a number without end": message(COLUMNS, b"[" + b"1" * 100_000 + b"]"),
    "columns without names": message(COLUMNS, b"[1]"),
    "columns of no kind": message(COLUMNS, encoded([["a", "INTEGER", "whoal"]])),
    "rows before columns": ROW,
    "an end before columns": message(END, encoded([0, None])),
    "columns twice": ONE + ONE,
    "a row that is no list": ONE + message(ROWS, b'["1"]'),
    "a row that is too short": ONE + message(ROWS, b"[[]]"),
    "a row that is too long": ONE + message(ROWS, b'[["1","2"]]'),
    "a cell that is a number": ONE + message(ROWS, b"[[1]]"),
    "a cell that is NaN": ONE + message(ROWS, b"[[NaN]]"),
    "a cell that is a list": ONE + message(ROWS, b'[[["1"]]]'),
    "more rows than the answer may have": ONE + message(ROWS, encoded([["1"]] * 11)),
    "a wrong count": ONE + ROW + message(END, encoded([2, None])),
    "an unknown cut": ONE + ROW + message(END, encoded([1, "pages"])),
    "an end that is a list of lists": ONE + message(END, encoded([[], []])),
    "an unknown reason": message(FAILURE, encoded(["reason", ""])),
    "a failure that is none": message(FAILURE, encoded([1, 2, 3])),
}
ENDED = {
    "nothing": b"",
    "half a head": ONE[:3],
    "half a message": ONE[:-4],
    "no end": ONE + ROW,
    "half of the rows": ONE + ROW[:-3],
}


def answered(file: Path, sent: bytes, monkeypatch: pytest.MonkeyPatch, then: str = "") -> str:
    """The sentence that is said when the process sends these bytes."""
    program = f"import sys; sys.stdin.read(); sys.stdout.buffer.write({sent!r}); sys.stdout.flush(); {then}"
    if len(program) > 100_000:
        program = f"import sys; sys.stdin.read(); sys.stdout.buffer.write({sent[:5]!r} + b'[' * 1000000)"
    monkeypatch.setattr(process, "_START", program)
    rows = []
    with pytest.raises(Unanswered) as error, ask(file, "select 1", LIMITS) as answer:
        rows += [row for chunk in answer for row in chunk]
    assert len(rows) <= LIMITS.max_rows
    sentence = str(error.value)
    assert "Secretname" not in sentence
    assert sentence.isprintable()
    return sentence


@pytest.fixture
def file(published_home: Path) -> Path:
    """The published file."""
    return (published_home / "published" / "administrators.duckdb").resolve()


@pytest.mark.parametrize("sent", [pytest.param(sent, id=name) for name, sent in GARBLED.items()])
def test_what_is_no_answer(file: Path, sent: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "sent something that is no answer" in answered(file, sent, monkeypatch)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@pytest.mark.parametrize("sent", [pytest.param(sent, id=name) for name, sent in ENDED.items()])
def test_an_answer_that_has_no_end(file: Path, sent: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "ended before it had answered" in answered(file, sent, monkeypatch)


@pytest.mark.parametrize(
    "then", ["import os; os.abort()", "import os; os.kill(os.getpid(), 11)", "import os; os._exit(3)"]
)
def test_a_crash(file: Path, monkeypatch: pytest.MonkeyPatch, then: str) -> None:
    assert "ended before it had answered" in answered(file, ONE + ROW, monkeypatch, then)


def test_more_bytes_than_an_answer_may_have(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flood = "\n".join(
        [
            "import sys; sys.stdin.read(); write = sys.stdout.buffer.write",
            f"write({ONE!r})",
            f"while True: write({HEAD.pack(ROWS, 10_000_002)!r} + b'[' + b' ' * 10_000_000 + b']')",
        ]
    )
    monkeypatch.setattr(process, "_START", flood)
    with pytest.raises(Unanswered, match="no answer"), ask(file, "select 1", LIMITS) as answer:
        list(answer)


def test_silence_ends_at_the_deadline(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_START", "import time; time.sleep(600)")
    hasty = Limits(seconds=1, memory_bytes=400_000_000, threads=2, max_rows=10, max_bytes=1000)
    with pytest.raises(Unanswered, match="stopped after 1 seconds"), ask(file, "a" * 900_000, hasty):
        pass


def test_words_of_the_process_are_one_short_line(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "a\nb\x1b[31m" + "c" * 5000
    sentence = answered(file, message(FAILURE, encoded(["wrong", words])), monkeypatch)
    assert sentence.startswith("The question can't be answered: a b [31mccc")
    assert len(sentence) < 700
    assert "(" not in answered(file, message(FAILURE, encoded(["values", "Secretname 1"])), monkeypatch)
