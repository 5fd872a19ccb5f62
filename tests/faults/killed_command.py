"""A command that is killed on the way: `killed_command.py POINT TIMES ARGUMENT...`.

POINT is module:function; the process kills itself with SIGKILL when it is called for the TIMES-th time, before the
function does anything (or after it did everything, where POINT ends in a plus sign). dbt and the judge are stood in
for, so that each run takes a second.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "integration"))

from small_build import FakeJudge, nothing_read, small_dbt

from hotline import build, commands, pipeline
from hotline.cli import app
from hotline.running import run_command


def deadly(function: Callable[..., Any], times: int, after: bool) -> Callable[..., Any]:
    """The function, the last thing that the process does."""
    left = times

    def call(*arguments: Any, **named: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0 and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*arguments, **named)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return call


@contextmanager
def standing_in() -> Iterator[FakeJudge]:
    """A judge that lets everything through."""
    yield FakeJudge()


def main() -> None:
    """Run the command to its death, or to its end where POINT is a dash."""
    point, times, *arguments = sys.argv[1:]
    commands._judge = standing_in  # type: ignore[assignment]
    build.run_dbt = small_dbt  # type: ignore[assignment]
    pipeline.parsed_beside = nothing_read
    build.code_version = lambda: "0+test"  # type: ignore[assignment]
    if point != "-":
        module, _, name = point.removesuffix("+").partition(":")
        place = importlib.import_module(module)
        setattr(place, name, deadly(getattr(place, name), int(times), point.endswith("+")))
    sys.exit(run_command(app, arguments))


if __name__ == "__main__":
    main()
