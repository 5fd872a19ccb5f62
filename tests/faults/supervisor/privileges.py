"""Takes from root the right to pass over the modes of files, so that a read-only folder is read-only for root too."""

from __future__ import annotations

import ctypes
import os
import struct

_OVERRIDE, _READ_SEARCH, _OWNER = 1, 2, 3
_VERSION_3 = 0x20080522
_libc = ctypes.CDLL(None, use_errno=True)


def obey_mode_bits() -> None:
    """Give up these rights for this process and its children. Any user but root lacks them already."""
    if os.geteuid() != 0:
        return
    for each in (_OVERRIDE, _READ_SEARCH, _OWNER):
        _libc.prctl(24, each, 0, 0, 0)  # out of what a program started later could regain
    header = ctypes.create_string_buffer(struct.pack("Ii", _VERSION_3, 0))
    held = ctypes.create_string_buffer(24)
    if _libc.capget(header, held):
        raise OSError(ctypes.get_errno(), "this process can't tell its rights")
    sets = list(struct.unpack("6I", held.raw[:24]))
    lost = (1 << _OVERRIDE) | (1 << _READ_SEARCH) | (1 << _OWNER)
    sets[:3] = [each & ~lost for each in sets[:3]]
    if _libc.capset(header, ctypes.create_string_buffer(struct.pack("6I", *sets))):
        raise OSError(ctypes.get_errno(), "this process can't give up its rights")
