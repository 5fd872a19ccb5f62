"""Fixtures: a served publication and a browser. The browser is Debian's; playwright downloads none."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

CHROMIUM = "/usr/bin/chromium"


@dataclass(frozen=True)
class Served:
    """An audience's server: its address, and the small publication that it serves."""

    address: str
    file: Path


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Served]]:
    """Gives the server of an audience, started as `hotline serve` starts it when it is first asked for."""
    from published_fixture import publish

    from dashboards.process import launch

    there: dict[str, Served] = {}
    with ExitStack() as servers:

        def of(audience: str) -> Served:
            if audience not in there:
                home = tmp_path_factory.mktemp(audience)
                file = publish(home, audience)
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", 0))
                    port = probe.getsockname()[1]
                server = subprocess.Popen(launch.command(port), env=launch.environment(home, audience), cwd=home)
                servers.callback(_stop, server)
                _wait(f"http://127.0.0.1:{port}/_stcore/health")
                there[audience] = Served(f"http://localhost:{port}", file)
            return there[audience]

        yield of


@pytest.fixture(scope="session")
def address(served: Callable[[str], Served]) -> str:
    """The address of the administrators' pages."""
    return served("administrators").address


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    server.wait(timeout=20)


def _wait(url: str) -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError(f"no answer from {url} within a minute")


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()
