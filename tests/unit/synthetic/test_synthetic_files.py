"""The generator writes all its files in every form, with the same bytes each time, even for a single report."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from synthetic_reading import SEEDS, text_rows

from ingest.contract import load_contracts
from ingest.synthetic import TOKEN, generate, practice_change
from ingest.synthetic.extracts.recordings import months_later
from ingest.synthetic.state.calibration import Calibration
from ingest.synthetic.state.clock import Clock

EXTRACTS = sorted(load_contracts(SEEDS))


def _digests(directory: Path) -> dict[str, str]:
    files = sorted(path for path in directory.rglob("*") if path.is_file())
    return {str(path.relative_to(directory)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("referrals", [1, 10])
def test_even_a_few_reports_make_every_file_of_every_delivery(tmp_path: Path, referrals: int) -> None:
    paths = generate(tmp_path, referrals=referrals, jurisdiction_seeds=SEEDS)
    deliveries = sorted({path.parent.name for path in paths})
    assert deliveries == ["2026-10-31", "2026-11-07", "2026-11-14", "2026-11-20"]
    for delivery in deliveries:
        names = [path.name for path in paths if path.parent.name == delivery]
        assert {each for each in EXTRACTS if any(name.startswith(each) for name in names)} == set(EXTRACTS)
    first = [path for path in paths if path.name.startswith("referrals-full")]
    assert text_rows(first[0]).num_rows <= referrals


def test_no_reports_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="1 or more"):
        generate(tmp_path, referrals=0, jurisdiction_seeds=SEEDS)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for folder, seed in (("a", 7), ("b", 7), ("c", 8)):
        generate(tmp_path / folder, referrals=3_000, seed=seed, jurisdiction_seeds=SEEDS, chunk_size=700)
    assert _digests(tmp_path / "a") == _digests(tmp_path / "b")
    assert _digests(tmp_path / "a") != _digests(tmp_path / "c")


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return generate(tmp_path_factory.mktemp("extracts"), referrals=5_000, jurisdiction_seeds=SEEDS)


def test_the_manifest_states_rows_hash_and_time(delivered: list[Path]) -> None:
    for path in delivered:
        entry = json.loads((path.parent / "manifest.json").read_text())["files"][path.name]
        assert entry["rows"] == text_rows(path).num_rows
        assert entry["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert entry["kind"] == ("full" if "-full" in path.name else "delta")
        assert datetime.fromisoformat(entry["extracted_at"]).date().isoformat() in path.name


def test_one_file_comes_again_with_its_own_time(delivered: list[Path]) -> None:
    names = [path.name for path in delivered]
    twice = [path for path in delivered if names.count(path.name) == 2]
    assert len(twice) == 2
    assert twice[0].read_bytes() == twice[1].read_bytes()
    stated = [json.loads((path.parent / "manifest.json").read_text())["files"][path.name] for path in twice]
    assert stated[0] == stated[1]


def test_every_form_of_file_is_delivered(delivered: list[Path]) -> None:
    forms = {path.name.partition(".")[2] for path in delivered}
    assert forms == {"csv", "csv.gz", "csv.zst", "parquet", "xlsx"}
    plain = [path.read_bytes() for path in delivered if path.suffix == ".csv"]
    assert any(body.startswith(b"\xef\xbb\xbf") for body in plain)
    assert any(body.split(b"\n")[0].endswith(b"\r") for body in plain)


def test_columns_are_those_of_the_contracts_and_one_unknown_one(delivered: list[Path]) -> None:
    contracts = load_contracts(SEEDS)
    unknown = set()
    for path in delivered:
        extract = next(each for each in sorted(EXTRACTS, key=len, reverse=True) if path.name.startswith(each))
        known = {field.name for field in contracts[extract].fields}
        columns = set(text_rows(path).column_names)
        unknown |= columns - known
        derived = {field.becomes for field in contracts[extract].fields if field.identifying}
        identifying = {field.name for field in contracts[extract].fields if field.identifying}
        assert known - columns - derived <= identifying
    assert unknown == {"intake_worker"}


def test_every_identifying_text_carries_the_token(delivered: list[Path]) -> None:
    contracts = load_contracts(SEEDS)
    seen = 0
    for path in delivered:
        if path.suffix != ".csv" or path.name.startswith(("recordings", "allegations", "contacts", "reviews")):
            continue
        extract = next(each for each in sorted(EXTRACTS, key=len, reverse=True) if path.name.startswith(each))
        table = text_rows(path)
        for field in contracts[extract].fields:
            if not field.identifying or field.name not in table.column_names:
                continue
            placeholders = {
                "anonymous",
                "anon",
                "unknown",
                "unk",
                "refused",
                "declined",
                "notgiven",
                "na",
                "none",
                "x",
                "xx",
                "",
            }
            for text in table[field.name].to_pylist():
                plain = "".join(letter for letter in (text or "").lower() if letter.isalnum())
                assert TOKEN in (text or "") or plain in placeholders
                seen += TOKEN in (text or "")
    assert seen > 1_000


def test_commas_quotes_and_newlines_survive_the_comma_separated_form(delivered: list[Path]) -> None:
    path = next(path for path in delivered if path.name.startswith("referrals-full"))
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))
    entry = json.loads((path.parent / "manifest.json").read_text())["files"][path.name]
    assert len(rows) == entry["rows"]
    assert any("\n" in row["reporter_address"] for row in rows)
    assert any("," in row["reporter_last_name"] for row in rows)
    assert any('"' in row["reporter_last_name"] for row in rows)


def test_the_practice_change_is_stated_beside_the_files(delivered: list[Path]) -> None:
    change = practice_change()
    text = (delivered[0].parents[1] / "README.md").read_text(encoding="utf-8")
    assert str(change.on) in text
    assert date(2023, 7, 1) < change.on < date(2026, 11, 20)
    assert change.before > change.after


def test_the_window_ends_on_the_day_asked_for(tmp_path: Path) -> None:
    paths = generate(tmp_path, referrals=50, jurisdiction_seeds=SEEDS, until=date(2025, 6, 30))
    assert paths[-1].parent.name == "2025-06-30"
    received = (
        text_rows(paths[0])["received_at"].to_pylist() if "received_at" in text_rows(paths[0]).column_names else []
    )
    assert all((each or "2022") >= "2021-07-01" for each in received)


def test_every_constant_names_its_source() -> None:
    assert all(Calibration().sources.values())


CLOCK = Clock("America/Chicago", date(2023, 7, 1), date(2026, 11, 20))


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        ("2024-07-01T00:00:00", "2024-07-01T05:00:00+00:00"),
        ("2024-11-03T01:30:00", "2024-11-03T06:30:00+00:00"),  # repeated hour: the first pass
        ("2024-11-03T02:00:00", "2024-11-03T08:00:00+00:00"),
        ("2024-03-10T01:59:59", "2024-03-10T07:59:59+00:00"),
        ("2024-03-10T02:30:00", "2024-03-10T08:30:00+00:00"),  # skipped hour: the offset before the change
        ("2024-03-10T03:30:00", "2024-03-10T08:30:00+00:00"),
    ],
)
def test_wall_clock_times_are_read_as_the_contract_says(wall: str, instant: str) -> None:
    local = np.array([np.datetime64(wall, "s").astype(np.int64)])
    assert int(CLOCK.instants(local)[0]) == int(datetime.fromisoformat(instant).timestamp())


def test_the_second_pass_is_known_from_the_first() -> None:
    passes = [datetime(2024, 11, 3, hour, 30, tzinfo=UTC).timestamp() for hour in (5, 6, 7, 8)]
    assert CLOCK.second_pass(np.array(passes, dtype=np.int64)).tolist() == [False, False, True, False]


def test_a_year_after_a_leap_day_is_the_last_of_february() -> None:
    leap = np.array([np.datetime64("2024-02-29").astype(np.int64)])
    assert months_later(leap, 12).astype("datetime64[D]")[0] == np.datetime64("2025-02-28")
