"""Runs commands of the program under attack, each in a process of its own that forks from this one.

In: one line of JSON per command on stdin, a `Command`. Out: one line of JSON on stdout, an `Ended`.

This process has imported everything that a command imports, and what dbt and the judge import. So a command with its
real dbt and its real judge is there in milliseconds. Every change that the command and its children make to files comes
by here (system_calls.py), and may be where the command is killed or where the disk is full.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NoReturn

os.environ["GX_ANALYTICS_ENABLED"] = "false"
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import dbt.adapters.duckdb.impl
import dbt.cli.main  # noqa: F401
import duckdb
import pandas  # noqa: F401  DuckDB imports it in every process that binds a value
import pyarrow.parquet  # noqa: F401
import system_calls
from clock import set_clock
from privileges import obey_mode_bits
from small_build import FakeJudge, nothing_read, small_dbt
from spare_processes import make_spares

from hotline.building import build_file
from hotline.cli import app
from hotline.commands.publications import run as daily_job
from hotline.publishing import judge
from hotline.terminal.running import run_command

for room in ("ingest", "expectations", "serving", "hotline"):
    for _, name, _ in pkgutil.walk_packages([str(Path(__file__).parents[3] / room)], f"{room}."):
        importlib.import_module(name)

DEADLINE = 300.0
# What a killed command leaves running must end by itself within this time.
PATIENCE = 20.0


@dataclass(frozen=True)
class Command:
    """A command, and what befalls it. The fields that are null or zero do nothing.

    `watched` are the folders whose changes count. `kill_before` is the number of the change before which the command
    is killed, from 1; `kill_after` are seconds. With `kills_the_child` the child that makes the change is killed.
    From the change with the number `fail_from` on, every call that needs space fails with the errno `error`. No file
    may grow beyond `largest_file` bytes. `clock` is by how many seconds the clock is ahead. `obeys_modes` takes root's
    right to pass over the modes of files. With `stands_in` a build of two tables stands in for dbt, and a judge that
    lets everything through for the real one.
    """

    arguments: list[str]
    environment: dict[str, str]
    output: str
    errors: str
    watched: list[str]
    kill_before: int | None = None
    kill_after: float | None = None
    kills_the_child: bool = False
    fail_from: int | None = None
    error: int = 0
    clock: float = 0.0
    obeys_modes: bool = False
    largest_file: int | None = None
    stands_in: bool = False


@dataclass
class Ended:
    """How a command ended: `code` is negative if a signal killed it. `steps` are the changes that it made, in order.

    `failed` counts the calls that failed as asked. `outlived` says that a child ran on after the command had ended.
    """

    code: int = 0
    seconds: float = 0.0
    steps: list[str] = field(default_factory=list)
    failed: int = 0
    outlived: bool = False
    peak_megabytes: int = 0


@contextmanager
def _judging() -> Iterator[FakeJudge]:
    yield FakeJudge()


def _stand_in() -> None:
    """Let a command take a fraction of a second, so that it can be attacked at every step that is not dbt's."""
    judge.Worker = _judging  # type: ignore[assignment,misc]
    build_file.run_dbt = small_dbt  # type: ignore[assignment]
    daily_job.parsed_beside = nothing_read


def _run(command: Command, channel: socket.socket) -> NoReturn:
    """Be the command: stdout and stderr go into files."""
    for number, (path, mode) in enumerate([(os.devnull, "rb"), (command.output, "wb"), (command.errors, "wb")]):
        with Path(path).open(mode) as file:
            os.dup2(file.fileno(), number)
    os.environ.clear()
    os.environ.update(command.environment)
    set_clock(command.clock)
    if command.stands_in:
        _stand_in()
    if command.obeys_modes:
        obey_mode_bits()
    if command.largest_file is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (command.largest_file, command.largest_file))
    handle = system_calls.watch_this_process()
    socket.send_fds(channel, [b"."], [handle])
    os.close(handle)
    channel.close()
    if not command.stands_in:
        make_spares()
    code = run_command(app, command.arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


class _Supervisor:
    """Decides on every change that one command and its children make."""

    def __init__(self, command: Command, child: int, handle: int) -> None:
        self.command, self.child, self.handle = command, child, handle
        self.ended = Ended()
        self.folders = tuple(f"{Path(each).resolve()}/" for each in command.watched)
        self.started = time.monotonic()

    def watch(self) -> Ended:
        """Answer until the command and all its children are gone."""
        poll = select.poll()
        poll.register(self.handle, select.POLLIN)
        over: float | None = None
        while True:
            found = poll.poll(20)
            passed = time.monotonic() - self.started
            if found and found[0][1] & select.POLLIN:
                self._answer()
            elif found and found[0][1] & select.POLLHUP:
                break
            if over is None and self._is_over(passed):
                over = time.monotonic()
            if over is not None and time.monotonic() - over > PATIENCE:
                self.ended.outlived = True
                break
        if over is None:
            self._wait(0)
        self.ended.seconds = round(self.ended.seconds or time.monotonic() - self.started, 3)
        return self.ended

    def _is_over(self, passed: float) -> bool:
        after = self.command.kill_after
        if (after is not None and passed >= after) or passed > DEADLINE:
            os.kill(self.child, signal.SIGKILL)
        return self._wait(os.WNOHANG)

    def _wait(self, how: int) -> bool:
        done, status, usage = os.wait4(self.child, how)
        if done:
            self.ended.code = os.waitstatus_to_exitcode(status)
            self.ended.seconds = time.monotonic() - self.started
            self.ended.peak_megabytes = usage.ru_maxrss // 1024
        return bool(done)

    def _answer(self) -> None:
        change = system_calls.receive(self.handle)
        if change is None:
            return
        folder = next((each for each in self.folders if change.path.startswith(each)), None)
        if folder is None:
            system_calls.answer(self.handle, change)
            return
        # A thread of the command has a number of its own.
        own = Path(f"/proc/{self.child}/task/{change.pid}").exists()
        who = "" if own else "child "
        steps, command = self.ended.steps, self.command
        steps.append(f"{who}{change.call} {Path(folder).name}/{change.path.removeprefix(folder)}")
        if len(steps) == command.kill_before:
            os.kill(change.pid if command.kills_the_child else self.child, signal.SIGKILL)
            # The call of a child is answered, so that it can end by itself, as it must.
            if own or command.kills_the_child:
                return
        full = command.fail_from is not None and len(steps) >= command.fail_from and change.grows
        self.ended.failed += full
        system_calls.answer(self.handle, change, command.error if full else 0)


def run(command: Command) -> Ended:
    """Run a command to its end, whichever that is."""
    ours, theirs = socket.socketpair()
    child = os.fork()
    if not child:
        ours.close()
        _run(command, theirs)
    theirs.close()
    _, descriptors, _, _ = socket.recv_fds(ours, 1, 1)
    ours.close()
    ended = _Supervisor(command, child, descriptors[0]).watch()
    os.close(descriptors[0])
    return ended


def main() -> None:
    """Run the commands that stdin asks for, one after the other."""
    # The default connection of duckdb has a thread. A forked process would not have it and could never end it.
    duckdb.default_connection().close()
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        asked: dict[str, Any] = json.loads(line)
        print(json.dumps(asdict(run(Command(**asked)))), flush=True)


if __name__ == "__main__":
    main()
