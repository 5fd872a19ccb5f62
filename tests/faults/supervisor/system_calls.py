"""Watches the system calls by which a process and its children change files, and lets a supervisor fail any of them.

In: a process that is about to run a command calls `watch_this_process`, and gives the descriptor to its supervisor.
Out: the supervisor receives each call before it happens, with the process, the kind of change and the path. It answers
that the call goes on, or that it fails with an error. A supervisor that kills instead leaves the disk as it was before
that call, so the calls of a command are all the states in which SIGKILL can leave the disk.

The kernel does this (seccomp with user notifications, Linux 5.5 or later) for any user, in a container too. It needs no
mount, no namespace and no root.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import platform
import re
import stat
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# (name, number on x86_64, number on aarch64). These change files; fsync and the like change none.
_CALLS = (
    ("write", 1, 64), ("pwrite64", 18, 68), ("writev", 20, 66), ("pwritev", 296, 70), ("pwritev2", 328, 287),
    ("sendfile", 40, 71), ("copy_file_range", 326, 285), ("fallocate", 285, 47), ("ftruncate", 77, 46),
    ("truncate", 76, 45), ("open", 2, None), ("openat", 257, 56), ("rename", 82, None), ("renameat", 264, 38),
    ("renameat2", 316, 276), ("mkdir", 83, None), ("mkdirat", 258, 34), ("rmdir", 84, None), ("unlink", 87, None),
    ("unlinkat", 263, 35), ("link", 86, None), ("linkat", 265, 37), ("symlink", 88, None), ("symlinkat", 266, 36),
)  # fmt: skip
_MACHINES = {"x86_64": (1, 0xC000003E, 317), "aarch64": (2, 0xC00000B7, 277)}
_OF_DESCRIPTOR = ("write", "pwrite64", "writev", "pwritev", "pwritev2", "sendfile", "fallocate", "ftruncate")
# Where the path stands among the arguments, and before it the descriptor of its folder, if there is one.
_PATHS = {
    "truncate": (None, 0), "open": (None, 0), "openat": (0, 1), "rename": (None, 1), "renameat": (2, 3),
    "renameat2": (2, 3), "mkdir": (None, 0), "mkdirat": (0, 1), "rmdir": (None, 0), "unlink": (None, 0),
    "unlinkat": (0, 1), "link": (None, 1), "linkat": (2, 3), "symlink": (None, 1), "symlinkat": (1, 2),
}  # fmt: skip
_CREATES = os.O_CREAT | os.O_TRUNC

_ALLOW, _NOTIFY = 0x7FFF0000, 0x7FC00000
_LOAD, _EQUALS, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_GO_ON = 1
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Change:
    """A call that is about to change a file: its process, the name of the call, and the path of the file.

    `grows` says whether the call needs new space on the disk.
    """

    pid: int
    call: str
    path: str
    grows: bool
    ticket: int


@cache
def _numbers() -> dict[int, str]:
    at = _MACHINES[platform.machine()][0]
    return {number: each[0] for each in _CALLS if (number := each[at]) is not None}


def _filter() -> bytes:
    """A program for the kernel: let the supervisor decide on the calls above, let all others pass."""
    _, machine, _ = _MACHINES[platform.machine()]
    # An instruction is (what, jump if true, jump if false, value). 0 is the call's number, 4 the machine.
    program = [(_LOAD, 0, 0, 4), (_EQUALS, 1, 0, machine), (_RETURN, 0, 0, _ALLOW), (_LOAD, 0, 0, 0)]
    for number, name in _numbers().items():
        if name in ("open", "openat"):
            flags = 16 + 8 * (1 if name == "open" else 2)
            # Opening for reading is no change. The flags are loaded in place of the number, so end here.
            program += [
                (_EQUALS, 0, 4, number), (_LOAD, 0, 0, flags), (_ANY_BIT, 0, 1, _CREATES), (_RETURN, 0, 0, _NOTIFY),
                (_RETURN, 0, 0, _ALLOW),
            ]  # fmt: skip
        else:
            program += [(_EQUALS, 0, 1, number), (_RETURN, 0, 0, _NOTIFY)]
    program.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *each) for each in program)


def watch_this_process() -> int:
    """Put this process and the children that it will have under watch. Returns the supervisor's descriptor.

    Raises OSError if the kernel can't do this.
    """
    program = ctypes.create_string_buffer(_filter())
    header = struct.pack("HxxxxxxP", (len(program) - 1) // 8, ctypes.addressof(program))
    _libc.prctl(38, 1, 0, 0, 0)  # no new privileges: the condition on which any user may do this
    new_listener = 8
    handle = int(_libc.syscall(_MACHINES[platform.machine()][2], 1, new_listener, header))
    if handle < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"this kernel lets no supervisor decide on system calls: {os.strerror(number)}")
    return handle


def receive(handle: int) -> Change | None:
    """The next call that waits for an answer; None if its process has died meanwhile."""
    buffer = bytearray(80)
    try:
        fcntl.ioctl(handle, _RECEIVE, buffer)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.EINTR):
            return None
        raise
    ticket, pid, _, number, _, _, *arguments = struct.unpack("QIIiIQ6Q", buffer)
    name = _numbers()[number]
    try:
        path, grows = _place(pid, name, arguments)
    except OSError:
        path, grows = "?", False
    return Change(pid, name, path, grows, ticket)


def answer(handle: int, change: Change, error: int = 0) -> None:
    """Let the call go on, or fail with `error`, an errno."""
    response = struct.pack("QqiI", change.ticket, 0, -error, 0 if error else _GO_ON)
    try:
        fcntl.ioctl(handle, _SEND, bytearray(response))
    except OSError as gone:
        if gone.errno != errno.ENOENT:
            raise


def _place(pid: int, name: str, arguments: list[int]) -> tuple[str, bool]:
    """The path of the file that a call changes, and whether the file needs new space for it."""
    if name in _OF_DESCRIPTOR or name == "copy_file_range":
        descriptor = arguments[2] if name == "copy_file_range" else arguments[0]
        link = f"/proc/{pid}/fd/{descriptor & 0xFFFFFFFF}"
        found = os.stat(link)  # noqa: PTH116  what the link of a deleted file names can't be opened by its path
        if not stat.S_ISREG(found.st_mode):
            return "", False
        return os.readlink(link), _grows(pid, name, arguments, found.st_size)  # noqa: PTH115
    folder, at = _PATHS[name]
    text = _text(pid, arguments[at])
    here = ctypes.c_int32(arguments[folder] & 0xFFFFFFFF).value if folder is not None else -100
    base = os.readlink(f"/proc/{pid}/cwd" if here == -100 else f"/proc/{pid}/fd/{here}")  # noqa: PTH115
    path = os.path.join(base, text)  # noqa: PTH118
    return path, name.startswith(("open", "mkdir", "symlink")) and not os.path.lexists(path)


def _grows(pid: int, name: str, arguments: list[int], size: int) -> bool:
    if name == "ftruncate":
        return False  # a longer file with a hole needs no space
    if name == "pwrite64":
        return arguments[3] + arguments[2] > size
    if name == "fallocate":
        return True
    if name == "write":
        said = Path(f"/proc/{pid}/fdinfo/{arguments[0]}").read_text(encoding="ascii")
        position = int(re.findall(r"pos:\s*(\d+)", said)[0])
        appends = int(re.findall(r"flags:\s*(\d+)", said)[0], 8) & os.O_APPEND
        return bool(appends) or position + arguments[2] > size
    return True


def _text(pid: int, address: int) -> str:
    """The text at an address of another process."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        memory.seek(address)
        found = b""
        while b"\0" not in found and len(found) < 4096:
            # A page at a time: the next page may belong to nobody.
            found += memory.read(4096 - (address + len(found)) % 4096)
    return os.fsdecode(found.partition(b"\0")[0])
