"""A state's seeds are taken at their word, or refused in one sentence that names seed, row and column."""

from __future__ import annotations

import csv
import shutil
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from unsound_cells import CELLS

from hotline.warehouse.errors import CommandError
from hotline.warehouse.seeds.check import findings, require_sound_seeds

STATES = sorted(path for path in (Path(__file__).parents[3] / "seeds" / "policy").iterdir() if path.is_dir())
OKLAHOMA = next(path for path in STATES if path.name == "oklahoma")
# The seeds whose rows are in force for a range of days.
RANGED = sorted(path.stem for path in OKLAHOMA.glob("*.csv") if b"effective_to" in path.read_bytes().splitlines()[0])
Rows = list[dict[str, str]]
ANNOTATIONS = b"annotated_on,geography_type,geography_id,measures,what,citation,restarts"


def said(folder: Path) -> list[str]:
    return [each.sentence("here") for each in findings(folder)]


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """Return a copy of the shipped seeds that a test may spoil."""
    return Path(shutil.copytree(OKLAHOMA, tmp_path / "state"))


def rewrite(folder: Path, seed: str, change: Callable[[Rows], Rows]) -> None:
    path = folder / f"{seed}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        names, rows = list(reader.fieldnames or []), list(reader)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(change(rows))


def put(folder: Path, seed: str, row: int, **values: str) -> None:
    """Write other values into a row; the header is row 1."""

    def change(rows: Rows) -> Rows:
        rows[row - 2] |= values
        return rows

    rewrite(folder, seed, change)


@pytest.mark.parametrize("state", STATES, ids=lambda path: path.name)
def test_every_shipped_state_is_sound(state: Path) -> None:
    assert said(state) == []


def test_one_sentence_tells_the_first_place(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(seeds, "findings", 2, provenance="prime", meaning="found")
    monkeypatch.setattr("hotline.warehouse.seeds.check.seeds_of", lambda _: seeds)
    with pytest.raises(CommandError) as raised:
        require_sound_seeds("state")
    assert str(raised.value) == (
        "seeds/policy/state/findings.csv, row 2, column provenance: 'prime' is not known; "
        "write primary, secondary or assumed (1 more place is wrong)."
    )


def test_it_takes_a_moment() -> None:
    require_sound_seeds("oklahoma")
    began = time.process_time()
    require_sound_seeds("oklahoma")
    assert time.process_time() - began < 0.4  # It takes about 0.1, and the machine may be slow.


@pytest.mark.parametrize("what", CELLS)
def test_a_cell_that_nothing_can_follow(seeds: Path, what: str) -> None:
    seed, row, values, sentence = CELLS[what]
    put(seeds, seed, row, **values)
    assert f".csv, {sentence}" in said(seeds)[0]


def test_a_limit_of_a_rule_in_a_unit_that_it_cannot_have(seeds: Path) -> None:
    def in_months(rows: Rows) -> Rows:
        return [{**row, "limit_unit": "months"} if row["limit_unit"] == "years" else row for row in rows]

    rewrite(seeds, "policy_rules", in_months)
    first = said(seeds)[0]
    assert "column limit_unit: adult_victim_reason_mismatch can't be judged in 'months'; write years." in first


@pytest.mark.parametrize("seed", RANGED)
def test_two_rows_for_one_day(seeds: Path, seed: str) -> None:
    """A row that stands twice, and one that begins a day later while the first is still in force, are refused."""

    def later(row: dict[str, str]) -> dict[str, str]:
        begins = date.fromisoformat(row["effective_from"]) + timedelta(days=1)
        return {**row, "effective_from": begins.isoformat()}

    rewrite(seeds, seed, lambda rows: [*rows, rows[-1]])
    assert f"here/{seed}.csv, row " in said(seeds)[0]
    rewrite(seeds, seed, lambda rows: [*rows[:-1], later(rows[-2])])
    assert f"here/{seed}.csv, row " in said(seeds)[0]


def test_rows_that_must_be_there(seeds: Path) -> None:
    rewrite(seeds, "counties", lambda rows: [row for row in rows if row["county_fips"] != "00000"])
    assert said(seeds) == ["here/counties.csv, column county_fips: there is no row 00000; add it."]


def test_a_neighbour_of_one_side_only(seeds: Path) -> None:
    rewrite(seeds, "county_adjacency", lambda rows: rows[1:])
    assert "40021 is next to 40001, and 40001 is not next to 40021; add the row 40001,40021." in said(seeds)[0]


@pytest.mark.parametrize(
    ("seed", "column", "value"),
    [("policy_rules", "rule_id", "priority_1_late"), ("metric_citations", "metric_id", "calls_received")],
)
def test_what_the_program_needs_a_row_for(seeds: Path, seed: str, column: str, value: str) -> None:
    rewrite(seeds, seed, lambda rows: [row for row in rows if row[column] != value])
    assert said(seeds)[0] == f"here/{seed}.csv, column {column}: there is no row for {value}; add it."


def test_a_clock_without_an_end(seeds: Path) -> None:
    rewrite(seeds, "response_limits", lambda rows: [row for row in rows if row["limit_id"] != "initiation_days"])
    assert said(seeds)[0].startswith("here/response_limits.csv: there is no row initiation_days 1 assessment")


def test_a_set_date_with_a_last_day_alone(seeds: Path) -> None:
    rewrite(seeds, "response_limits", lambda rows: [row for row in rows if row["limit_id"] != "set_date_min_days"])
    assert "there is no row set_date_min_days 2 assessment beside it" in said(seeds)[0]


def test_a_rule_without_its_limit(seeds: Path) -> None:
    rewrite(seeds, "policy_rules", lambda rows: [{**row, "upper_limit": ""} for row in rows])
    assert "column upper_limit: review_late_priority_1 reads this limit, and there is none" in said(seeds)[0]


def test_a_code_list_without_its_columns(seeds: Path) -> None:
    (seeds / "findings.csv").write_text("code,label\nsubstantiated,Substantiated\n", encoding="utf-8")
    assert said(seeds)[0] == "here/findings.csv, row 1, column description: the column is missing; add it."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "row 1, column annotated_on: the column is missing; add it."),
        (b"annotated_at,geography_type,geography_id,what,citation\n", "add it in place of 'annotated_at'."),
        (
            b"%s,why\n" % ANNOTATIONS,
            "there is no column 'why' in this seed",
        ),
        (b"%s\n2021-09-15,state\n" % ANNOTATIONS, "row 2: the row has 2 fields"),
        (b'annotated_on,geography_type,geography_id,what,citation\n"a', "the file is no CSV"),
        (b"annotated_on,geography_type,geography_id,what,citation\n2021-09-15,state,OK,caf\xe9,x\n", "is not UTF-8"),
        (b"\xef\xbb\xbfannotated_on,geography_type,geography_id,what,citation\n", "begins with a byte order mark"),
    ],
)
def test_a_file_that_is_no_seed(seeds: Path, content: bytes, sentence: str) -> None:
    (seeds / "annotations.csv").write_bytes(content)
    [only] = said(seeds)
    assert sentence in only


def test_a_file_that_is_missing_or_too_many(seeds: Path) -> None:
    (seeds / "findings.csv").rename(seeds / "finding.csv")
    assert said(seeds) == [
        "here/finding.csv: there is no seed of that name; call it findings.",
        "here/findings.csv: the file is missing; add it, with the columns code, label, description, citation, "
        "effective_from, effective_to, provenance, meaning, ncands_code.",
    ]


def test_what_may_be_empty_and_what_not(seeds: Path) -> None:
    for seed in ("annotations", "county_adjacency", "provisions", "initiation_exceptions", "re_report_windows"):
        rewrite(seeds, seed, lambda _: [])
    assert said(seeds) == []
    rewrite(seeds, "findings", lambda _: [])
    assert said(seeds) == ["here/findings.csv: there is no row under the header; write the state's own."]


def test_a_code_of_the_states_own_that_no_rule_judges(seeds: Path) -> None:
    put(seeds, "findings", 6, code="not-our-state", meaning="none")
    assert said(seeds) == []


def test_hours_and_both_starts_are_followed(seeds: Path) -> None:
    put(seeds, "response_limits", 2, length="24", unit="hours", counted_from="received_at")
    put(seeds, "response_limits", 3, length="24", unit="hours", counted_from="accepted_on")
    put(seeds, "re_report_windows", 2, length="90", unit="days")
    assert said(seeds) == []
