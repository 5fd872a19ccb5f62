"""Draws a step of a command at which to attack it."""

from __future__ import annotations

import random

from under_attack import Outcome


def named(step: str) -> str:
    """A step without what differs from one to the next: two writes of one file are one step."""
    return "".join("9" if each.isdigit() else each for each in step)


def a_step(undisturbed: Outcome, dice: random.Random) -> int:
    """The number of a step, from 1. Each kind is as likely as any other, however often the command makes it."""
    kinds: dict[str, list[int]] = {}
    for at, step in enumerate(undisturbed.steps, start=1):
        kinds.setdefault(named(step), []).append(at)
    return dice.choice(kinds[dice.choice(sorted(kinds))])


def a_moment(undisturbed: Outcome, dice: random.Random) -> float:
    """Seconds from the beginning of the command, within the time that it takes."""
    return round(undisturbed.seconds * dice.random(), 3)
