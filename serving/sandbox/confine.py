"""What holds the process that answers: limits of the system, which hold whatever DuckDB does.

In: limits and the id of the process that asked. Out: nothing; the calling process is confined from then on. It may not
write a file, leave a core, outlive the asker, or use more memory or processor time than its limits. After `seal` it
opens nothing more, be it a file or a connection. On Linux the kernel also refuses it new programs, sockets and the
reading of links, and so DuckDB never learns where the file lies that it was handed.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import resource
import signal
import struct
import sys
from pathlib import Path

_LINUX = sys.platform == "linux"
# From the kernel's headers: prctl.h, seccomp.h, bpf_common.h.
_SET_PDEATHSIG, _SET_DUMPABLE, _SET_SECCOMP, _SET_NO_NEW_PRIVS = 1, 4, 22, 38
_MODE_FILTER = 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4
# The numbers of the calls for readlink and readlinkat; and for execve, execveat, socket, ptrace and io_uring_setup.
_CALLS = {
    "x86_64": (0xC000003E, (89, 267), (59, 322, 41, 101, 425)),
    "aarch64": (0xC00000B7, (78,), (221, 281, 198, 117, 425)),
}


def confine(asker: int, seconds: float, memory_bytes: int, threads: int) -> None:
    """Confine this process before it opens the published file. Everything that it imports must be imported."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the asker ends it
    processor_seconds = int(seconds * threads) + 1
    for kind, most, grace in (
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_DATA, memory_bytes, 0),
        # At the same hard limit the kernel sends SIGKILL at once, which says nothing of the reason; SIGXCPU does.
        (resource.RLIMIT_CPU, processor_seconds, 1),
    ):
        _, allowed = resource.getrlimit(kind)
        hard = most + grace if allowed == resource.RLIM_INFINITY else min(most + grace, allowed)
        resource.setrlimit(kind, (min(most, hard), hard))
    if _LINUX:
        with contextlib.suppress(OSError):  # where memory runs out, this process goes first
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
        libc = ctypes.CDLL(None)
        libc.prctl(_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        _refuse_calls(libc)
    if os.getppid() != asker:  # it died before the line above
        os._exit(1)


def seal() -> None:
    """Let this process open nothing more and start nothing more. DuckDB must have its file and its threads."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    if _LINUX:  # no core even where a program collects them, and no look into its memory from outside
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)


def _refuse_calls(libc: ctypes.CDLL) -> None:
    """Install the filter of calls, if this machine is of a kind whose numbers are known."""
    architecture, links, others = _CALLS.get(platform.machine(), (0, (), ()))
    if not architecture:
        return
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _ALLOW),
        (_LOAD, 0, 0, _NUMBER_AT),
    ]
    # "No link" is the answer for a link: what a path leads to stays unknown, and the path itself opens.
    for number, refusal in [(each, errno.EINVAL) for each in links] + [(each, errno.EPERM) for each in others]:
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE | refusal)]
    steps.append((_RETURN, 0, 0, _ALLOW))
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    header = struct.pack("HP", len(steps), ctypes.addressof(program))
    libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(_SET_SECCOMP, _MODE_FILTER, ctypes.c_char_p(header), 0, 0)
