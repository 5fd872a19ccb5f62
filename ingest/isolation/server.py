"""The process that forks a child for each file, so that no file waits for an import.

ingest.isolation.process starts it. In: on a socket, one message per file with the descriptors of the file and of a
pipe; a further message, or the end of the socket, kills the child. Out: on the pipe what ingest.isolation.child
answers, then on the socket how the child ended. The process has no thread when it forks.
"""

from __future__ import annotations

import json
import os
import pickle
import select
import signal
import socket
import sys
from typing import TYPE_CHECKING, NoReturn

import duckdb

from ingest.database import open_database
from ingest.isolation.child import read_file, warm_up
from ingest.isolation.limits import confine, forbid_core_dumps
from ingest.isolation.wire import send

if TYPE_CHECKING:
    from ingest.isolation.request import ReadRequest

LONGEST_MESSAGE = 1 << 20


def main(descriptor: int, zone: str) -> None:
    """Fork a child for each message on the socket `descriptor`, until the socket ends.

    `zone` is the one in which the files' wall-clock times are.
    """
    forbid_core_dumps()
    # DuckDB imports pandas where it is there, which takes longer than all other imports. Nothing here needs it.
    sys.modules["pandas"] = None  # type: ignore[assignment]
    # The connection that DuckDB makes for itself has a thread, which no child would have.
    duckdb.default_connection().close()
    # With one thread a database has no thread of its own, so it can be forked; to open one takes longer than to fork.
    con = open_database(None, threads=1)
    warm_up(con, zone)
    control = socket.socket(fileno=descriptor)
    control.send(b"ready")
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, LONGEST_MESSAGE, 2)
        if not message:
            return
        if len(descriptors) < 2:
            continue  # it asks to kill a child that has ended
        parent, (ended, held_by_child) = os.getpid(), os.pipe()
        pid = os.fork()
        if not pid:
            control.close()
            os.close(ended)
            _serve(parent, con, pickle.loads(message), *descriptors)
        for each in (held_by_child, *descriptors):
            os.close(each)
        left = _watch(control, ended, pid)
        os.close(ended)
        _, status, used = os.wait4(pid, 0)
        if left:
            return
        control.send(json.dumps({"code": os.waitstatus_to_exitcode(status), "peak": used.ru_maxrss << 10}).encode())


def _watch(control: socket.socket, ended: int, pid: int) -> bool:
    """Wait until the child has ended, and kill it if the command asks for it. Return whether the command has left."""
    poll = select.poll()
    poll.register(control, select.POLLIN)
    poll.register(ended, 0)  # the child holds the other end
    left = False
    while True:
        ready = dict(poll.poll())
        if ended in ready:
            return left
        os.kill(pid, signal.SIGKILL)
        left = not control.recv(LONGEST_MESSAGE)
        if left:
            poll.unregister(control)


def _serve(parent: int, con: duckdb.DuckDBPyConnection, request: ReadRequest, file: int, pipe: int) -> NoReturn:
    """Read one file in this process, which is the child, and end it."""
    code = 1
    try:
        confine(request.memory, request.bounds.max_read_seconds * request.threads, parent)
        with os.fdopen(pipe, "wb", buffering=1 << 16) as out:
            try:
                read_file(con, request, file, out)
            except MemoryError:
                send(out, kind="no memory")
        code = 0
    finally:
        # Nothing is tidied up: what the file did to this process ends with it.
        os._exit(code)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
