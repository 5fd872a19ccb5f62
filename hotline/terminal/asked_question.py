"""The question that a person asks in SQL: from the command line, from a file or from standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from hotline.warehouse.errors import CommandError, WrongUsage
from serving.sandbox.limits import QUESTION_BYTES


def asked_question(question: str | None, file: Path | None) -> str:
    """Return the question, or what stands in `file` or, without either, on standard input. A file `-` is the latter.

    Raises WrongUsage if there are two questions or none, CommandError if the file can't be read as UTF-8.
    """
    if question is not None and file is not None:
        raise WrongUsage("Give the question or a file that has it, not both.")
    if question is not None:
        return question
    if file is None and sys.stdin.isatty():
        raise WrongUsage(
            'There is no question: give it in quotes, as in hotline sql "show all tables", or --from FILE.'
        )
    if file is None or str(file) == "-":
        return _text(sys.stdin.buffer, "Standard input")
    try:
        with file.open("rb") as opened:
            return _text(opened, "The file of the question")
    except OSError as error:
        raise CommandError(f"The file of the question can't be read: {error.strerror or 'unknown error'}.") from None


def _text(source: BinaryIO, what: str) -> str:
    """Read one byte more than a question may have, so that one that is too long is refused as such."""
    try:
        return source.read(QUESTION_BYTES + 1).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CommandError(f"{what} is no text in UTF-8: save the question as UTF-8.") from None
