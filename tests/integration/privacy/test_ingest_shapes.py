"""Keys, families, children and counties have a shape. A value of another shape is never stored, whatever it is."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from ingest_home import SEEDS, Home, contracts, keys, report, reports, rules

from ingest.contract import CONTRACTS, Contract
from ingest.land import ingest
from ingest.refusal import Refusal
from ingest.storing.ledger import LoadResult

NAME = "Qzvornik"
# A good value of each type, so that only the planted name is wrong with a row.
GOOD = {"string": "X1", "integer": "1", "boolean": "Y", "date": "2026-11-01", "datetime": "2026-11-01T08:00"}
SHAPED = [
    (extract, field.name)
    for extract, contract in contracts().items()
    for field in contract.stored
    if field.shape and not field.shape.takes_words
]
# A text that may be words is stored and published nowhere.
WORDS = [
    (extract, field.name)
    for extract, contract in contracts().items()
    for field in contract.stored
    if field.shape and field.shape.takes_words
]
NO_NUMBERS = {
    "a name": NAME,
    "two names": f"{NAME} Wexhollow",
    "a name and a space and a digit": f"{NAME} 2",
    "an accent": "R1é",
    "a digit of another script": "R٣",
    "a letter that looks Latin": "R1а",
    "a full-width digit": "R１",
    "a line end": "R1\nR2",
    "a zero-width space inside": "R1\u200bR2",
    "a right-to-left override": "R1\u202e",
    "an escape": "R1\x1b[31m",
    "an at sign": "jane@example.org1",
    "quotes": 'R"1"',
    "41 characters": "R" + "1" * 40,
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def row_of(contract: Contract) -> dict[str, object]:
    """Return a row of an extract that lands."""
    return {
        field.name: field.codes[0] if field.codes else GOOD[field.type]
        for field in contract.stored
        if field.name != "deleted"
    }


def test_every_stored_text_has_a_list_or_a_shape() -> None:
    free = [
        f"{extract}.{field.name}"
        for extract, contract in contracts().items()
        for field in contract.stored
        if field.type == "string" and not field.coded and field.shape is None
    ]
    assert free == []
    assert len(SHAPED) == 27
    assert WORDS == [("calls", "line")]
    assert {path.stem for path in CONTRACTS.glob("*.yml")} == {extract for extract, _ in SHAPED}


@pytest.mark.parametrize(
    ("line", "lands"),
    [
        ("Main", True), ("1-800-522-3511", True), ("Español (día y noche)", True), ("q" * 40, True), ("q" * 41, False),
        ("two\nlines", False), ("\x1b[31mred", False), ("left\u202eright", False), ("zero\u200bwidth", False),
        ("", True),
    ],
)  # fmt: skip
def test_a_line_is_one_line_of_40_characters_at_most(home: Home, line: str, lands: bool) -> None:
    row = {"call_id": "C1", "offered_at": "2026-11-01T08:00", "line": line, "updated_at": "2026-11-02T08:00"}
    result = home.deliver("calls_2026-11-20.csv", [row])
    assert (result.rows_loaded, rules(result)) == ((1, set()) if lands else (0, {("wrong_shape", "line")}))
    assert [each["line"] for each in home.current("calls")] == ([line or None] if lands else [])


def test_no_published_column_is_a_text_that_may_be_words() -> None:
    models = Path(__file__).resolve().parents[3] / "models"
    staged = (models / "staging" / "stg_calls.sql").read_text(encoding="utf-8")
    assert not [word for word in staged.replace(",", " ").split("select", 1)[1].split() if word == "line"]


@pytest.mark.parametrize(("extract", "column"), SHAPED)
def test_a_name_in_a_numbers_column_goes_to_quarantine(home: Home, extract: str, column: str) -> None:
    contract = contracts()[extract]
    good = row_of(contract)
    bad = {**good, contract.key: "X2", column: NAME}
    result = home.deliver(f"{extract}_2026-11-20.csv", [good, bad])
    assert (result.rows_loaded, result.rows_quarantined, rules(result)) == (1, 1, {("wrong_shape", column)})
    (kept,) = home.quarantine()
    assert kept["key"] == (None if column == contract.key else "X2")
    assert kept["reasons"] == [{"rule": "wrong_shape", "column_name": column, "shape": "a" * len(NAME)}]
    assert "key_hash" not in kept
    assert NAME.encode() not in home.landing.read_bytes()


@pytest.mark.parametrize("what", NO_NUMBERS)
@pytest.mark.parametrize("column", ["referral_id", "family_id"])
def test_what_is_no_number(home: Home, what: str, column: str) -> None:
    result = home.deliver("referrals_2026-11-20.csv", [report(1), report(2, **{column: NO_NUMBERS[what]})])
    assert (result.rows_loaded, rules(result)) == (1, {("wrong_shape", column)})


@pytest.mark.parametrize("number", ["1", "0012", "KK-2026/17", "a.b_c:d/e#9", "9" * 40, " R7 "])
def test_what_is_a_number(home: Home, number: str) -> None:
    home.deliver("referrals_2026-11-20.csv", [report(1, family_id=number)])
    assert home.current()[0]["family_id"] == number.strip()


@pytest.mark.parametrize("county", ["Adair", "400109", "2019-02-03", "405-555-0173"])
def test_what_is_no_county(home: Home, county: str) -> None:
    result = home.deliver("referrals_2026-11-20.csv", [report(1, residence_county_fips=county)])
    assert rules(result) == {("wrong_shape", "residence_county_fips")}


def test_a_deleted_row_needs_a_key_of_its_shape_and_nothing_else(home: Home) -> None:
    home.deliver("referrals_2026-11-19.csv", reports(1, 2))
    rows = [
        report(1, deleted="Y", family_id=NAME, residence_county_fips=NAME, updated_at="2026-11-03T08:00"),
        report(2, deleted="Y", referral_id=NAME, updated_at="2026-11-03T08:00"),
    ]
    result = home.deliver("referrals_2026-11-20.csv", rows)
    assert (result.rows_loaded, rules(result), keys(home)) == (1, {("wrong_shape", "referral_id")}, ["R2"])
    assert NAME.encode() not in home.landing.read_bytes()


def test_a_full_file_with_a_key_of_another_shape_deletes_nothing(home: Home) -> None:
    """The key that the row should have had may be any of those that the file lacks."""
    home.deliver("referrals_2026-11-19.csv", reports(1, 2))
    result = home.deliver("referrals-full_2026-11-20.csv", [report(1), report(2, referral_id="R 2")])
    assert (result.keys_deleted, keys(home)) == (0, ["R1", "R2"])
    assert "deleted nothing" in str(result.notes)


def with_shape(home: Home, line: str) -> LoadResult:
    """Deliver one report R1 of family F1 to a state whose families look as `line` says."""
    seeds = home.folder / "seeds"
    shutil.copytree(SEEDS, seeds)
    shapes = seeds / "value_shapes.csv"
    lines = [line if each.startswith("family,") else each for each in shapes.read_text().splitlines()]
    shapes.write_text("\n".join(lines) + "\n")
    path = home.write("referrals_2026-11-20.csv", [report(1, family_id="F1")])
    (result,) = ingest([path], landing=home.landing, settings=replace(home.settings, seeds=seeds))
    return result


@pytest.mark.parametrize(("line", "loaded"), [("family,F[0-9]+,9,F and digits", 1), ("family,[0-9]+,9,digits", 0)])
def test_a_state_says_what_its_numbers_look_like(home: Home, line: str, loaded: int) -> None:
    assert with_shape(home, line).rows_loaded == loaded


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("family,[0-9,9,digits", "no regular expression"),
        ("family,(?=.*[0-9])[A-Z0-9]+,9,digits", "no regular expression"),
        ("family,a++,9,letters", "no regular expression"),
        ("family,.*,40,anything", "fits a name"),
        ("family,[A-Za-z]+,40,letters", "fits a name"),
        ("family,[0-9]*,40,digits or nothing", "fits a name or an empty text"),
        ("family,[0-9]+,0,digits", "from 1 to 200"),
        ("family,[0-9]+,many,digits", "a whole number as the longest"),
        ("family", "lacks its shape, its pattern"),
        (f"family,[0-9]{'[0-9]?' * 40},40,digits", "a longer pattern"),
        ("kin,[0-9]+,9,digits", "no row for family"),
    ],
)
def test_a_shape_that_keeps_nothing_out_is_refused(home: Home, line: str, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        with_shape(home, line)
    assert not home.landing.exists() or home.loads() == []
