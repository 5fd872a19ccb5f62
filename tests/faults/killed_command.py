"""Runs commands that kill themselves on the way, each in a process of its own.

In: one line of JSON per command on stdin: `point`, `times`, `arguments`, `environment`, and the paths of the files for
`output` and `errors`. Out: the exit code on stdout; it is minus the number of the signal if the command was killed.

`point` is module:function. When the function is called for the `times`-th time, the process kills itself with SIGKILL
before the function does anything, or after it has returned if `point` ends in a plus sign. Stand-ins replace dbt and
the judge. The imports of a command are made once, before the fork, so that each run takes a fraction of a second.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

sys.path.insert(0, str(Path(__file__).parents[1] / "integration"))

import duckdb
import pandas  # noqa: F401  DuckDB imports it in every process that binds a value
from small_build import FakeJudge, nothing_read, small_dbt

from hotline.building import build_file
from hotline.cli import app
from hotline.commands import run as daily_job
from hotline.publishing import judge
from hotline.terminal.running import run_command


def deadly(function: Callable[..., Any], times: int, after: bool) -> Callable[..., Any]:
    """Wrap the function, so that its `times`-th call kills the process before it runs, or after it."""
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
    """Give a judge that lets everything through."""
    yield FakeJudge()


def run(
    point: str, times: int, arguments: list[str], environment: dict[str, str], output: str, errors: str
) -> NoReturn:
    """Run the command until it kills itself, or to its end if `point` is a dash. It has two minutes."""
    signal.alarm(120)
    for number, (path, mode) in enumerate([(os.devnull, "rb"), (output, "wb"), (errors, "wb")]):
        with Path(path).open(mode) as file:
            os.dup2(file.fileno(), number)
    os.environ.clear()
    os.environ.update(environment)
    judge.Worker = standing_in  # type: ignore[assignment,misc]
    build_file.run_dbt = small_dbt  # type: ignore[assignment]
    daily_job.parsed_beside = nothing_read
    build_file.code_version = lambda: "0+test"  # type: ignore[assignment]
    if point != "-":
        module, _, name = point.removesuffix("+").partition(":")
        place = importlib.import_module(module)
        setattr(place, name, deadly(getattr(place, name), times, point.endswith("+")))
    sys.exit(run_command(app, arguments))


def main() -> None:
    """Run the commands that stdin asks for, one after the other."""
    # The default connection of duckdb has a thread. A forked process would not have it and could never end it.
    duckdb.default_connection().close()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            run(**json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
