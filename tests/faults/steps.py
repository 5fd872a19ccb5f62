"""Draws a step of a command at which to attack it."""

from __future__ import annotations

import random
import re

from under_attack import Outcome

_ID = re.compile(r"(\d{8}T\d{6}Z|empty)-r?[0-9a-f]{10}(-[0-9a-f]{10})?")


def named(text: str) -> str:
    """A step, or a path, without the ids and numbers in it: two writes of one file are one step."""
    return re.sub(r"\d+", "9", _ID.sub("ID", text))


def a_step(undisturbed: Outcome, dice: random.Random) -> int:
    """The number of a step, from 1. Each kind is as likely as any other, however often the command makes it."""
    kinds: dict[str, list[int]] = {}
    for at, step in enumerate(undisturbed.steps, start=1):
        kinds.setdefault(named(step), []).append(at)
    return dice.choice(kinds[dice.choice(sorted(kinds))])


def a_moment(undisturbed: Outcome, dice: random.Random) -> float:
    """Seconds from the beginning of the command, within the time that it takes."""
    return round(undisturbed.seconds * dice.random(), 3)
