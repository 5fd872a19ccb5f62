"""The command `hotline docs`: one page with every model, in the state's words, which asks nobody for anything."""

from __future__ import annotations

import http.client
import json
import re
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cli_fixture import Hotline

from hotline.commands.answers.docs import handler

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def page(hotline: Hotline, tmp_path: Path) -> str:
    """The page, made in a home in which nothing ever landed."""
    said = hotline("docs", "--to", tmp_path / "docs.html")
    assert (said.code, said.err, said.out.strip()) == (0, "", str(tmp_path / "docs.html"))
    assert not (tmp_path / "home" / "landing.duckdb").exists()
    return (tmp_path / "docs.html").read_text(encoding="utf-8")


def documents(page: str) -> list[dict[str, Any]]:
    """The manifest and the catalog that stand in the page."""
    decoder = json.JSONDecoder()
    found = [match.start() for match in re.finditer(r'\{"metadata": \{', page)]
    return [decoder.raw_decode(page, start)[0] for start in found]


def test_the_page_describes_every_model_in_the_words_of_the_state(page: str) -> None:
    manifest, catalog = documents(page)
    models = {path.stem for path in (ROOT / "models").rglob("*.sql")}
    assert {node["name"] for node in manifest["nodes"].values() if node["resource_type"] == "model"} == models
    counts = manifest["nodes"]["model.hotline.statutory_counts"]
    assert counts["relation_name"] == "hotline.marts.statutory_counts"
    assert counts["columns"]["calls_received"]["description"]
    assert catalog["nodes"]["model.hotline.statutory_counts"]["columns"]["calls_received"]["type"] == "bigint"
    described = [
        text
        for node in manifest["nodes"].values()
        for text in [node.get("description", ""), *(each["description"] for each in node["columns"].values())]
    ]
    assert [text for text in described if re.search(r"\{[a-z_]+\}", text)] == []
    # Neither a folder of this machine nor anything from another one.
    assert str(ROOT) not in page
    assert re.findall(r"""src=["']?https?:""", page.partition('{"metadata": {')[0]) == []


@pytest.fixture
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler(b"the page")) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/", "localhost:{}", 200),
        ("/index.html?x#y", "127.0.0.1:{}", 200),
        ("/../hotline.toml", "localhost:{}", 404),
        ("/other", "localhost:{}", 404),
        ("/", "elsewhere.example:{}", 403),
        ("/", "localhost.elsewhere.example", 403),
    ],
)
def test_the_page_is_served_to_this_machine_alone(port: int, path: str, host: str, status: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": host.format(port)})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert (answer.status, body == b"the page") == (status, status == 200)
    if status == 200:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_port_that_is_taken_is_told_before_anything_is_made(hotline: Hotline, port: int) -> None:
    said = hotline("docs", "--port", str(port))
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert f"Port {port} is taken" in said.err
