"""Starts the dashboards as `hotline serve` does, knocks in every way, and prints what was answered as one JSON object.

As a program: `python knocking.py HOME`, where HOME has a publication. It runs inside a watched process, so that the
test learns both what a page was answered and whom the server turned to.
"""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from dashboards.process import launch

STREAM = "/_stcore/stream"
KNOCKS_AT_ONCE = 100
PATIENCE = 30.0


def websocket_answer(port: int, headers: dict[str, str]) -> int:
    """The status of the answer to a WebSocket's handshake with these headers."""
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    return answer(port, STREAM, {**upgrade, **headers})


def answer(port: int, path: str, headers: dict[str, str], method: str = "GET") -> int:
    """The status of the answer to a request with these headers, and no others."""
    there = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        there.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            there.putheader(name, value)
        there.endheaders()
        return there.getresponse().status
    finally:
        there.close()


def allowed_frames(port: int) -> str:
    """What the page says of the pages that may show it in a frame."""
    there = http.client.HTTPConnection("localhost", port, timeout=PATIENCE)
    try:
        there.request("GET", "/")
        policy = there.getresponse().getheader("Content-Security-Policy") or ""
    finally:
        there.close()
    return next((part.strip() for part in policy.split(";") if "frame-ancestors" in part), "")


def page_is_drawn(port: int) -> bool:
    """Whether a page of ours, opened now, is drawn to its end."""
    asking = BackMsg()
    asking.rerun_script.query_string = ""
    with connect(
        f"ws://localhost:{port}{STREAM}", origin=f"http://localhost:{port}", subprotocols=["streamlit"],
        max_size=None, open_timeout=PATIENCE,
    ) as page:  # fmt: skip
        page.send(asking.SerializeToString())
        while True:
            said = ForwardMsg.FromString(bytes(page.recv(timeout=PATIENCE)))
            if said.WhichOneof("type") == "script_finished":
                return said.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY


def knock(port: int) -> dict[str, object]:
    """Knock in every way, one after the other and many at once."""
    here = f"localhost:{port}"
    foreign = {"Host": here, "Origin": "http://evil.example"}
    sockets = {
        "localhost": {"Host": here, "Origin": f"http://localhost:{port}"},
        "127.0.0.1": {"Host": f"127.0.0.1:{port}", "Origin": f"http://127.0.0.1:{port}"},
        "one name of ours to another": {"Host": f"127.0.0.1:{port}", "Origin": f"http://localhost:{port}"},
        "no origin": {"Host": here},
        "foreign origin": foreign,
        "foreign origin over HTTPS": {**foreign, "Origin": "https://evil.example"},
        "null": {**foreign, "Origin": "null"},
        "empty origin": {**foreign, "Origin": ""},
        "another port": {**foreign, "Origin": f"http://localhost:{port + 1}"},
        "no port": {**foreign, "Origin": "http://localhost"},
        "another scheme": {**foreign, "Origin": f"https://localhost:{port}"},
        "our name as a part": {**foreign, "Origin": f"http://localhost:{port}.evil.example"},
        "our name as a user": {**foreign, "Origin": f"http://localhost:{port}@evil.example"},
        "own address": {**foreign, "Origin": f"http://{socket.gethostname()}:{port}"},
        "unspecified address": {**foreign, "Origin": f"http://0.0.0.0:{port}"},
        "rebound name": {"Host": f"evil.example:{port}", "Origin": f"http://evil.example:{port}"},
        "rebound name without origin": {"Host": f"evil.example:{port}"},
        "our name as a part of the host": {"Host": f"localhost.evil.example:{port}"},
        "no host": {"Origin": f"http://localhost:{port}"},
    }
    paths = (
        "/", "/counts", STREAM, "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics",
        "/_stcore/allowed-message-origins", "/_stcore/script-health-check", "/_stcore/upload_file/a/b",
        "/_stcore/agent/interact", "/_stcore/agent/mcp", "/_stcore/agent/openapi.json", "/_stcore/bidi-components/x",
        "/component/x/y", "/media/x.png", "/static/index.js", "/app/static/x", "/auth/login", "/auth/logout",
        "/oauth2callback?code=1", "//evil.example/x", "/%2e%2e/%2e%2e/etc/passwd", "http://evil.example/",
    )  # fmt: skip
    methods = ("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD")
    origins = {"foreign": foreign, "null": {**foreign, "Origin": "null"}, "rebound": {"Host": f"evil.example:{port}"}}
    with ThreadPoolExecutor(KNOCKS_AT_ONCE // 4) as pool:
        many = [pool.submit(websocket_answer, port, foreign) for _ in range(KNOCKS_AT_ONCE)]
        drawn = page_is_drawn(port)
        meanwhile = [each.result() for each in many]
    return {
        "sockets": {name: websocket_answer(port, headers) for name, headers in sockets.items()},
        "requests": {
            f"{method} {path} {name}": answer(port, path, headers, method)
            for name, headers in origins.items()
            for method in methods
            for path in paths
        },
        "frames": allowed_frames(port),
        "own": {path: answer(port, path, sockets["localhost"]) for path in ("/", "/_stcore/health")},
        "meanwhile": meanwhile,
        "drawn": drawn,
    }


def main(home: Path) -> None:
    """Start the server, knock, stop it, and print what was answered."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(launch.command(port), env=launch.environment(home, "administrators"), cwd=home)
    try:
        for _ in range(240):
            time.sleep(0.25)
            try:
                answer(port, "/_stcore/health", {"Host": f"localhost:{port}"})
                break
            except OSError:
                continue
        found = knock(port)
    finally:
        server.send_signal(signal.SIGINT)
        found["stopped"] = server.wait(timeout=PATIENCE)
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
