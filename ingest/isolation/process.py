"""Starts the reading process and asks it for the rows of a file.

In: an open file and a request. Out: typed, minimised rows, or a Refusal: whatever becomes of the child that reads the
file, the command goes on.

with Reader(zone) as reader:        # starts the process; its imports run beside the caller's work
    with reader.read(file, request) as rows:
        while rows.more(): ...
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fcntl import F_SETPIPE_SZ, fcntl
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from ingest.isolation.request import ReadRequest, schema_of
from ingest.isolation.wire import PIPE_BYTES, Answer, BrokenAnswer, LateAnswer
from ingest.refusal import Mishap, ReaderFailed, Refusal, Unforeseen

ROOT = Path(__file__).parent.parent.parent
START_TIMEOUT = 180.0
END_TIMEOUT = 10.0


class Reader:
    """One reading process, which forks a child for each file. If it dies, the next file gets a new one."""

    def __init__(self, zone: str) -> None:
        """Start the process and return at once. It is ready for files whose wall-clock times are of `zone`."""
        self._zone = zone
        self.peak_memory = 0
        self._start()

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                # -P: import nothing from the caller's folder.
                [sys.executable, "-P", "-m", "ingest.isolation.server", str(theirs.fileno()), self._zone],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=_environment(),
                # The caller handles Ctrl-C; the process ends when its socket ends.
                start_new_session=True,
            )
        self._control = ours
        self._ready = False
        self._owes_an_end = False

    @property
    def pid(self) -> int:
        """The process id of the reading process."""
        return self._process.pid

    @contextmanager
    def read(self, file: int, request: ReadRequest) -> Iterator[Rows]:
        """Begin to read an open file. At the end of the context its child is killed, if it is still there.

        Raises ReaderFailed if no reading process can be started.
        """
        ours, theirs = os.pipe()
        try:
            with contextlib.suppress(OSError):  # the system's limit may be lower
                fcntl(theirs, F_SETPIPE_SZ, PIPE_BYTES)
            try:
                self._ask(request, file, theirs)
            finally:
                os.close(theirs)
            rows = Rows(self, ours, request)
            yield rows
            if not rows.ended:
                self.kill()
        except BaseException:
            self.kill()
            raise
        finally:
            os.close(ours)

    def _ask(self, request: ReadRequest, file: int, pipe: int) -> None:
        message = pickle.dumps(request)
        for _ in range(2):
            try:
                self._wait_until_ready()
                socket.send_fds(self._control, [message], [file, pipe])
            except OSError:
                # It died between two files.
                self.close()
                self._start()
            else:
                self._owes_an_end = True
                return
        raise ReaderFailed

    def _wait_until_ready(self) -> None:
        if not self._ready:
            self._control.settimeout(START_TIMEOUT)
            if self._control.recv(64) != b"ready":
                raise ConnectionResetError
            self._ready = True
        if self._owes_an_end:
            self.end()

    def end(self) -> dict[str, Any]:
        """Return how the child ended: `code` is its exit code, minus a signal; `peak` is its memory in bytes.

        Raises OSError if the reading process died itself.
        """
        self._owes_an_end = False
        self._control.settimeout(END_TIMEOUT)
        found = self._control.recv(1 << 16)
        if not found:
            raise ConnectionResetError
        end: dict[str, Any] = json.loads(found)
        self.peak_memory = max(self.peak_memory, end["peak"])
        return end

    def kill(self) -> None:
        """Kill the child of the current file."""
        if self._owes_an_end:
            with contextlib.suppress(OSError):
                self._control.send(b"kill")

    def close(self) -> None:
        """End the process and its child at once."""
        self._control.close()
        if self._ready:
            # It waits for its child, so that its caller's count of used memory and time is complete.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(END_TIMEOUT)
        self._process.kill()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Rows:
    """The rows of one file, in one attempt or two.

    After `more`, `about` says how many rows come (`records`), the number of the first (`first_row`), notes for the
    ledger (`notes`), remarks for the person who loads the file (`remarks`) and the stored columns that it delivers
    (`present`). `each` then gives the rows in batches.
    """

    def __init__(self, reader: Reader, pipe: int, request: ReadRequest) -> None:
        self._reader, self._request = reader, request
        self._answer = Answer(pipe, time.monotonic() + request.bounds.max_read_seconds)
        self.about: dict[str, Any] = {}
        self.ended = False

    def more(self) -> bool:
        """Wait until the child sends rows. False: it is done, and the rows sent last are the file's.

        Raises Refusal for a file that can't be taken, Unforeseen if reading it failed otherwise.
        """
        with self._told_in_words():
            while True:
                frame = self._answer.frame()
                match frame.get("kind"):
                    case "rows":
                        self.about = frame
                        return True
                    case "again":
                        self.about = {}
                    case "done" if self.about:
                        self.ended = True
                        return False
                    case "refused":
                        self.ended = True
                        raise Refusal(str(frame["sentence"]))
                    case "no memory":
                        self.ended = True
                        raise _too_large()
                    case "unforeseen":
                        self.ended = True
                        raise Unforeseen(Mishap(str(frame["type"]), str(frame["place"])))
                    case _:
                        raise BrokenAnswer

    def each(self, give: Callable[[pa.RecordBatch], None]) -> None:
        """Hand the rows to `give`, a batch at a time. Raises Refusal, Unforeseen, and what `give` raises."""
        with self._told_in_words():
            self._answer.batches(schema_of(self._request.contract), give)

    @contextmanager
    def _told_in_words(self) -> Iterator[None]:
        try:
            yield
        except LateAnswer:
            raise self._request.bounds.exceeded("max_read_seconds", "reading it takes longer") from None
        except (BrokenAnswer, KeyError):
            raise self._broken() from None

    def _broken(self) -> Refusal:
        """Say why the answer ended: by a limit, by a crash, or because the reading process itself is gone."""
        self.ended = True
        self._reader.kill()
        try:
            code = self._reader.end()["code"]
        except OSError:
            return Unforeseen(Mishap("reading process lost", ""))
        if code == -signal.SIGXCPU:
            return self._request.bounds.exceeded("max_read_seconds", "reading it takes longer")
        return Unforeseen(Mishap(f"signal {-code}" if code < 0 else f"exit code {code}", ""))


def _too_large() -> Refusal:
    return Refusal(
        "reading it takes more memory than it may; export it in smaller files, "
        "or set memory_limit (HOTLINE_MEMORY_LIMIT) higher."
    )


def _environment() -> dict[str, str]:
    """The caller's environment, with this project importable, no threads but DuckDB's and no memory set aside."""
    path = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }
