"""Starts a worker process, sends it batches and builds, and returns its verdicts.

Only the worker imports Great Expectations; the caller need not.

with Worker() as worker:            # starts the process; its import runs beside the caller's work
    verdict = worker.judge_batch(profile)
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from expectations.profile_shape import Profile
from expectations.verdict import Verdict, held_without_verdict

ROOT = Path(__file__).parent.parent

# Seconds. The import takes 3 to 10 on two idle cores.
START_TIMEOUT = 180.0
JUDGE_TIMEOUT = 300.0
CLOSE_TIMEOUT = 2.0


class WorkerError(Exception):
    """The worker did not answer: it died, or took too long."""


class Worker:
    """One judging process. Every request gets a verdict; once the process has failed, each verdict has an `error`."""

    def __init__(self, *, start_timeout: float = START_TIMEOUT, judge_timeout: float = JUDGE_TIMEOUT) -> None:
        """Start the process and return at once. Timeouts are in seconds."""
        self._start_timeout, self._judge_timeout = start_timeout, judge_timeout
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._ready = False
        self._error: str | None = None
        self._process = subprocess.Popen(
            # -P: import nothing from the caller's folder.
            [sys.executable, "-P", "-m", "expectations.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=_environment(),
            # The caller handles Ctrl-C; the worker ends when its stdin ends.
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def pid(self) -> int:
        """The process id of the worker."""
        return self._process.pid

    def judge_batch(self, profile: Profile | dict[str, Any]) -> Verdict:
        """Judge a batch: the outcome is land or hold. A released load lands, and its results keep what failed."""
        return self._ask(str(profile.get("load_id")), {"subject": "batch", "profile": profile})

    def judge_publication(
        self,
        build_path: Path,
        previous_path: Path | None = None,
        *,
        landing_path: Path | None = None,
        released: bool = False,
    ) -> Verdict:
        """Judge a build: the outcome is publish or hold.

        The worker opens all files read-only, so no other process may have one open for writing. `previous_path` is a
        published file with marts.statutory_counts_daily; without it no lost day is found. `landing_path` is the landing
        file, whose deletions explain lost days; without it each lost day holds the publication.
        """
        request = {
            "subject": "publication",
            "build": str(build_path.resolve()),
            "previous": str(previous_path.resolve()) if previous_path else None,
            "landing": str(landing_path.resolve()) if landing_path else None,
            "released": released,
        }
        return self._ask(build_path.stem, request)

    def close(self) -> None:
        """End the process: at once while it is still importing, otherwise after the current request."""
        if self._process.poll() is None and not self._ready:
            self._process.kill()
        if self._process.stdin and not self._process.stdin.closed:
            with contextlib.suppress(OSError):  # The worker died before it read a request.
                self._process.stdin.close()
        try:
            self._process.wait(CLOSE_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._error = self._error or "the judge was closed"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, subject_id: str, request: dict[str, Any]) -> Verdict:
        with self._lock:
            if self._error is None:
                try:
                    return self._answer(request)
                except WorkerError as error:
                    # The next answer would be taken for the missed one, so this worker can't be used any more.
                    self._error = str(error)
                    self._process.kill()
            return held_without_verdict(
                subject_id,
                f"Not validated, so not let through: {self._error}. Run the command again; "
                "if it fails again, check free memory and the installation (make setup).",
            )

    def _answer(self, request: dict[str, Any]) -> Verdict:
        if not self._ready:
            started = self._receive(self._start_timeout, "start")
            if not started.get("ready"):
                raise WorkerError(f"the judge could not start ({started.get('error')})")
            self._ready = True
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise WorkerError(self._died()) from error
        return Verdict.from_document(self._receive(self._judge_timeout, "answer"))

    def _receive(self, timeout: float, verb: str) -> dict[str, Any]:
        try:
            line = self._lines.get(timeout=timeout)
        except queue.Empty:
            raise WorkerError(f"the judge did not {verb} within {timeout:g} seconds") from None
        if line is None:
            raise WorkerError(self._died())
        message: dict[str, Any] = json.loads(line)
        return message

    def _died(self) -> str:
        try:
            code = self._process.wait(CLOSE_TIMEOUT)
        except subprocess.TimeoutExpired:
            return "the judge closed its output"
        return f"the judge ended by signal {-code}" if code < 0 else f"the judge ended with exit code {code}"

    def _read(self) -> None:
        """Put each line of the worker into the queue, then None when its output ends."""
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self._lines.put(line)
        self._lines.put(None)


def _environment() -> dict[str, str]:
    """The caller's environment, with this project importable, analytics off and no threads that compete with a load."""
    path = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path),
        "GX_ANALYTICS_ENABLED": "false",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
