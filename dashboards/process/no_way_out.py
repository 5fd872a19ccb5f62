"""Closes every way out of this process: it answers whoever asks, and asks nobody.

Streamlit looks up its external address when a foreign page knocks, and a later version may have other reasons. An audit
hook refuses what all of them need. Python can't remove a hook again.
"""

from __future__ import annotations

import errno
import sys
from typing import Any

_CALLS = ("socket.connect", "socket.sendto", "socket.sendmsg")
_QUESTIONS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
_THIS_MACHINE = (None, "", "localhost", "127.0.0.1", "0.0.0.0", "::", "::1")


def close_every_way_out() -> None:
    """Let no code of Python in this process connect to an address or ask for a name, from now on.

    Whoever tries gets a PermissionError at once, and no packet is sent. A local socket (AF_UNIX) is no way out.
    """
    sys.addaudithook(_refuse)


def _refuse(event: str, given: tuple[Any, ...]) -> None:
    if event in _CALLS:
        # An answer on a connection that somebody else opened has no address; that of a local socket is a path.
        if isinstance(given[1], tuple):
            raise PermissionError(errno.EACCES, "this server calls nobody")
    elif event in _QUESTIONS and given[0] not in _THIS_MACHINE:
        raise PermissionError(errno.EACCES, "this server asks for no name")
