"""Sets the clock of this process: what the program asks for the time of day gets one that is ahead or behind.

The program takes the time from `datetime.now` alone. tests/faults/test_clock.py holds that it takes it nowhere else.
"""

from __future__ import annotations

import datetime as real
import sys
from typing import Any

_ROOMS = ("hotline", "ingest", "expectations", "serving")


class _IsADatetime(type):
    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, real.datetime)


def set_clock(ahead: float) -> None:
    """Let `datetime.now` be `ahead` seconds later in every module of the program; a negative number is earlier."""
    if not ahead:
        return

    class Shifted(real.datetime, metaclass=_IsADatetime):
        def __new__(cls, *parts: Any, **named: Any) -> real.datetime:  # type: ignore[misc]
            # What it makes goes to other processes, which don't know this class.
            return real.datetime(*parts, **named)  # noqa: DTZ001

        @classmethod
        def now(cls, tz: real.tzinfo | None = None) -> real.datetime:  # type: ignore[override]
            return real.datetime.now(tz) + real.timedelta(seconds=ahead)

    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in _ROOMS and getattr(module, "datetime", None) is real.datetime:
            module.datetime = Shifted  # type: ignore[attr-defined]
