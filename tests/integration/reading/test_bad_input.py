"""Files that can't be taken, or only with care: each ends in one plain sentence, never in a traceback."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from ingest_home import Home, assert_adds_up, csv_text, report, rules
from written_files import zst

from ingest.refusal import NewerWarehouse

NAME = "referrals_2026-11-20.csv"
HEADER = "referral_id,received_at,updated_at"
# A name in a place where no name belongs. No sentence may repeat it.
SECRET = "Okonkwo"
ROW = f"R1,2026-11-01T08:00,{SECRET}"


GOOD = csv_text([report(1), report(2)])


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


LONG = csv_text([report(at, search_exception=os.urandom(20).hex()) for at in range(2000)]).encode()
REFUSED: dict[str, tuple[str, bytes, str]] = {
    "no bytes": (NAME, b"", "the file is empty"),
    "a mark of UTF-8 alone": (NAME, b"\xef\xbb\xbf", "the file is empty"),
    "blank lines alone": (NAME, b"\n\r\n\n", "the file is empty"),
    "no bytes, gzip": (NAME + ".gz", gzip.compress(b""), "the file is empty"),
    "UTF-16 with its mark": (NAME, GOOD.encode("utf-16"), "looks like UTF-16"),
    "UTF-16 without": (NAME, GOOD.encode("utf-16-be"), "looks like UTF-16"),
    "neither UTF-8 nor Windows-1252": (
        NAME,
        f"{HEADER}\n{ROW}".encode() + b"\x81\x8d",
        "neither UTF-8 nor Windows-1252",
    ),
    "a mark of UTF-8 that lies": (
        NAME,
        b"\xef\xbb\xbf" + f"{HEADER}\n{ROW}".encode() + b"\xe9",
        "is not UTF-8 throughout",
    ),
    "a NUL byte": (NAME, f"{HEADER}\n{ROW}\nR2,\x00,\n".encode() * 9, "NUL byte"),
    "gzip cut off": (NAME + ".gz", gzip.compress(LONG)[:-20], "damaged or cut off"),
    "gzip cut off in the middle": (NAME + ".gz", gzip.compress(LONG)[:30_000], "damaged or cut off"),
    "gzip with a wrong checksum": (NAME + ".gz", gzip.compress(LONG)[:-8] + b"\0" * 8, "damaged or cut off"),
    "no gzip at all": (NAME + ".gz", GOOD.encode(), "damaged or cut off"),
    "zstd cut off": (NAME + ".zst", zst(LONG)[:-20], "damaged or cut off"),
    "zstd cut off in the middle": (NAME + ".zst", zst(LONG)[:30_000], "damaged or cut off"),
    "no zstd at all": (NAME + ".zst", GOOD.encode(), "damaged or cut off"),
    "no Parquet at all": ("referrals_2026-11-20.parquet", GOOD.encode(), "can't be read as Parquet"),
    "no bytes of Parquet": ("referrals_2026-11-20.parquet", b"", "can't be read as Parquet"),
    "no workbook at all": ("referrals_2026-11-20.xlsx", GOOD.encode(), "can't be read as an Excel workbook"),
    "no bytes of a workbook": ("referrals_2026-11-20.xlsx", b"", "can't be read as an Excel workbook"),
    "a quote never closed": (NAME, f'{HEADER}\n{ROW}\nR2,"{SECRET},\nR3,,\n'.encode(), "never closed"),
    "a quote never closed at the end": (NAME, f'{HEADER}\n{ROW}\nR2,,"'.encode(), "never closed"),
    "two quotes never closed": (
        NAME,
        f'{HEADER}\nR1,"{SECRET},\n{ROW}\nR3,"{SECRET},\n'.encode(),
        "where the row ends can't be told",
    ),
    "a carriage return alone": (NAME, GOOD.replace("\n", "\r").encode(), "carriage return alone"),
    "a carriage return alone after the header": (
        NAME,
        f"{HEADER}\n{ROW}\r{ROW}\n".encode(),
        "a carriage return stands where none may be",
    ),
    "no header": (NAME, f"{ROW}\n{SECRET},x,y\n".encode(), "has no header"),
    "no header but a title": (NAME, f"Reports for {SECRET},,\n{GOOD}".encode(), "has no header"),
    "another delimiter": (NAME, GOOD.replace(",", ";").encode(), "has no header"),
    "no key": (
        NAME,
        b"received_at,updated_at\n2026-11-01T08:00,2026-11-01T08:00\n",
        "column referral_id is not in the header",
    ),
    "no required columns": (
        NAME,
        b"updated_at\n2026-11-01T08:00\n",
        "columns referral_id, received_at are not in the header",
    ),
    "a column twice": (NAME, f"{HEADER},Received_At\n".encode(), "column received_at is more than once in the header"),
    "a header with malformed quotes": (NAME, b'"referral_id"x,received_at\n', "header can't be read"),
    "another extract": ("unknown_2026-11-20.csv", GOOD.encode(), "no known extract"),
    "no known ending": ("referrals_2026-11-20.txt", GOOD.encode(), "no known extract"),
    "a pattern of a name": ("[r]eferrals.csv", GOOD.encode(), "no known extract"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_be_taken_is_refused_in_one_sentence(home: Home, case: str) -> None:
    name, content, expected = REFUSED[case]
    result = home.deliver(name, content)
    assert result.status == "refused", result
    assert_adds_up(result)
    sentence = str(result.reason)
    assert expected in sentence
    assert sentence.startswith(f"{name}: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert ". " not in sentence.removeprefix(name)
    assert len(sentence) < 400
    assert SECRET not in sentence
    assert home.raw() == []
    (line,) = home.loads()
    assert (line["status"], line["reason"]) == ("refused", sentence)


TAKEN: dict[str, tuple[bytes, int]] = {
    "a header alone": (HEADER.encode(), 0),
    "a header and a line end": (f"{HEADER}\r\n".encode(), 0),
    "no line end at the end": (GOOD.rstrip().encode(), 2),
    "blank lines anywhere": (("\n\r\n" + GOOD.replace("\n", "\n\n\r\n")).encode(), 2),
    "a mark of UTF-8": (b"\xef\xbb\xbf" + GOOD.encode(), 2),
    "a mark of UTF-8 and quotes": (b"\xef\xbb\xbf" + GOOD.replace("referral_id", '"referral_id"').encode(), 2),
    "columns in any case and with spaces": (
        GOOD.replace("referral_id,received_at", " Referral_ID , RECEIVED_AT").encode(),
        2,
    ),
    "columns in another order": (b"updated_at,received_at,referral_id\n2026-11-02T08:00,2026-11-01T08:00,R1\n", 1),
    "mixed line ends": (GOOD.replace("\n", "\r\n", 1).encode(), 2),
    "mixed line ends the other way": ((GOOD.replace("\n", "\r\n")[:-2] + "\n").encode(), 2),
    "line ends in a quoted header": (
        b'referral_id,received_at,updated_at,"a\r\nb"\r\nR1,2026-11-01T08:00,2026-11-02T08:00,x\r\n',
        1,
    ),
    "a field of many lines": (
        GOOD.replace("updated_at", 'updated_at,"b\n\nc"').replace("02T08:00", '02T08:00,"x\n\ny"').encode(),
        2,
    ),
    "quotes within quotes": (
        GOOD.replace("updated_at", "updated_at,said").replace("02T08:00", '02T08:00,"R""2"""').encode(),
        2,
    ),
    "a trailing delimiter everywhere": (GOOD.replace("\n", ",\n").encode(), 2),
    "a great many columns": (csv_text([report(1, **{f"extra_{at}": at for at in range(5000)})]).encode(), 1),
}


@pytest.mark.parametrize("case", TAKEN)
def test_a_file_that_is_odd_and_right_is_taken(home: Home, case: str) -> None:
    content, rows = TAKEN[case]
    result = home.deliver(NAME, content)
    assert (result.status, result.rows_in_file, result.rows_loaded) == ("landed", rows, rows), (
        result.reason,
        result.rejections,
    )
    assert len(home.raw()) == rows


def test_mixed_line_ends_are_reported(home: Home) -> None:
    assert "line ends are mixed" in str(home.deliver(NAME, GOOD.replace("\n", "\r\n", 1)).notes)


def test_an_extra_delimiter_is_an_extra_field(home: Home) -> None:
    result = home.deliver(
        NAME, f"{HEADER}\nR1,2026-11-01T08:00,2026-11-01T08:00,\nR2,2026-11-01T08:00,2026-11-01T08:00\n"
    )
    assert (result.rows_loaded, result.rows_quarantined) == (1, 1)
    assert rules(result) == {("wrong_number_of_fields", None)}


def test_a_row_of_only_delimiters_has_no_key(home: Home) -> None:
    result = home.deliver(NAME, GOOD + ",,\n")
    assert (result.rows_loaded, result.rows_quarantined) == (2, 1)


def test_a_field_of_five_megabytes(home: Home) -> None:
    text = ("so it was said, " + '""x"" ') * 250_000
    content = csv_text([report(1), report(2)])
    content = content.replace("updated_at", "updated_at,search_exception,whatever")
    content = content.replace(
        "R1,2026-11-01T08:00,2026-11-02T08:00", f'R1,2026-11-01T08:00,2026-11-02T08:00,"{text}","{text}"'
    )
    content = content.replace("R2,2026-11-01T08:00,2026-11-02T08:00", "R2,2026-11-01T08:00,2026-11-02T08:00,,")
    result = home.deliver(NAME, content)
    assert (result.rows_loaded, result.rows_in_file) == (2, 2)
    assert [row["search_exception_given"] for row in home.current()] == [True, False]


def test_unknown_columns_are_told_by_number_and_ignored(home: Home) -> None:
    rows = [report(1, child_birth_date="2019-02-03", worker="Ann", **{"What Ann said": "much"}), report(2)]
    result = home.deliver(NAME, rows)
    assert result.notes == "3 columns not in the contract were ignored, unread: numbers 4, 5, 6"
    assert result.remarks == [
        "Column 4 (child_birth_date) is not in the contract and was not read.",
        "Column 5 (worker) is not in the contract and was not read.",
        "Column 6 (aaaa aaa aaaa) is not in the contract and was not read.",
    ]
    delivered = home.ask("select column_name as name from ledger.delivered_columns order by name")
    assert [each["name"] for each in delivered] == [
        "received_at", "referral_id", "updated_at",
    ]  # fmt: skip


def test_an_unknown_column_may_be_there_twice(home: Home) -> None:
    assert home.deliver(NAME, f"{HEADER},x,x,\nR1,2026-11-01T08:00,2026-11-01T08:00,1,2,3\n").rows_loaded == 1


def test_a_newer_warehouse_is_refused(home: Home) -> None:
    import duckdb

    home.deliver(NAME, GOOD)
    with duckdb.connect(str(home.landing)) as con:
        con.execute("update ledger.meta set schema_version = 99")
    with pytest.raises(NewerWarehouse, match="newer version"):
        home.deliver(NAME, GOOD)
