"""A page that an audience may not see is neither in its menu nor at its address, whatever was asked for before."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from published_fixture import publish
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest
from websockets.sync.client import connect

from dashboards import pages
from dashboards.process import launch
from dashboards.server import ENTRY

PATIENCE = 40.0
STRANGERS = "strangers"
# What no page may show to an audience that may not see it: a figure, a table, or a period of the figures.
SHOWN = ('<div class="value">', "<table", "FY2026", "FY2027")


@contextmanager
def served(home: Path, audience: str) -> Iterator[int]:
    """The port of a fresh server for an audience."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = subprocess.Popen(launch.command(port), env=launch.environment(home, audience), cwd=home)
    try:
        for _ in range(int(PATIENCE * 4)):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2).close()
                break
            except OSError:
                time.sleep(0.25)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def drawn(port: int, address: str) -> str:
    """All that the page at an address shows to a browser that opens it."""
    asking = BackMsg()
    asking.rerun_script.query_string = ""
    asking.rerun_script.page_name = address
    texts = []
    with connect(
        f"ws://localhost:{port}/_stcore/stream", origin=f"http://localhost:{port}", subprotocols=["streamlit"],
        max_size=None, open_timeout=PATIENCE,
    ) as page:  # fmt: skip
        page.send(asking.SerializeToString())
        while True:
            said = ForwardMsg.FromString(bytes(page.recv(timeout=PATIENCE)))
            texts.append(str(said))
            if said.WhichOneof("type") == "script_finished":
                return "\n".join(texts)


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.name)
def test_a_fresh_server_shows_nothing_of_a_page_to_an_audience_that_may_not_see_it(
    tmp_path: Path, page: pages.Page
) -> None:
    """The address is the first that this server is asked for; what it lacks, it has not learnt from another page."""
    refused = next((audience for audience in pages.AUDIENCES if audience not in page.audiences), STRANGERS)
    publish(tmp_path, refused)
    with served(tmp_path, refused) as port:
        told = drawn(port, page.address)
    if refused == STRANGERS:
        assert "There is no such audience" in told
        assert [each for each in SHOWN if each in told.replace('\\"', '"')] == []
    assert page.title not in told


def test_a_fresh_server_shows_a_page_to_an_audience_that_may_see_it(tmp_path: Path) -> None:
    """The test above would see a page that is shown."""
    publish(tmp_path)
    with served(tmp_path, "administrators") as port:
        told = drawn(port, "counts")
    assert any(each in told.replace('\\"', '"') for each in SHOWN)


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.name)
def test_a_view_that_is_run_past_the_entry_script_refuses_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: pages.Page
) -> None:
    publish(tmp_path, STRANGERS)
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path))
    monkeypatch.setenv("HOTLINE_AUDIENCE", STRANGERS)
    app = AppTest.from_file(str(ENTRY.parent / page.view), default_timeout=60).run()
    assert [each.value for each in app.error] == [f"The audience “{STRANGERS}” may not see this page."]
    assert not app.get("html")
    assert not app.exception
