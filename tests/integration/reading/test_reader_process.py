"""The child that reads a file may crash, hang or be killed: the file is refused, and the others land."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from ingest_home import ROOT, ZONE, Home, csv_text, report

from ingest.isolation.limits import confine
from ingest.isolation.process import Reader
from ingest.land import IngestSettings, ingest
from ingest.reading.bounds import Bounds
from ingest.refusal import Mishap, ReaderFailed
from ingest.storing.ledger import LoadResult

# It takes the careful reader seconds.
SLOW = b"referral_id,received_at,updated_at\n" + b'"\n' * 2_000_000


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def reader() -> Iterator[Reader]:
    with Reader(ZONE) as reading:
        yield reading


def three_files(home: Home, content: bytes = SLOW) -> list[Path]:
    return [
        home.write("referrals_2026-11-17.csv", csv_text([report(7)])),
        home.write("referrals_2026-11-18.csv", content),
        home.write("referrals_2026-11-19.csv", csv_text([report(9)])),
    ]


def landed(
    home: Home, reader: Reader | None, paths: list[Path], told: list[Mishap], **settings: Any
) -> list[LoadResult]:
    changed: IngestSettings = replace(home.settings, **settings)
    return ingest(paths, landing=home.landing, settings=changed, reader=reader, tell=told.append)


def children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def waited_for(found: Callable[[], Any], seconds: float = 60.0) -> Any:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if result := found():
            return result
        time.sleep(0.01)
    raise AssertionError("it did not come to that")


@contextmanager
def meeting_the_slow_child(reader: Reader, do: Callable[[int], None]) -> Iterator[None]:
    """Call `do` with the process id of the child that reads the slow file, while it reads."""

    def meet() -> None:
        waited_for(lambda: any(slow(each) for each in children(reader.pid)))
        time.sleep(0.5)  # it confines itself first
        do(next(each for each in children(reader.pid) if slow(each)))

    def slow(pid: int) -> bool:
        try:
            return any(str(each.readlink()).endswith("-18.csv") for each in Path(f"/proc/{pid}/fd").iterdir())
        except OSError:
            return False

    meeting = threading.Thread(target=meet)
    meeting.start()
    yield
    meeting.join()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGXCPU])
def test_a_child_that_is_killed(home: Home, reader: Reader, number: signal.Signals) -> None:
    told: list[Mishap] = []
    with meeting_the_slow_child(reader, lambda pid: os.kill(pid, number)):
        results = landed(home, reader, three_files(home), told)
    assert [each.status for each in results] == ["landed", "refused", "landed"]
    assert [each["status"] for each in home.loads()] == ["landed", "refused", "landed"]
    if number == signal.SIGXCPU:
        assert "max_read_seconds" in str(results[1].reason)
    else:
        assert [each.type for each in told] == [f"signal {number.value}"]


def test_a_reading_process_that_is_killed_is_started_anew(home: Home, reader: Reader) -> None:
    told: list[Mishap] = []
    first = reader.pid
    with meeting_the_slow_child(reader, lambda _: os.kill(first, signal.SIGKILL)):
        results = landed(home, reader, three_files(home), told)
    assert [each.status for each in results] == ["landed", "refused", "landed"]
    assert reader.pid != first
    os.kill(reader.pid, signal.SIGKILL)
    time.sleep(0.2)
    assert home.write("referrals_2026-11-20.csv", csv_text([report(1)]))
    assert landed(home, reader, [home.inbox / "referrals_2026-11-20.csv"], told)[0].status == "landed"


def test_a_child_may_do_next_to_nothing(home: Home, reader: Reader) -> None:
    limits: dict[str, str] = {}

    def look(pid: int) -> None:
        for line in Path(f"/proc/{pid}/limits").read_text().splitlines()[1:]:
            limits[line[:26].strip()] = line[26:47].strip()

    with meeting_the_slow_child(reader, look):
        landed(home, reader, three_files(home), [])
    assert (limits["Max core file size"], limits["Max file size"]) == ("0", "0")
    assert int(limits["Max cpu time"]) == Bounds().max_read_seconds
    assert int(limits["Max open files"]) <= 64
    # A fifth of a gigabyte for what the process has, two fifths of the limit, and what allocators keep.
    assert int(limits["Max data size"]) < 1_000_000_000


def test_a_file_that_takes_too_long(home: Home, reader: Reader) -> None:
    results = landed(home, reader, three_files(home), [], bounds=Bounds(max_read_seconds=1))
    assert [each.status for each in results] == ["landed", "refused", "landed"]
    assert "reading it takes longer than max_read_seconds allows (1)" in str(results[1].reason)
    assert waited_for(lambda: not children(reader.pid)) is True


def test_a_child_that_uses_up_its_processor_time_says_so() -> None:
    child = os.fork()
    if not child:
        # Whatever happens, this copy of the tests must not go on with the tests.
        try:
            confine(1 << 30, 1, os.getppid())
            while True:
                pass
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGXCPU


def test_a_file_that_takes_too_much_memory(home: Home, reader: Reader) -> None:
    one = b"referral_id,received_at,updated_at\n" + b'"' + b"\xf0\x9f\x98\x80" * 30_000_000 + b'",,\n'
    bounds = Bounds(max_record_bytes=1 << 30, max_field_bytes=1 << 30)
    results = landed(home, reader, three_files(home, one), [], bounds=bounds, memory_limit="200MB")
    assert [each.status for each in results] == ["landed", "refused", "landed"]
    assert "takes more memory than it may" in str(results[1].reason)
    assert reader.peak_memory < 700_000_000


@pytest.mark.parametrize(
    "error",
    [UnicodeEncodeError("utf-8", "Okonkwo", 0, 1, "Okonkwo"), OverflowError("Okonkwo"),
     duckdb.ConversionException("Okonkwo"), RecursionError("Okonkwo"), OSError(36, "Okonkwo")],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_what_nobody_foresaw_refuses_one_file(
    home: Home, reader: Reader, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    failing(monkeypatch, error)
    told: list[Mishap] = []
    results = landed(home, reader, three_files(home, b"referral_id,received_at,updated_at\n"), told)
    assert [each.status for each in results] == ["landed", "refused", "landed"]
    assert type(error).__name__ in str(results[1].reason)
    assert "Okonkwo" not in str(results) + str(told)
    assert "find_contradictions" in told[0].place


@pytest.mark.parametrize(
    "error",
    [OSError(28, "No space left"), MemoryError(), duckdb.IOException("no space"), duckdb.OutOfMemoryException("full"),
     duckdb.FatalException("broken"), KeyboardInterrupt()],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_what_the_machine_lacks_ends_the_command(
    home: Home, reader: Reader, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    failing(monkeypatch, error)
    with pytest.raises(type(error)):
        landed(home, reader, three_files(home, b"referral_id,received_at,updated_at\n"), [])
    assert [each["status"] for each in home.loads()] == ["landed"]


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let the second file fail with an exception after it was read."""
    import ingest.land

    real, called = ingest.land.find_contradictions, []

    def find_contradictions(*arguments: Any) -> int:
        called.append(1)
        if len(called) == 2:
            raise error
        return real(*arguments)

    monkeypatch.setattr("ingest.land.find_contradictions", find_contradictions)


def test_a_reading_process_that_cannot_start_is_said(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.isolation.process.sys.executable", "/bin/false")
    with pytest.raises(ReaderFailed, match="make setup"):
        landed(home, None, three_files(home), [])
    assert home.loads() == []


COMMAND = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from ingest_home import Home
    from ingest.land import ingest
    home = Home(Path(sys.argv[1]))
    ingest([home.inbox], landing=home.landing, settings=home.settings)
    """
)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_command_that_ends_leaves_no_process(home: Home, number: signal.Signals) -> None:
    three_files(home)
    paths = os.pathsep.join([str(ROOT), str(Path(__file__).parents[1])])
    command = subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(home.folder)],
        env={**os.environ, "PYTHONPATH": paths}, stderr=subprocess.DEVNULL,
    )  # fmt: skip

    def reading() -> list[int]:
        return [each for server in children(command.pid) for each in children(server)]

    waited_for(lambda: home.landing.exists() and reading())
    family = [*children(command.pid), *waited_for(reading)]
    command.send_signal(number)
    command.wait(30)
    waited_for(lambda: not any(Path(f"/proc/{each}").exists() for each in family), 10)


def test_the_memory_of_a_large_file_does_not_grow_with_it(home: Home, reader: Reader) -> None:
    peaks = []
    for size in (100_000, 400_000):
        rows = csv_text([report(each, family_id=f"F{each}") for each in range(size)])
        reader.peak_memory = 0
        results = landed(home, reader, [home.write(f"referrals_{size}.csv", rows)], [])
        assert results[0].rows_in_file == size
        peaks.append(reader.peak_memory)
    assert peaks[1] < peaks[0] + 150_000_000
