"""The process that answers: what holds it, and that it ends with whoever asked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sandbox_fixture import published_home

from serving.sandbox.ask import ask
from serving.sandbox.limits import Limits
from serving.sandbox.refusal import Unanswered

__all__ = ["published_home"]

LIMITS = Limits(seconds=60, memory_bytes=400_000_000, threads=2, max_rows=1000, max_bytes=1_000_000)
SLEEP = "select sleep_ms(600000)"
PATIENCE = 60


@pytest.fixture
def file(published_home: Path) -> Path:
    """The published file."""
    return (published_home / "published" / "administrators.duckdb").resolve()


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def children(parent: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, owner = stat.read_text().rpartition(")")[2].split()[:2]
        except OSError:  # it has just ended
            continue
        if int(owner) == parent and state != "Z":
            found.append(int(stat.parent.name))
    return found


def alive(process: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def sealed(process: int) -> bool:
    """Whether the process may open nothing more, which is the last thing before it asks."""
    try:
        return "Max open files            0 " in Path(f"/proc/{process}/limits").read_text()
    except OSError:
        return False


def as_at_a_terminal() -> None:
    """Signals end the program, also where the tests run in the background, which ignores some."""
    for each in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(each, signal.SIG_DFL)


@pytest.fixture
def sleeping(published_home: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """`hotline sql` in a process group of its own, and the process that sleeps over its question."""
    environment = {"PATH": os.environ["PATH"], "HOTLINE_HOME": str(published_home), "HOTLINE_SQL_SECONDS": "600"}
    asker = subprocess.Popen(
        [sys.executable, "-m", "hotline.cli", "sql", SLEEP],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True,
        preexec_fn=as_at_a_terminal,
    )  # fmt: skip
    try:
        until(lambda: any(sealed(each) for each in children(asker.pid)))
        [answering] = children(asker.pid)
        yield asker, answering
    finally:
        asker.kill()
        asker.communicate()


def test_ctrl_c_ends_both(sleeping: tuple[subprocess.Popen[str], int]) -> None:
    asker, answering = sleeping
    os.killpg(asker.pid, signal.SIGINT)
    assert asker.communicate(timeout=PATIENCE) == ("", "Stopped.\n")
    assert asker.returncode == 1
    assert not alive(answering)


def test_an_interrupt_of_the_asker_alone_ends_both(sleeping: tuple[subprocess.Popen[str], int]) -> None:
    asker, answering = sleeping
    asker.send_signal(signal.SIGINT)
    assert asker.communicate(timeout=PATIENCE) == ("", "Stopped.\n")
    assert not alive(answering)


def test_an_interrupt_of_the_answering_process_alone_is_ignored(sleeping: tuple[subprocess.Popen[str], int]) -> None:
    asker, answering = sleeping
    os.kill(answering, signal.SIGINT)
    time.sleep(0.2)
    assert alive(answering)
    assert asker.poll() is None


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_the_answering_process_dies_with_the_asker(sleeping: tuple[subprocess.Popen[str], int], end: int) -> None:
    asker, answering = sleeping
    asker.send_signal(end)
    asker.communicate(timeout=PATIENCE)
    until(lambda: not alive(answering))


def test_where_the_answering_process_is_killed_the_asker_says_so(sleeping: tuple[subprocess.Popen[str], int]) -> None:
    asker, answering = sleeping
    os.kill(answering, signal.SIGKILL)
    out, err = asker.communicate(timeout=PATIENCE)
    assert (asker.returncode, out, err.count("\n")) == (1, "", 1)
    assert "ended before it had answered" in err


def test_what_holds_the_process(sleeping: tuple[subprocess.Popen[str], int]) -> None:
    _, answering = sleeping
    proc = Path(f"/proc/{answering}")
    limits = {line[:25].strip(): line[26:].split()[:2] for line in (proc / "limits").read_text().splitlines()}
    assert limits["Max core file size"] == ["0", "0"]
    assert limits["Max file size"] == ["0", "0"]
    assert limits["Max open files"] == ["0", "0"]
    assert limits["Max processes"] == ["0", "0"]
    assert limits["Max data size"][0] == limits["Max data size"][1]
    assert int(limits["Max data size"][0]) <= 2**31
    assert limits["Max cpu time"][0].isdigit()
    assert (proc / "environ").read_bytes() == b""
    assert os.readlink(proc / "cwd") == "/"  # noqa: PTH115
    status = dict(line.split(":\t") for line in (proc / "status").read_text().splitlines() if ":\t" in line)
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
    assert b"sleep_ms" not in (proc / "cmdline").read_bytes()


def test_the_process_holds_the_published_file_and_nothing_else(
    sleeping: tuple[subprocess.Popen[str], int], published_home: Path
) -> None:
    _, answering = sleeping
    held = {os.readlink(each) for each in Path(f"/proc/{answering}/fd").iterdir()}  # noqa: PTH115
    files = {each for each in held if each.startswith("/")} - {"/dev/null"}
    assert files == {str((published_home / "published" / "administrators.duckdb").resolve())}
    assert not [each for each in held if each.startswith("socket")]


def test_a_reader_that_leaves_ends_the_question(published_home: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOTLINE_HOME": str(published_home), "HOTLINE_SQL_SECONDS": "600"}
    asker = subprocess.Popen(
        [sys.executable, "-m", "hotline.cli", "sql", "from range(1000000000)"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    assert asker.stdout is not None
    assert asker.stderr is not None
    assert asker.stdout.readline() == "range\n"
    asker.stdout.close()
    asker.wait(timeout=PATIENCE)
    assert asker.stderr.read() == ""
    asker.stderr.close()
    assert children(asker.pid) == []


def test_a_reader_that_takes_its_time_gets_the_whole_answer(file: Path) -> None:
    """Only the time in which the asker waits counts against the deadline."""
    hasty = Limits(seconds=5, memory_bytes=400_000_000, threads=2, max_rows=10**6, max_bytes=10**9)
    with ask(file, "from range(300000)", hasty) as answer:
        chunks = iter(answer)
        rows = len(next(chunks))
        time.sleep(6)
        rows += sum(len(chunk) for chunk in chunks)
    assert (rows, answer.cut) == (300_000, None)


def test_a_question_blocks_no_other_thread(file: Path) -> None:
    """Others are answered while the first one still sleeps."""
    said: list[str] = []

    def sleep() -> None:
        with pytest.raises(Unanswered) as error, ask(file, SLEEP, LIMITS):
            pass
        said.append(str(error.value))

    thread = threading.Thread(target=sleep)
    thread.start()
    until(lambda: any(sealed(each) for each in children(os.getpid())))
    [sleeping] = [each for each in children(os.getpid()) if sealed(each)]
    for _ in range(2):
        with ask(file, "select 1 as a", LIMITS) as answer:
            assert [row for rows in answer for row in rows] == [["1"]]
    assert thread.is_alive()
    assert alive(sleeping)
    os.kill(sleeping, signal.SIGKILL)
    thread.join(PATIENCE)
    assert len(said) == 1
    assert not [each for each in children(os.getpid()) if sealed(each)]


def test_what_a_page_is_told(file: Path) -> None:
    with ask(file, "select 1 as a, 'x' as a, [1] as l from range(3000)", LIMITS) as answer:
        assert [(each.name, each.given, each.type, each.kind) for each in answer.columns] == [
            ("a", "a", "INTEGER", "whole"),
            ("a_1", "a", "VARCHAR", "text"),
            ("l", "l", "INTEGER[]", "json"),
        ]
        rows = [row for chunk in answer for row in chunk]
    assert (len(rows), answer.rows, rows[0]) == (1000, 1000, ["1", "x", "[1]"])
    assert answer.cut_sentence == "The answer is cut after 1,000 rows: an answer may have 1,000 rows."
    assert answer.seconds > 0


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"Secretname" * 10_000)
    for path in (broken, tmp_path / "missing.duckdb", tmp_path):
        with (
            pytest.raises(Unanswered, match="The published file can't be read") as error,
            ask(path, "select 1", LIMITS),
        ):
            pass
        assert str(tmp_path) not in str(error.value)


def test_a_file_with_a_broken_block(file: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.duckdb"
    whole = file.read_bytes()
    # The first blocks say where the others are; the tables lie after them.
    broken.write_bytes(whole[:20_000] + bytes(each ^ 255 for each in whole[20_000:]))
    sentences = set()
    for question in ("select max(sentence) from operations.validations", "summarize marts.statutory_counts"):
        with pytest.raises(Unanswered) as error, ask(broken, question, LIMITS) as answer:
            list(answer)
        sentences.add(str(error.value))
    assert sentences == {"The published file can't be read: publish again, or restore the last backup."}
