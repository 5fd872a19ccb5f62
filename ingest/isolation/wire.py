"""The form of an answer: frames of JSON, and behind a frame of kind `rows` a stream of Arrow batches.

In: a pipe. Out: frames and batches. The command believes nothing that it reads here: lengths are bounded, and columns,
offsets and encodings are checked.
"""

from __future__ import annotations

import io
import json
import os
import select
import time
from collections.abc import Callable
from typing import Any, BinaryIO, cast

import pyarrow as pa

PIPE_BYTES = 1 << 20
BATCH_ROWS = 4_096
_LONGEST_FRAME = 1 << 20
_LONGEST_MESSAGE = 256 << 20  # a batch of rows whose texts are all as long as can be


class BrokenAnswer(Exception):
    """The answer ended too early or has another form than agreed."""


class LateAnswer(Exception):
    """The answer took longer than it may."""


def send(out: BinaryIO, **frame: object) -> None:
    """Write one frame."""
    text = json.dumps(frame).encode()
    out.write(len(text).to_bytes(4, "big") + text)
    out.flush()


class Answer:
    """The reading end of an answer. Each method waits until `deadline`, in seconds of time.monotonic()."""

    def __init__(self, pipe: int, deadline: float) -> None:
        self._pipe = _Pipe(pipe, deadline)
        self._bytes = io.BufferedReader(self._pipe, PIPE_BYTES)

    def frame(self) -> dict[str, Any]:
        """Return the next frame. Raises BrokenAnswer, LateAnswer."""
        length = int.from_bytes(self.read(4), "big")
        if length > _LONGEST_FRAME:
            raise BrokenAnswer
        try:
            return cast("dict[str, Any]", json.loads(self.read(length)))
        except ValueError:
            raise BrokenAnswer from None

    def batches(self, schema: pa.Schema, give: Callable[[pa.RecordBatch], None]) -> None:
        """Hand each batch of the stream to `give`. Raises BrokenAnswer, LateAnswer, and what `give` raises."""
        try:
            reader = pa.ipc.open_stream(pa.PythonFile(self, mode="r"))
            if not reader.schema.equals(schema):
                raise BrokenAnswer
            while True:
                try:
                    batch = reader.read_next_batch()
                except StopIteration:
                    return
                batch.validate(full=True)
                give(batch)
        except (pa.ArrowException, OSError):
            raise BrokenAnswer from None

    # What pyarrow asks of a file.
    closed = False

    def read(self, length: int) -> bytes:
        """Return exactly `length` bytes. Raises BrokenAnswer, LateAnswer."""
        if not 0 <= length <= _LONGEST_MESSAGE:
            raise BrokenAnswer
        found = self._bytes.read(length)
        if len(found) < length:
            raise BrokenAnswer
        return found


class _Pipe(io.RawIOBase):
    def __init__(self, pipe: int, deadline: float) -> None:
        self._pipe, self._deadline = pipe, deadline
        self._poll = select.poll()
        self._poll.register(pipe, select.POLLIN)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._poll.poll(max(0.0, self._deadline - time.monotonic()) * 1000):
            if time.monotonic() >= self._deadline:
                raise LateAnswer
        return os.readv(self._pipe, [buffer])
