"""What a command says when it can't go on, and how it ends."""

from __future__ import annotations

DONE = 0
FAILED = 1
WRONG_USAGE = 2
QUARANTINED = 3
HELD = 4


class CommandError(Exception):
    """A command can't go on; the message is one plain sentence and what to do, and quotes no extract."""

    exit_code = FAILED


class WrongUsage(CommandError):
    """The command was asked for something that it can't be asked for."""

    exit_code = WRONG_USAGE


def first_that_holds(*codes: int) -> int:
    """The exit code of a command whose parts ended in `codes`."""
    return next((code for code in (FAILED, WRONG_USAGE, HELD, QUARANTINED) if code in codes), DONE)
