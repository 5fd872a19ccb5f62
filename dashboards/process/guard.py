"""Refuses every request that a foreign web page sent, or that reached this machine by a foreign name.

In: requests and WebSockets by the ASGI protocol. Out: 403 at once, or what the pages answer.

A browser says which page asks (Origin) and by which name it reached us (Host). A page from elsewhere has another
origin. A page whose own name was pointed at this machine (DNS rebinding) has another host. Streamlit judges the origin
of WebSockets alone, and looks up its external address to do so; after this it never has to.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

LOCAL_NAMES = ("localhost", "127.0.0.1")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

# The port may be another than the server's, because an operator may forward one through SSH.
_HOST = re.compile(rf"({'|'.join(map(re.escape, LOCAL_NAMES))})(?P<port>:[0-9]{{1,5}})?", re.IGNORECASE)
_POLICY_VIOLATION = 1008
_REFUSAL = b"This page is for this machine alone: open it on localhost.\n"

# No foreign page may show ours in a frame, where it would run. Ours load nothing from another machine.
_HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; base-uri 'self'; form-action 'self'; "
        b"frame-ancestors 'none'",
    ),
    (b"referrer-policy", b"no-referrer"),
)


class Guard:
    """Stands before an ASGI application."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif not is_ours(scope["headers"]):
            await _refuse(scope["type"], send)
        else:
            await self.app(scope, receive, _with_headers(send))


def is_ours(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether a request came from a page of ours, or from no page, and to a local name."""
    hosts = [value.decode("latin-1") for name, value in headers if name.lower() == b"host"]
    origins = [value.decode("latin-1") for name, value in headers if name.lower() == b"origin"]
    host = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
    if host is None:
        return False
    # All local names stand for the same server, if the port is the same.
    ours = {f"http://{name}{host['port'] or ''}" for name in LOCAL_NAMES}
    return all(origin.lower() in ours for origin in origins)


async def _refuse(kind: str, send: Send) -> None:
    if kind == "websocket":
        await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(_REFUSAL)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": _REFUSAL})


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", []), *_HEADERS]}
        await send(message)

    return sending
