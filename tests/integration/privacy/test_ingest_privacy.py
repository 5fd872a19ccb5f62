"""Identifying values exist only while a row is read: afterwards they are in no byte of any file that was written."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from ingest_home import ZONE, Home, contracts, csv_text
from written_files import parquet, workbook

from expectations.verdict import Verdict
from ingest.reading.formats.parquet import columnar
from ingest.reading.formats.scan import scan
from ingest.reading.read import delimited
from ingest.reading.rows.row_rules import checked

# These texts are unlike any other, so that a find is a leak. Some are long and some are short, because a database
# compresses repeated texts.
PLANTED = ("Qzvornik", "Wexhollow", "405-555-0173", "17 Plimsoll Qay", "Ybarra Vexlund", "Zqcourt-8841")
IDENTIFYING = {
    "reporter_first_name": PLANTED[0],
    "reporter_last_name": PLANTED[1],
    "reporter_phone": PLANTED[2],
    "reporter_address": PLANTED[3],
    "search_exception": f"{PLANTED[4]} was not found",
}
OTHERS = {"child_name": PLANTED[0], "child_birth_date": "2019-02-03", PLANTED[4]: PLANTED[5]}


def report(number: int, **values: object) -> dict[str, object]:
    return {
        "referral_id": f"R{number}", "received_at": "2026-11-01T08:00", **IDENTIFYING, **OTHERS,
        "updated_at": "2026-11-02T08:00", **values,
    }  # fmt: skip


NUMBERS = [each.name for each in contracts()["referrals"].stored if each.shape]
ROWS = [
    *(report(at) for at in range(40)),
    report(50, priority=PLANTED[0]),
    report(51, received_at=PLANTED[3], updated_at=PLANTED[2]),
    report(52, referral_id=PLANTED[4], priority="high"),
    report(53, family_id="F1"),
    report(53, family_id="F2"),
    report(54, screening_decision=PLANTED[1], emergency_response=PLANTED[1], response_due_on=PLANTED[2]),
    report(55, family_id=f"{PLANTED[3]} " * 30),
]
GOOD = csv_text(ROWS)
LINES = GOOD.splitlines()
SHIFTED = "\n".join([LINES[0], *(f"{PLANTED[0]},{line}" for line in LINES[1:6]), *(f"{PLANTED[1]}" for _ in range(9))])


CALLS = csv_text(
    [
        *(
            {"call_id": f"L{at}", "offered_at": "2026-11-01T08:00", "caller_number": PLANTED[2],
             "callback_number": PLANTED[2], "updated_at": "2026-11-02T08:00"}
            for at in range(40)
        ),
        {"call_id": PLANTED[0], "offered_at": PLANTED[2], "caller_number": PLANTED[2], "outcome": PLANTED[2]},
        {"call_id": "L50", "offered_at": "2026-11-01T08:00", "answered_at": PLANTED[2], "referral_id": PLANTED[3]},
        {"call_id": "L51", "offered_at": "2026-11-01T08:00", "line": f"{PLANTED[2]} " * 9},
        {"call_id": "L52", "offered_at": "2026-11-01T08:00", "caller_number": f"L53,2026-11-01,{PLANTED[2]}"},
    ]
)  # fmt: skip


def as_frame() -> bytes:
    return parquet(pd.DataFrame(ROWS))


def as_workbook() -> bytes:
    names = list(dict.fromkeys(name for row in ROWS for name in row))
    return workbook([list(names), *([row.get(each) for each in names] for row in ROWS)])


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "csv": ("referrals_2026-11-20.csv", GOOD.encode),
    "gzip": ("referrals_2026-11-20.csv.gz", lambda: gzip.compress(GOOD.encode())),
    "parquet": ("referrals_2026-11-20.parquet", as_frame),
    "workbook": ("referrals_2026-11-20.xlsx", as_workbook),
    "Windows-1252": ("referrals_2026-11-20.csv", lambda: GOOD.encode() + b"\xe9"),
    "shifted fields": ("referrals_2026-11-20.csv", SHIFTED.encode),
    "shifted fields, full": ("referrals-full_2026-11-20.csv", SHIFTED.encode),
    "no header": ("referrals_2026-11-20.csv", "\n".join(LINES[1:]).encode),
    "names for columns": ("referrals_2026-11-20.csv", lambda: f"{','.join(PLANTED)}\n{GOOD}".encode()),
    "quote never closed": ("referrals_2026-11-20.csv", lambda: f'{GOOD}R9,"{PLANTED[0]}'.encode()),
    "quotes malformed": ("referrals_2026-11-20.csv", lambda: f'{GOOD}R9,"{PLANTED[0]}"x{PLANTED[1]},\n'.encode()),
    "malformed over lines": ("referrals_2026-11-20.csv", lambda: f'{GOOD}R9,"{PLANTED[0]}\n"{PLANTED[1]},\n'.encode()),
    "carriage returns": ("referrals_2026-11-20.csv", lambda: GOOD.replace("\n", "\r").encode()),
    "NUL byte": ("referrals_2026-11-20.csv", lambda: f"{GOOD}R9,{PLANTED[0]}\0,".encode()),
    "UTF-16": ("referrals_2026-11-20.csv", lambda: GOOD.encode("utf-16")),
    "wrong date in the name": ("referrals_2026-99-20.csv", GOOD.encode),
    "another extract": ("reviews_2026-11-20.csv", GOOD.encode),
    "calls": ("calls_2026-11-20.csv", CALLS.encode),
    "calls, all of them": ("calls-full_2026-11-20.csv", CALLS.encode),
    "cut off": ("referrals_2026-11-20.csv.gz", lambda: gzip.compress(GOOD.encode())[:-30]),
    "names in numbers": (
        "referrals_2026-11-20.csv",
        lambda: csv_text([report(1), *(report(2, **{each: PLANTED[0]}) for each in NUMBERS)]).encode(),
    ),
    "semicolons": ("referrals_2026-11-20.csv", GOOD.replace(",", ";").encode),
    "JSON": ("referrals_2026-11-20.csv", json.dumps(ROWS).encode),
    "half a row of Parquet": (
        "referrals_2026-11-20.parquet",
        lambda: as_frame().replace(PLANTED[0].encode(), b"\xff" * 8),
    ),
}


def everything_in(landing: Path) -> str:
    """Return everything in the landing file as text: a database compresses strings, so its bytes are not enough."""
    with duckdb.connect(str(landing), read_only=True) as con:
        tables = con.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        return "\n".join(
            str(con.execute(f'select cast(t as varchar) from "{schema}"."{table}" t').fetchall())
            for schema, table in tables
        )


def assert_nothing_planted(text: str) -> None:
    folded = text.casefold()
    assert not [each for each in (*PLANTED, "2019-02-03", *PLANTED[3].split()[1:]) if each.casefold() in folded]


@pytest.mark.parametrize("case", FILES)
def test_no_identifying_value_is_left_anywhere(tmp_path: Path, case: str, capfd: pytest.CaptureFixture[str]) -> None:
    home = Home(tmp_path / "home")
    name, content = FILES[case]
    profiles: list[dict[str, Any]] = []

    def judge(profile: dict[str, Any]) -> Verdict:
        profiles.append(profile)
        return Verdict(profile["load_id"], "land", [], [], None)

    outside = tmp_path / "delivered"
    outside.mkdir()
    path = outside / name
    path.write_bytes(content())
    results = [*home.ingest(path, judge=judge), *home.check(path)]
    assert_nothing_planted(json.dumps([asdict(each) for each in results], default=str))
    assert_nothing_planted(json.dumps(profiles))
    assert_nothing_planted(everything_in(home.landing))
    assert_nothing_planted("".join(capfd.readouterr()))
    for file in home.folder.rglob("*"):
        if file.is_file():
            stored = file.read_bytes()
            assert not [each for each in PLANTED if each.encode() in stored], file


def operators(con: duckdb.DuckDBPyConnection, sql: str) -> set[str]:
    """Return the names of the operators in a query's plan."""
    ((_, plan),) = con.execute(f"explain (format json) {sql}").fetchall()
    found: set[str] = set()
    waiting = json.loads(plan)
    while waiting:
        node = waiting.pop()
        found.add(node["name"].strip())
        waiting += node["children"]
    return found


@pytest.mark.parametrize("name", ["referrals_2026-11-20.csv", "referrals_2026-11-20.parquet"])
@pytest.mark.parametrize("careful", [False, True])
def test_the_read_that_drops_identifying_columns_has_nothing_that_could_spill(
    tmp_path: Path, name: str, careful: bool
) -> None:
    path = tmp_path / name
    path.write_bytes(as_frame() if path.suffix == ".parquet" else GOOD.encode())
    contract = contracts()["referrals"]
    source = (
        columnar(path, contract)
        if path.suffix == ".parquet"
        else delimited(path, ".csv", scan(path, ".csv"), contract, careful=careful)
    )
    con = duckdb.connect(config={"python_enable_replacements": "false"})
    sql = checked(contract, source.relation(con), set(source.positions), ZONE, datetime.now(UTC))
    assert operators(con, sql) <= {"PROJECTION", "READ_CSV", "READ_PARQUET", "ARROW_SCAN"}
