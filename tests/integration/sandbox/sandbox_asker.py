"""Runs `hotline` commands one after the other, each in a process of its own, and measures them.

In: one line of JSON per command on stdin: `arguments`, `environment`, and the paths of the files for `output` and
`errors`. Out: one line per command: the exit code, which is minus the number of a signal, and the most bytes that the
command or a process of its held in memory. The imports are made once, before the fork.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

import hotline.commands.answers.sql
import hotline.terminal.pages.answer_table  # noqa: F401  imported once, for every command
from hotline.cli import app
from hotline.terminal.running import run_command


def run(arguments: list[str], environment: dict[str, str], output: str, errors: str) -> NoReturn:
    """Run the command to its end. It has a minute."""
    signal.alarm(60)
    for number, (path, mode) in enumerate([(os.devnull, "rb"), (output, "wb"), (errors, "wb")]):
        with Path(path).open(mode) as file:
            os.dup2(file.fileno(), number)
    os.environ.clear()
    os.environ.update(environment)
    code = run_command(app, arguments)
    sys.stdout.flush()
    os._exit(code)


def main() -> None:
    """Run the commands that stdin asks for."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            run(**json.loads(line))
        _, status, used = os.wait4(child, 0)
        print(os.waitstatus_to_exitcode(status), used.ru_maxrss * 1024, flush=True)


if __name__ == "__main__":
    main()
