"""Paths that can't be taken, or only with care: odd names, links, and files that vanish, change or may not be read."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import pytest
from ingest_home import Home, csv_text, report
from written_files import parquet, workbook

from ingest.refusal import Refusal

NAME = "referrals_2026-11-20.csv"


# A name in a place where no name belongs. No sentence may repeat it.
SECRET = "Okonkwo"


GOOD = csv_text([report(1), report(2)])


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "referrals 'quoted' \"twice\"_2026-11-20.csv",
        "referrals[1]*?{a,b}_2026-11-20.csv",
        "referrals-ñandú-😀_2026-11-20.csv.gz",
        "referrals;drop--_2026-11-20.parquet",
        "referrals%20#1_2026-11-20.xlsx",
    ],
)
@pytest.mark.parametrize("folder", ["in [box]", "it's"])
def test_paths_with_awkward_characters(home: Home, name: str, folder: str) -> None:
    import pandas as pd

    rows = [report(1), report(2, priority="x")]
    content: Any = csv_text(rows)
    if name.endswith(".gz"):
        content = gzip.compress(content.encode())
    elif name.endswith(".parquet"):
        content = parquet(pd.DataFrame(rows))
    elif name.endswith(".xlsx"):
        names = list(rows[1])
        content = workbook([list(names), *([row.get(each) for each in names] for row in rows)])
    if name.endswith(".parquet"):
        content = parquet(pd.DataFrame([{**row, "received_at": pd.Timestamp("2026-11-01T08:00")} for row in rows]))
    result = home.deliver(f"{folder}/{name}", content)
    assert (result.status, result.rows_loaded, result.rows_quarantined) == ("landed", 1, 1), result.reason


def test_a_link_is_read_under_its_own_name(home: Home) -> None:
    store = home.write("store/0001", csv_text([report(1), report(2, priority="x")]))
    link = home.inbox / "referrals_2026-11-20.csv"
    link.symlink_to(store)
    (result,) = home.ingest(link)
    assert (result.rows_loaded, result.extracted_at_source) == (1, "file_name")
    assert home.loads()[0]["file_path"] == str(link)


def test_links_to_nowhere_pipes_and_folders(home: Home) -> None:
    (home.inbox / "referrals_2026-11-20.csv").symlink_to(home.inbox / "gone")
    (home.inbox / "referrals_2026-11-21.csv").mkdir()
    home.write("referrals_2026-11-21.csv/contacts.txt", "nothing")
    (found,) = home.ingest(home.inbox)
    assert (found.status, "can't be opened" in str(found.reason)) == ("refused", True)
    pipe = home.inbox / "referrals_2026-11-22.csv"
    os.mkfifo(pipe)
    assert home.ingest(pipe)[0].status == "refused"


def test_a_path_that_does_not_exist(home: Home) -> None:
    with pytest.raises(Refusal, match=r"There is no file or folder .*referrals\.csv"):
        home.ingest(home.inbox / "referrals.csv")


def test_a_name_that_is_not_utf8(home: Home) -> None:
    path = Path(os.fsdecode(os.fsencode(home.inbox) + b"/referrals\xff_2026-11-20.csv"))
    path.write_text(GOOD)
    (result,) = home.ingest(home.inbox)
    assert (result.status, "not UTF-8" in str(result.reason)) == ("refused", True)


def test_a_file_that_may_not_be_read(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(_: int) -> str:
        raise PermissionError(13, "Permission denied", str(home.inbox / NAME))

    monkeypatch.setattr("ingest.reading.opening.sha256_of", forbidden)
    result = home.deliver(NAME, GOOD)
    assert (result.status, "can't be opened for reading" in str(result.reason)) == ("refused", True)


@pytest.mark.parametrize("vanishing", ["before it is read", "after it was read"])
def test_a_file_that_disappears_while_it_is_read(home: Home, monkeypatch: pytest.MonkeyPatch, vanishing: str) -> None:
    import ingest.land

    real = ingest.land.stage

    def vanish(*arguments: Any) -> Any:
        if vanishing == "before it is read":
            (home.inbox / NAME).unlink()
        try:
            return real(*arguments)
        finally:
            (home.inbox / NAME).unlink(missing_ok=True)

    monkeypatch.setattr("ingest.land.stage", vanish)
    result = home.deliver(NAME, GOOD)
    assert (result.status, home.raw()) == ("refused", [])


def test_a_file_that_changes_while_it_is_read(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    import ingest.land

    real = ingest.land.stage

    def changing(*arguments: Any) -> Any:
        found = real(*arguments)
        home.write(NAME, csv_text([report(1), report(2)]))
        return found

    monkeypatch.setattr("ingest.land.stage", changing)
    result = home.deliver(NAME, csv_text([report(1), report(2, priority=SECRET)]))
    assert (result.status, "changed while it was being read" in str(result.reason)) == ("refused", True)
    assert home.raw() == []


def test_a_refused_file_leaves_the_others(home: Home) -> None:
    paths = [home.write(f"referrals_2026-11-{day}.csv", GOOD if day % 2 else "") for day in (17, 18, 19)]
    assert [each.status for each in home.ingest(*paths)] == ["landed", "refused", "landed"]
