"""Confines a process before it reads foreign bytes: it may fill no memory, run no longer, write nothing, dump nothing.

In: bytes and seconds. Out: nothing; the limits hold for the calling process until it ends.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal

# Allocators reserve more than they use.
_RESERVE = 256 << 20
_OPEN_FILES = 64
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38


def confine(memory: int, seconds: int, parent: int) -> None:
    """Limit this process, which process `parent` forked; it dies with its parent.

    `memory` bytes may be allocated beyond what it has now, `seconds` of processor time may pass.
    """
    # Reading it opens a file, which the limit on open files may forbid.
    most = _allocated() + memory + _RESERVE
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)  # the parent has died already
    _prctl(_PR_SET_DUMPABLE, 0)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    # At the same hard limit the kernel sends SIGKILL at once, which says nothing of the reason; SIGXCPU does.
    _limit(resource.RLIMIT_CPU, seconds, grace=1)
    _limit(resource.RLIMIT_DATA, most)


def forbid_core_dumps() -> None:
    """Let this process and its children leave no image of their memory when they crash."""
    _limit(resource.RLIMIT_CORE, 0)


def _limit(which: int, value: int, grace: int = 0) -> None:
    _, allowed = resource.getrlimit(which)
    hard = value + grace
    if allowed != resource.RLIM_INFINITY:
        hard = min(hard, allowed)
    resource.setrlimit(which, (min(value, hard), hard))


def _prctl(option: int, value: int) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def _allocated() -> int:
    """Return the bytes of private memory that this process can write to."""
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123
        return next(int(line.split()[1]) << 10 for line in status if line.startswith("VmData:"))
