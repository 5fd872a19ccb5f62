"""Runs a command and records every other machine that it, or a Python process that it starts, turns to.

As a program: `python watched.py RECORD COMMAND...`. RECORD becomes a file of JSON lines. A line has `by`, and

- `python`: a process of Python began to ask for an address or a name (`event`, `to`). An audit hook sees it, on every
  machine and without any right.
- `packet`: the kernel sent a packet that leaves this machine, or asks a name server (`to`). Where this user may have a
  network of its own, the command runs in one that leads nowhere, and its packets are seen whoever sent them.
- `process`: a process of Python was watched (`to` is its command line).
- `network`: the command ran in a network of its own.

The exit code is the command's.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_GET_FLAGS, _SET_FLAGS, _ADD_ROUTE = 0x8913, 0x8914, 0x890B
_UP = 0x1
_ALL_PROTOCOLS = 0x0003
_NAME_SERVER_PORT = 53


class _Address(ctypes.Structure):
    """A struct sockaddr; as it is, the address 0.0.0.0."""

    _fields_ = (("family", ctypes.c_ushort), ("data", ctypes.c_char * 14))


class _Route(ctypes.Structure):
    """A struct rtentry of the kernel."""

    _fields_ = (
        ("pad1", ctypes.c_ulong), ("destination", _Address), ("gateway", _Address), ("mask", _Address),
        ("flags", ctypes.c_ushort), ("pad2", ctypes.c_short), ("pad3", ctypes.c_ulong), ("tos", ctypes.c_ubyte),
        ("table", ctypes.c_ubyte), ("pad4", ctypes.c_short * 3), ("metric", ctypes.c_short),
        ("device", ctypes.c_char_p), ("mtu", ctypes.c_ulong), ("window", ctypes.c_ulong), ("irtt", ctypes.c_ushort),
    )  # fmt: skip


_ENDS = ("destination", "gateway", "mask")
_ANYWHERE = _Address(socket.AF_INET)

# Every process of Python runs this first, because its folder is in PYTHONPATH.
_SITE = """
import ipaddress, json, os, sys

def _say(by, event, to):
    line = json.dumps({"by": by, "event": event, "to": str(to), "pid": os.getpid()}) + "\\n"
    handle = os.open(RECORD, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(handle, line.encode())
    os.close(handle)

def _is_here(host):
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    try:
        found = ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host)
        return found.is_loopback or found.is_unspecified
    except ValueError:
        return False

def _watch(event, given):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        if isinstance(given[1], tuple) and isinstance(given[1][0], (str, bytes)) and not _is_here(given[1][0]):
            _say("python", event, given[1][0])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        if not _is_here(given[0]):
            _say("python", event, given[0])

_say("process", "", " ".join(sys.orig_argv))
sys.addaudithook(_watch)
"""


@dataclass(frozen=True)
class Watched:
    """What a command did: its exit code, what it said, what it turned to, and which processes of Python were seen."""

    code: int
    said: str
    turned_to: tuple[str, ...]
    processes: tuple[str, ...]


def run_watched(command: Iterable[str], folder: Path, environment: Mapping[str, str] = os.environ) -> Watched:
    """Run a command, watched; the record lies in `folder`."""
    record = folder / "record.jsonl"
    done = subprocess.run(
        [sys.executable, __file__, str(record), *command],
        env=environment, cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = [json.loads(line) for line in record.read_text().splitlines()]
    return Watched(
        done.returncode,
        done.stdout + done.stderr,
        tuple(f"{line['by']} {line['event']} {line['to']}" for line in lines if line["by"] in ("python", "packet")),
        tuple(line["to"] for line in lines if line["by"] == "process"),
    )


def main(record: Path, command: list[str]) -> int:
    """Run the command, and return its exit code."""
    folder = record.with_suffix(".site")
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(f"RECORD = {str(record)!r}\n{_SITE}")
    if _enter_a_network_of_its_own():
        _note(record, "network", "")
        packets = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(_ALL_PROTOCOLS))
        threading.Thread(target=_record_packets, args=(packets, record), daemon=True).start()
    return subprocess.run(command, env={**os.environ, "PYTHONPATH": str(folder)}, check=False).returncode


def _enter_a_network_of_its_own() -> bool:
    """Leave this machine's network for one in which all ways end at this process; False where that is not allowed."""
    user, group = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_NETWORK | (_NEW_USER if user else 0)):
        return False
    try:
        if user:
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"0 {user} 1")
            Path("/proc/self/gid_map").write_text(f"0 {group} 1")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
            name = b"lo".ljust(16, b"\0")
            flags = struct.unpack_from("16sh", fcntl.ioctl(control, _GET_FLAGS, struct.pack("16sh22x", name, 0)))[1]
            fcntl.ioctl(control, _SET_FLAGS, struct.pack("16sh22x", name, flags | _UP))
            fcntl.ioctl(control, _ADD_ROUTE, _Route(device=b"lo", flags=_UP, **dict.fromkeys(_ENDS, _ANYWHERE)))
    except OSError:
        # A network without a way out still shows what a process of Python asks for.
        return False
    return True


def _record_packets(packets: socket.socket, record: Path) -> None:
    while True:
        packet, (_, protocol, *_rest) = packets.recvfrom(65535)
        if protocol == 0x0800:
            to, transport, head = ip_address(packet[16:20]), packet[9], (packet[0] & 15) * 4
        elif protocol == 0x86DD:
            to, transport, head = ip_address(packet[24:40]), packet[6], 40
        else:
            continue
        port = struct.unpack_from("!H", packet, head + 2)[0] if transport in (6, 17) else 0
        if not (to.is_loopback or to.is_multicast) or port == _NAME_SERVER_PORT:
            _note(record, "packet", f"{to} port {port}")


def _note(record: Path, by: str, to: str) -> None:
    with record.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps({"by": by, "event": "", "to": to, "pid": os.getpid()}) + "\n")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
