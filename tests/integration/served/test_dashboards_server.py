"""The server of the dashboards against foreign pages: it answers ours alone, and turns to nobody."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from published_fixture import publish
from watched import Watched, run_watched

OURS = {"localhost", "127.0.0.1", "one name of ours to another", "no origin"}
ASKING = """
import socket, sys
from dashboards.process.no_way_out import close_every_way_out

close_every_way_out()
import requests
from streamlit import net_util

def refused(call, *given):
    try:
        call(*given)
    except PermissionError:
        return
    sys.exit(f"{call} {given} was not refused")

stream, letters = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
for call in (stream.connect, stream.connect_ex, letters.connect):
    refused(call, ("192.0.2.1", 80))
    refused(call, ("127.0.0.1", 80))
refused(letters.sendto, b"x", ("192.0.2.1", 53))
refused(letters.sendmsg, [b"x"], [], 0, ("192.0.2.1", 53))
refused(socket.create_connection, ("evil.example", 80))
refused(socket.getaddrinfo, "evil.example", 80)
refused(socket.gethostbyname, "evil.example")
refused(socket.gethostbyname_ex, "evil.example")
refused(socket.gethostbyaddr, "192.0.2.1")
assert net_util.get_external_ip() is None
assert net_util.get_internal_ip() == "127.0.0.1"
ours, theirs = socket.socketpair()
ours.sendmsg([b"x"])
assert theirs.recv(1) == b"x"
"""


# Streamlit reads this file in the folder in which it was started.
SETTINGS = """
[server]
address = "0.0.0.0"
enableCORS = false
corsAllowedOrigins = ["http://evil.example"]
allowedHosts = ["*"]
enableXsrfProtection = false
enableStaticServing = true
enableAgentApi = true
scriptHealthCheckEnabled = true
runOnSave = true
[browser]
gatherUsageStats = true
serverAddress = "evil.example"
[client]
allowedOrigins = ["http://evil.example"]
showErrorDetails = "full"
[theme]
base = "http://evil.example/theme.toml"
"""


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    home = tmp_path_factory.mktemp("home")
    publish(home)
    (home / ".streamlit").mkdir()
    (home / ".streamlit" / "config.toml").write_text(SETTINGS)
    found = run_watched([sys.executable, str(Path(__file__).with_name("knocking.py")), str(home)], home)
    assert found.code == 0, found.said
    return found


@pytest.fixture(scope="module")
def answers(watched: Watched) -> Any:
    return json.loads(next(line for line in watched.said.splitlines() if line.startswith("{")))


def test_whoever_knocks_the_server_turns_to_nobody(watched: Watched) -> None:
    assert any("dashboards.server" in process for process in watched.processes)
    assert watched.turned_to == ()


def test_only_pages_of_ours_get_a_websocket(answers: Any) -> None:
    taken = {name for name, status in answers["sockets"].items() if status == 101}
    assert taken == OURS
    # 400: the protocol asks for a host.
    assert {status for name, status in answers["sockets"].items() if name not in OURS} <= {403, 400}


def test_no_path_and_no_method_answers_a_foreign_page(answers: Any) -> None:
    assert set(answers["requests"].values()) == {403}
    assert set(answers["own"].values()) == {200}


def test_a_page_of_ours_is_drawn_while_foreign_pages_knock(answers: Any) -> None:
    assert answers["drawn"]
    assert set(answers["meanwhile"]) == {403}


def test_no_page_may_show_ours_in_a_frame(answers: Any) -> None:
    assert answers["frames"] == "frame-ancestors 'none'"


def test_it_stops_when_it_is_told_to(answers: Any, watched: Watched) -> None:
    assert answers["stopped"] == 0
    assert "Traceback" not in watched.said


def test_code_in_the_server_can_neither_connect_nor_ask_for_a_name(tmp_path: Path) -> None:
    found = run_watched([sys.executable, "-P", "-c", ASKING], tmp_path)
    assert found.code == 0, found.said
    assert [each for each in found.turned_to if each.startswith("packet")] == []


def test_the_watch_sees_who_is_asked(tmp_path: Path) -> None:
    asking = "import socket; socket.socket(type=socket.SOCK_DGRAM).connect(('192.0.2.1', 53))"
    found = run_watched([sys.executable, "-c", asking], tmp_path)
    assert "python socket.connect 192.0.2.1" in found.turned_to
