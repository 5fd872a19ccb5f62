"""The errors that end a command, and the exit codes."""

from __future__ import annotations

DONE = 0
FAILED = 1
WRONG_USAGE = 2
QUARANTINED = 3
HELD = 4


class CommandError(Exception):
    """A command can't go on. The message says what happened and what to do, in plain words, and quotes no extract."""

    exit_code = FAILED


class WrongUsage(CommandError):
    """The command was called with words or settings that it can't follow."""

    exit_code = WRONG_USAGE


def first_that_holds(*codes: int) -> int:
    """The exit code of a command whose parts ended in `codes`: failed before held before quarantined before done."""
    return next((code for code in (FAILED, WRONG_USAGE, HELD, QUARANTINED) if code in codes), DONE)
