"""A manifest that says what none can say refuses the files of its folder, and no others."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from ingest_home import Home, csv_text, report

NAME = "referrals_2026-11-18.csv"
ROWS = csv_text([report(1), report(2)])


def entry(**values: object) -> str:
    return json.dumps({"files": {NAME: values}})


# The text of a manifest that can't be meant.
REFUSED: dict[str, Callable[[], str]] = {
    "200 MB": lambda: '{"files": {' + " " * 200_000_000 + "}}",
    "a depth of 100,000": lambda: "[" * 100_000 + "]" * 100_000,
    "objects within objects": lambda: '{"files":' * 50_000 + "{}" + "}" * 50_000,
    "a number of 10,000 digits": lambda: f'{{"files": {{"{NAME}": {{"rows": {"9" * 10_000}}}}}}}',
    "a number of 4,000 digits": lambda: f'{{"files": {{"{NAME}": {{"rows": {"9" * 4_000}}}}}}}',
    "rows that are NaN": lambda: f'{{"files": {{"{NAME}": {{"rows": NaN}}}}}}',
    "rows that are infinite": lambda: f'{{"files": {{"{NAME}": {{"rows": 1e999}}}}}}',
    "rows below zero": lambda: entry(rows=-2),
    "rows as a list": lambda: entry(rows=[2]),
    "rows as true": lambda: entry(rows=True),
    "the same file twice": lambda: f'{{"files": {{"{NAME}": {{"rows": 2}}, "{NAME}": {{"rows": 3}}}}}}',
    "the same file in two folders": lambda: f'{{"files": {{"a/{NAME}": {{"rows": 2}}, "b/{NAME}": {{"rows": 3}}}}}}',
    "the same key twice": lambda: f'{{"files": {{"{NAME}": {{"rows": 3, "rows": 2}}}}}}',
    "the same file twice in a list": lambda: json.dumps([{"name": NAME, "rows": 2}, {"name": NAME, "rows": 3}]),
    "a time as a list": lambda: entry(extracted_at=["2026-11-18"]),
    "a time as an object": lambda: entry(extracted_at={"at": {"at": "2026-11-18"}}),
    "a time that overflows": lambda: entry(extracted_at="9999-12-31T23:59:59-14:00"),
    "a time of a megabyte": lambda: entry(extracted_at="2" * 1_000_000),
    "a hash that is none": lambda: entry(sha256="\ud800" * 64),
    "a kind that is none": lambda: entry(kind="\0"),
    "a list of numbers": lambda: "[1, 2, 3]",
    "a list of texts": lambda: f'["{NAME}"]',
    "nothing": lambda: "",
    "half of it": lambda: entry(rows=2)[:-3],
}
# Names that no file can have: the file is missing, and the others land.
NAMES = {
    "300 characters": "x" * 300 + ".csv",
    "4 MB": "x" * 4_000_000,
    "half of a character": "referrals_\ud800.csv",
    "a NUL": "referrals\0.csv",
    "line ends and colours": "referrals\n\x1b[31m.csv",
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.mark.parametrize("case", REFUSED)
def test_a_manifest_that_cannot_be_meant_refuses_its_folder(home: Home, case: str) -> None:
    home.write(f"a/{NAME}", ROWS)
    home.write("a/manifest.json", REFUSED[case]())
    home.write("b/referrals_2026-11-19.csv", csv_text([report(9)]))
    results = home.ingest(home.inbox)
    assert [each.status for each in results] == ["refused", "landed"], results
    sentence = str(results[0].reason)
    assert "manifest" in sentence
    assert len(sentence) < 400
    assert "\n" not in sentence


@pytest.mark.parametrize("case", NAMES)
def test_a_name_that_no_file_can_have_is_a_missing_file(home: Home, case: str) -> None:
    home.write(NAME, ROWS)
    home.write("manifest.json", json.dumps({"files": {NAME: {"rows": 2}, NAMES[case]: {"rows": 1}}}))
    results = home.ingest(home.inbox)
    assert [each.status for each in results] == ["landed", "refused"]
    assert "manifest.json lists the file" in str(results[1].reason)
    assert [each["status"] for each in home.loads()] == ["landed", "refused"]


@pytest.mark.parametrize("name", ["", ".", "..", "/", "a/.."])
def test_a_name_that_is_a_folder(home: Home, name: str) -> None:
    home.write(NAME, ROWS)
    home.write("manifest.json", json.dumps({"files": {NAME: {"rows": 2}, name: {"rows": 1}}}))
    assert home.ingest(home.inbox)[0].status == "landed"


def test_a_manifest_of_many_missing_files_does_not_flood_the_ledger(home: Home) -> None:
    home.write(NAME, ROWS)
    names = {f"referrals_{at}.csv": {"rows": 1} for at in range(50_000)}
    home.write("manifest.json", json.dumps({"files": {NAME: {"rows": 2}, **names}}))
    results = home.ingest(home.inbox)
    assert len(results) == 101
    assert "(and 49900 further files)" in str(results[-1].reason)


def test_a_manifest_is_read_once_for_a_folder_of_files(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    import ingest.reading.manifest

    read: list[Path] = []
    real = ingest.reading.manifest._parse

    def counted(path: Path, *rest: object) -> object:
        read.append(path)
        return real(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("ingest.reading.manifest._parse", counted)
    for at in range(1, 6):
        home.write(f"referrals_2026-11-0{at}.csv", csv_text([report(at)]))
    home.write("manifest.json", json.dumps({"files": {}}))
    assert len(home.ingest(home.inbox)) == 5
    assert len(read) == 1


def test_a_pipe_that_is_called_manifest(home: Home) -> None:
    import os

    home.write(NAME, ROWS)
    os.mkfifo(home.inbox / "manifest.json")
    assert [each.status for each in home.ingest(home.inbox)] == ["landed"]
