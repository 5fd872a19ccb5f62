"""`hotline check` says in one plain sentence what is wrong with a file, where, by which rule, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_fixture import Hotline

GOOD = "referral_id,received_at,updated_at\nR1,2026-11-01T08:00,2026-11-01T09:00\n"
OF_ANOTHER_KIND = {
    "semicolons": (GOOD.replace(",", ";").encode(), "separated by semicolons, not commas"),
    "quoted names": (b'"referral_id";"received_at"\n"R1";"2026-11-01T08:00"\n', "separated by semicolons, not commas"),
    "semicolons and a comma": (b"referral_id;received_at;a,b\nR1;2026-11-01T08:00;x\n", "semicolons, not commas"),
    "tabs": (GOOD.replace(",", "\t").encode(), "separated by tabs, not commas"),
    "bars": (GOOD.replace(",", "|").encode(), "separated by vertical bars, not commas"),
    "UTF-16": (GOOD.encode("utf-16"), "looks like UTF-16"),
    "a workbook": (b"PK\x03\x04\x14\0\x06\0" * 9, "looks like an Excel workbook or another ZIP file"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "a workbook of an old Excel"),
    "Parquet": (b"PAR1\x15\0", "looks like Parquet"),
    "gzip": (b"\x1f\x8b\x08\0\0", "looks like gzip"),
    "Zstandard": (b"\x28\xb5\x2f\xfd\0", "looks like Zstandard"),
    "PDF": (b"%PDF-1.7\n", "looks like PDF"),
    "a list of JSON": (b'[{"referral_id": "R1"}]\n', "looks like JSON"),
    "lines of JSON": (b'{"referral_id": "R1"}\n{"referral_id": "R2"}\n', "looks like JSON"),
    "JSON over lines": (b'[\n  {"referral_id": "R1"}\n]\n', "looks like JSON"),
    "HTML": (b"<!DOCTYPE html>\n<table><tr><td>referral_id</td></tr></table>\n", "looks like HTML or XML"),
    "XML": (b'\xef\xbb\xbf<?xml version="1.0"?>\n<r/>\n', "looks like HTML or XML"),
    "brackets around names": (b"[referral_id],[received_at]\nR1,2026-11-01T08:00\n", "has no header"),
}


@pytest.mark.parametrize("case", OF_ANOTHER_KIND)
def test_a_file_of_another_kind_is_called_so(hotline: Hotline, tmp_path: Path, case: str) -> None:
    content, says = OF_ANOTHER_KIND[case]
    path = tmp_path / "referrals_2026-11-20.csv"
    path.write_bytes(content)
    said = hotline("check", path)
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert says in said.err
    assert said.err.endswith(".\n")


def checked(hotline: Hotline, tmp_path: Path, text: str, name: str = "referrals_2026-11-20.csv") -> list[str]:
    """Check one file, and return all that is said of it in lines."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    said = hotline("check", path)
    return [*said.out.splitlines(), *said.err.splitlines()]


def test_each_rule_comes_with_its_rows_and_its_remedy(hotline: Hotline, tmp_path: Path) -> None:
    text = (
        "referral_id,received_at,emergency_response,priority,family_id,updated_at\n"
        "R1,2026-11-01T08:00,maybe,high,Jane,2026-11-01T09:00\n"
        "R2,2026-11-01,Y,I,F1,2026-11-01T09:00\n"
        "R3,2026-11-01T08:00,perhaps,II,F1,2026-11-01T09:00\n"
    )
    assert checked(hotline, tmp_path, text) == [
        "referrals_2026-11-20.csv: does not fit the contract in every row, 3 rows: 3 in quarantine.",
        "  2 rows in quarantine: not_a_boolean, column emergency_response (rows 2, 4): "
        "write Y or N, yes or no, true or false, T or F, 1 or 0.",
        "  1 row in quarantine: not_a_timestamp, column received_at (row 3): "
        "write date and time such as 2026-11-20T14:05:00, with or without an offset such as -06:00.",
        "  1 row in quarantine: unknown_code, column priority (row 2): write 1 or I or 2 or II.",
        "  1 row in quarantine: wrong_shape, column family_id (row 2): "
        "write letters and digits without accents and -._:/# with at least one digit, 40 characters at most.",
    ]


def test_a_column_of_nearly_the_right_name_is_asked_about(hotline: Hotline, tmp_path: Path) -> None:
    text = GOOD.replace("updated_at", "updated_at,priorty,Jane Doe,Family-ID").replace("09:00\n", "09:00,I,x,F1\n")
    lines = checked(hotline, tmp_path, text)
    assert lines[1:] == [
        "  Column 4 (aaaaaaa) is not in the contract and was not read: did you mean priority?",
        "  Column 5 (aaaa aaa) is not in the contract and was not read.",
        "  Column 6 (family-id) is not in the contract and was not read: did you mean family_id?",
    ]
    assert "numbers 4, 5, 6" in lines[0]


def test_a_missing_column_of_nearly_the_right_name_is_asked_about(hotline: Hotline, tmp_path: Path) -> None:
    (line,) = checked(hotline, tmp_path, GOOD.replace("received_at", "recieved_at"))
    assert "column received_at is not in the header" in line
    assert "call column 2 received_at, or export the file with it." in line


def test_many_unknown_columns_are_counted(hotline: Hotline, tmp_path: Path) -> None:
    names = ",".join(f"jane{at}" for at in range(300))
    lines = checked(
        hotline, tmp_path, GOOD.replace("updated_at", f"updated_at,{names}").replace("09:00", "09:00" + "," * 300)
    )
    assert len(lines) == 11
    assert (
        "300 columns not in the contract were ignored, unread: numbers 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, …" in lines[0]
    )


def test_an_extract_of_nearly_the_right_name_is_asked_about(hotline: Hotline, tmp_path: Path) -> None:
    (line,) = checked(hotline, tmp_path, GOOD, "referal_Jane_2026-11-20.csv")
    assert line.startswith("aaaaaaa_aaaa_2026-11-20.csv: no known extract (did you mean referrals?);")


def test_ingest_gives_the_remedy_too(hotline: Hotline, tmp_path: Path) -> None:
    path = tmp_path / "referrals_2026-11-20.csv"
    path.write_text(GOOD + "R2,yesterday,2026-11-01T09:00\n")
    assert "(row 3): write date and time such as" in hotline("ingest", path).err
    (load,) = hotline("ingest", path, "--json").document["loads"]
    assert load["status"] == "unchanged"
    path.write_text(GOOD + "R2,tomorrow,2026-11-01T09:00\n")
    (load,) = hotline("ingest", path, "--json").document["loads"]
    assert load["rejections"][0]["remedy"].startswith("write date and time such as")
