"""The asker's end of the process that answers: starts it, sends it the question, takes its messages, ends it.

In: an open file, a question, limits. Out: messages, as a letter and a list. Each wait counts against the seconds of the
question; the time in which nobody waits for the process does not. Raises Unanswered where the time is over, the process
ended, or it sent something that is no message. An asker that has more to do than to wait is called back meanwhile.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from serving.sandbox.limits import Limits
from serving.sandbox.messages import HEAD, NoMessage, decoded, encoded, head_of
from serving.sandbox.refusal import Reason, Unanswered, unanswered

_ROOT = Path(__file__).resolve().parents[2]
# -I and -S: nothing from the environment, the caller's folder or start-up files. What it imports is named here.
_START = "import sys; sys.path += sys.argv[1:]; from serving.sandbox.worker import main; main()"
_READ = 2**16
# How often an asker is called back while it waits, in seconds.
_CALL_BACK = 0.2


class Process:
    """One process for one question, when it started, and the bytes received from it. Close it; it is then gone."""

    def __init__(self, file: int, question: str, limits: Limits, meanwhile: Callable[[], None] | None = None) -> None:
        """Start the process on an open file. It ends with the thread that starts it, if nobody ended it before."""
        self._meanwhile = meanwhile
        self.started = time.monotonic()
        self.received = 0
        self._limits = limits
        self._left = limits.seconds
        self._data = bytearray()
        packages = importlib.util.find_spec("duckdb")
        assert packages is not None
        assert packages.origin is not None
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _START, str(_ROOT), str(Path(packages.origin).parents[1])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what is said there may quote rows
            pass_fds=[file],
            cwd="/",
            env={name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ},
            start_new_session=True,  # the asker handles Ctrl-C
        )
        self._request = {
            "asker": os.getpid(),
            "file": file,
            "question": question,
            "seconds": limits.seconds,
            "memory_bytes": limits.memory_bytes,
            "threads": limits.threads,
            "max_rows": limits.max_rows,
            "max_bytes": limits.max_bytes,
        }

    def ask(self) -> None:
        """Send the question."""
        assert self._process.stdin is not None
        pipe = self._process.stdin.fileno()
        os.set_blocking(pipe, False)
        rest = memoryview(encoded(self._request))
        while rest:
            self._wait(pipe, select.POLLOUT)
            try:
                rest = rest[os.write(pipe, rest) :]
            except BrokenPipeError:
                raise self._ended() from None
        self._process.stdin.close()

    def message(self) -> tuple[bytes, list[Any]]:
        """The next message."""
        try:
            kind, length = head_of(self._bytes(HEAD.size))
            return kind, decoded(self._bytes(length))
        except NoMessage:
            raise unanswered(Reason.GARBLED, self._limits) from None

    def close(self) -> None:
        """End the process, and wait until it has ended."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if pipe:
                    pipe.close()

    def _bytes(self, wanted: int) -> bytes:
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        while len(self._data) < wanted:
            self._wait(pipe, select.POLLIN)
            read = os.read(pipe, max(_READ, wanted - len(self._data)))
            if not read:
                raise self._ended()
            self._data += read
            self.received += len(read)
        found = bytes(self._data[:wanted])
        del self._data[:wanted]
        return found

    def _wait(self, pipe: int, event: int) -> None:
        """Wait until the process reads or writes. Raises Unanswered when the seconds of the question are over."""
        poll = select.poll()
        poll.register(pipe, event)
        while True:
            started = time.monotonic()
            ready = poll.poll(max(self._left if self._meanwhile is None else min(self._left, _CALL_BACK), 0) * 1000)
            self._left -= time.monotonic() - started
            if self._left <= 0:
                raise unanswered(Reason.TIME, self._limits)
            if ready:
                return
            if self._meanwhile is not None:
                self._meanwhile()

    def _ended(self) -> Unanswered:
        """Why there are no more messages, from how the process ended."""
        try:
            code = self._process.wait(max(self._left, 0.1))
        except subprocess.TimeoutExpired:
            return unanswered(Reason.GARBLED, self._limits)
        return unanswered(Reason.TIME if code == -signal.SIGXCPU else Reason.ENDED, self._limits)
