"""Measures how long the server takes for a page, for one reader and for thirty at once.

Usage: python -m benchmarks.pages HOME [MINUTES]

HOME is a warehouse with a publication. A reader here is what a browser is to the server: it opens a WebSocket, asks for
a page, and waits until the page is whole. The floor in the same run is a page of the same server that asks nothing.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from dashboards.pages import AUDIENCES, seen_by
from dashboards.process import launch
from serving.figures import periods, places
from serving.published import open_audience

READERS, BETWEEN_CLICKS = 30, 10.0
# The 95th percentiles that a page may take, in seconds: asked for the first time, and again.
ALONE, TOGETHER = (0.3, 0.1), (1.0, 0.4)
FAILED = ("could not be drawn", "could not be read", "No figures are shown")


@dataclass
class Times:
    """Seconds by page, of the first time that something was asked and of the times after."""

    first: dict[str, list[float]] = field(default_factory=dict)
    again: dict[str, list[float]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Served:
    """A running server and what its readers may ask for."""

    audience: str
    port: int
    publication_id: str
    places: tuple[str, ...]
    years: tuple[str, ...]


class Reader:
    """One session. It notes what every page says of audience and publication."""

    def __init__(self, served: Served, connection: ClientConnection) -> None:
        self._served, self._connection = served, connection

    async def ask(self, page: str, **query: str) -> tuple[float, str]:
        """Ask for a page. Returns the seconds until it is whole, and what is wrong with it; empty if nothing is."""
        message = BackMsg()
        message.rerun_script.query_string = urlencode(query)
        message.rerun_script.page_name = page
        started = time.perf_counter()
        await self._connection.send(message.SerializeToString())
        texts: list[str] = []
        while True:
            answer = ForwardMsg()
            data = await asyncio.wait_for(self._connection.recv(), 60)
            assert isinstance(data, bytes)
            answer.ParseFromString(data)
            if answer.WhichOneof("type") == "delta":
                texts.append(str(answer.delta))
            if answer.WhichOneof("type") == "script_finished":
                if answer.script_finished in (
                    ForwardMsg.FINISHED_SUCCESSFULLY,
                    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
                ):
                    break
                if answer.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    return time.perf_counter() - started, f"{page}: did not compile"
        took = time.perf_counter() - started
        return took, self._wrong(page, "".join(texts))

    def _wrong(self, page: str, text: str) -> str:
        own = AUDIENCES[self._served.audience]
        if f"Audience: {own}" not in text or self._served.publication_id not in text:
            return f"{page}: not the page of {own}"
        title = next(each.title for each in seen_by(self._served.audience) if each.address == page)
        if f'eyebrow\\">{title}' not in text:
            return f"{page}: another page than {title}"
        return next((f"{page}: {each}" for each in FAILED if each in text), "")


@contextmanager
def serving(home: Path, audience: str) -> Iterator[Served]:
    """A server of an audience on a free port, as `hotline serve` starts it."""
    published = open_audience(home, audience)
    assert published is not None, f"nothing is published for {audience}"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        launch.command(port),
        env=launch.environment(home, audience),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(240):
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                break
            time.sleep(0.25)
        yield Served(
            audience,
            port,
            published.publication_id,
            tuple(place.name for place in places(published)),
            tuple(period.label for period in periods(published, "fiscal_year")),
        )
    finally:
        server.terminate()
        server.wait(timeout=30)


async def reader(served: Served) -> Reader:
    """Open a session."""
    origin = f"http://localhost:{served.port}"
    address = f"ws://localhost:{served.port}/_stcore/stream"
    return Reader(served, await connect(address, origin=origin, subprotocols=["streamlit"], max_size=None))  # type: ignore[arg-type, list-item]


async def alone(served: Served) -> tuple[Times, float]:
    """One reader asks for each page of ten places, then for the same once more. Returns the times and the floor."""
    times = Times()
    one = await reader(served)
    await one.ask("definitions")
    floor = min([(await one.ask("data"))[0] for _ in range(5)])
    chosen = [served.places[at] for at in range(0, len(served.places), max(1, len(served.places) // 10))]
    for kept in (times.first, times.again):
        for page, place in itertools.product(seen_by(served.audience), chosen):
            took, wrong = await one.ask(page.address, place=place)
            kept.setdefault(page.title, []).append(took)
            times.failed += [wrong] if wrong else []
    return times, floor


async def together(servers: list[Served], minutes: float) -> Times:
    """Thirty readers click for some minutes, each ten seconds after the last page was whole."""
    times, asked = Times(), set()
    until = time.monotonic() + 60 * minutes

    async def click(served: Served, number: int) -> None:
        chance = random.Random(number)
        await asyncio.sleep(chance.random() * BETWEEN_CLICKS)
        one = await reader(served)
        while time.monotonic() < until:
            page = chance.choice(seen_by(served.audience))
            place, year = chance.choice(served.places), chance.choice(served.years)
            key = (served.audience, page.name, place, year)
            kept = times.again if key in asked else times.first
            asked.add(key)
            took, wrong = await one.ask(page.address, place=place, period=year)
            kept.setdefault(page.title, []).append(took)
            times.failed += [wrong] if wrong else []
            # The same page once more is what a reader sees who goes back.
            took, wrong = await one.ask(page.address, place=place, period=year)
            times.again.setdefault(page.title, []).append(took)
            times.failed += [wrong] if wrong else []
            await asyncio.sleep(BETWEEN_CLICKS)

    await asyncio.gather(*(click(servers[at % len(servers)], at) for at in range(READERS)))
    return times


def table(title: str, times: Times, limits: tuple[float, float]) -> None:
    """Print the 95th percentiles by page and over all pages, against their limits."""
    print(f"\n{title}\n{'page':24}{'asked':>7}{'first, p95':>12}{'again, p95':>12}")
    for page in times.first:
        first, again = times.first[page], times.again.get(page, [])
        print(f"{page:24}{len(first):7}{p95(first):11.3f}s{p95(again):11.3f}s")
    first, again = (list(itertools.chain(*each.values())) for each in (times.first, times.again))
    print(f"{'all':24}{len(first):7}{p95(first):11.3f}s{p95(again):11.3f}s")
    ratios = p95(first) / limits[0], p95(again) / limits[1]
    print(f"ratio to the limits of {limits[0]} s and {limits[1]} s: {ratios[0]:.2f}, {ratios[1]:.2f}")
    print(f"failed: {len(times.failed)} {sorted(set(times.failed))[:5]}", flush=True)


def p95(seconds: list[float]) -> float:
    """The 95th percentile; the only value where there is one."""
    return quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else (seconds or [0.0])[0]


def main(home: Path, minutes: float) -> None:
    """Measure each audience alone, then thirty readers of all audiences together."""
    for audience in AUDIENCES:
        with serving(home, audience) as served:
            times, floor = asyncio.run(alone(served))
            table(f"{AUDIENCES[audience]}, one reader (floor {floor:.3f} s)", times, ALONE)
    with serving(home, "administrators") as one, serving(home, "analysts") as two, serving(home, "oca") as three:
        times = asyncio.run(together([one, two, three], minutes))
        table(f"{READERS} readers for {minutes:g} minutes, {BETWEEN_CLICKS:g} s between clicks", times, TOGETHER)
    print(f"on {os.cpu_count()} processors")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), float(sys.argv[2]) if len(sys.argv) > 2 else 2.0)
