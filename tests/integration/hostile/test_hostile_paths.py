"""What lies where an extract is expected, and is none; and a file that is another when it is read."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ingest_home import Home, csv_text, report

GOOD = csv_text([report(1), report(2)])
NAME = "referrals_2026-11-18.csv"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def loop(path: Path) -> None:
    path.symlink_to(path.with_name("loop"))
    path.with_name("loop").symlink_to(path)


def bound_socket(path: Path) -> None:
    there = Path.cwd()
    os.chdir(path.parent)  # the path of a socket may have a hundred bytes only
    try:
        socket.socket(socket.AF_UNIX).bind(path.name)
    finally:
        os.chdir(there)


PATHS: dict[str, Callable[[Path], object]] = {
    "a pipe": os.mkfifo,
    "a socket": bound_socket,
    "a link to a device without end": lambda path: path.symlink_to("/dev/zero"),
    "a link to a pipe": lambda path: (os.mkfifo(path.with_name("pipe")), path.symlink_to("pipe")),
    "a link to nothing": lambda path: path.symlink_to("gone"),
    "a link to a folder": lambda path: (path.with_name("folder").mkdir(), path.symlink_to("folder")),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "two links in a circle": loop,
    "a folder": Path.mkdir,
}


@pytest.mark.parametrize("case", PATHS)
def test_what_is_no_file_is_refused_or_left_alone(home: Home, case: str) -> None:
    home.write("referrals_2026-11-17.csv", csv_text([report(7)]))
    home.write("referrals_2026-11-19.csv", csv_text([report(9)]))
    PATHS[case](home.inbox / NAME)
    results = home.ingest(home.inbox)
    others = [each.status for each in results if each.file_name != NAME]
    refused = [each.reason for each in results if each.file_name == NAME]
    assert others == ["landed", "landed"]
    # A folder is looked through for files, so it is none of the files itself.
    assert len(refused) == (0 if "a folder" in case else 1)
    assert all("can't be opened for reading" in str(each) for each in refused)


def test_names_as_long_as_a_name_can_be(home: Home) -> None:
    longest = f"referrals_{'x' * (255 - len('referrals_.csv'))}.csv"
    assert home.deliver(longest, GOOD).status == "landed"
    with_bytes = Path(os.fsdecode(os.fsencode(home.inbox) + b"/referrals_" + b"\xff" * 200 + b".csv"))
    with_bytes.write_text(GOOD)
    assert home.ingest(with_bytes)[0].status == "refused"


@pytest.mark.parametrize("case", ["grows", "shrinks", "is emptied", "is replaced", "becomes a pipe", "becomes a link"])
def test_a_file_that_is_another_while_it_is_read(home: Home, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    import ingest.land

    rows = csv_text([report(each) for each in range(50_000)])
    path = home.write(NAME, rows)
    real = ingest.land.stage

    def changing(*arguments: Any) -> Any:
        if case == "grows":
            with path.open("a") as file:
                file.write(rows)
        elif case == "shrinks":
            os.truncate(path, 1_000_000)
        elif case == "is emptied":
            os.truncate(path, 0)
        else:
            path.unlink()
            if case == "is replaced":
                path.write_text(rows)
            elif case == "becomes a pipe":
                os.mkfifo(path)
            else:
                path.symlink_to("/dev/zero")
        return real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr("ingest.land.stage", changing)
        (result,) = home.ingest(path)
    assert result.status == "refused"
    assert home.raw() == []
    assert home.deliver("referrals_2026-11-19.csv", GOOD).status == "landed"


def test_a_link_that_is_turned_elsewhere_while_it_is_read(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    import ingest.land

    first, second = home.write("first", GOOD), home.write("second", csv_text([report(8)]))
    link = home.inbox / NAME
    link.symlink_to(first)
    real = ingest.land.stage

    def turning(*arguments: Any) -> Any:
        link.unlink()
        link.symlink_to(second)
        return real(*arguments)

    monkeypatch.setattr("ingest.land.stage", turning)
    (result,) = home.ingest(link)
    assert (result.status, "changed while it was being read" in str(result.reason)) == ("refused", True)
