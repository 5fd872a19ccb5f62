"""Names where none belongs: in numbers, in the names of files, columns and a manifest, and on the command line.

After a whole run they are in no output, in no file under the home and in no published table. The one exception is the
path of a file, in the landing file alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from ingest_home import contracts, csv_text, report
from test_ingest_shapes import SHAPED, row_of

from hotline.warehouse.audiences import AUDIENCES

pytestmark = pytest.mark.long

NAMES = ("Qzvornik", "Wexhollow", "Ybarra", "Vexlund", "Plimsoll", "Okonkwo", "Thistleby")
DAY = "2026-11-20"


class Ran:
    """A home, what every command said, and the landing file's rows."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.said = ""

    def hotline(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run a command and keep what it says."""
        done = subprocess.run(
            [sys.executable, "-m", "hotline.cli", *map(str, arguments)],
            env={**os.environ, "HOTLINE_HOME": str(self.home)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        self.said += done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory, already_read: Callable[[Path], None]) -> Ran:
    """A home after a run over files with names in every wrong place."""
    made = Ran(tmp_path_factory.mktemp("home"))
    already_read(made.home)
    inbox = tmp_path_factory.mktemp("in") / "Thistleby"
    inbox.mkdir()
    for extract, contract in contracts().items():
        good = row_of(contract)
        columns = [name for of, name in SHAPED if of == extract]
        bad = [{**good, contract.key: f"X{at}", name: NAMES[0]} for at, name in enumerate(columns, start=2)]
        rows = [{**row, NAMES[1]: "x", "Ybarra Vexlund": NAMES[5]} for row in [good, *bad]]
        (inbox / f"{extract}_{DAY}_Jane_{NAMES[2]}.csv").write_text(csv_text(rows))
    (inbox / f"{NAMES[3]}_referrals.csv").write_text("no,extract\n")
    (inbox / f"contacts_{NAMES[4]}.csv").write_text(f"{NAMES[5]},{NAMES[0]}\n1,2\n")
    listed = {f"reviews_{NAMES[4]}.csv": {"rows": 1}, f"referrals_{DAY}_Jane_{NAMES[2]}.csv": {"kind": "delta"}}
    (inbox / "manifest.json").write_text(json.dumps(listed))
    held = [report(at, priority=NAMES[0]) for at in range(60)]
    (inbox / f"referrals_2026-11-21_{NAMES[3]}.csv").write_text(csv_text(held))
    assert made.hotline("check", inbox).returncode == 1
    assert made.hotline("run", inbox, "--json").returncode == 1
    made_report = made.hotline("report", "--fiscal-year", "2027", "--file", "--to", made.home / "report")
    assert made_report.returncode == 0, made_report.stderr
    for arguments in (("status",), ("status", "--json"), ("ingest", inbox)):
        made.hotline(*arguments)
    return made


def lacks_every_name(text: str) -> bool:
    """Whether none of the names is in a text, in whatever case."""
    return not [each for each in NAMES if each.casefold() in text.casefold()]


def test_no_command_says_a_name(ran: Ran) -> None:
    assert lacks_every_name(ran.said)
    assert f"referrals_{DAY}_aaaa_aaaaaa.csv" in ran.said
    assert "wrong_shape" in ran.said


def test_no_file_under_the_home_holds_a_name(ran: Ran) -> None:
    files = [path for path in ran.home.rglob("*") if path.is_file()]
    assert {"landing.duckdb", "status.json", "hotline.jsonl"} <= {path.name for path in files}
    for path in files:
        if path != ran.home / "landing.duckdb":
            assert lacks_every_name(path.read_bytes().decode("latin-1")), path


def everything_in(path: Path) -> str:
    """Every row of every table of a DuckDB file, but for the paths of delivered files."""
    with duckdb.connect(str(path.resolve()), read_only=True) as con:
        tables = con.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        return "\n".join(
            str(
                con.execute(
                    f"select {'* exclude (file_path)' if table == 'loads' and schema == 'ledger' else '*'} "
                    f'from "{schema}"."{table}"'
                ).fetchall()
            )
            for schema, table in tables
        )


def test_no_table_holds_a_name_or_a_hash_of_one(ran: Ran) -> None:
    with duckdb.connect() as con:
        hashes = {
            str(number)
            for each in NAMES
            for number in con.execute("select md5_number_lower(?), hash(?), md5(?)", [each] * 3).fetchall()[0]
        }
    files = [ran.home / "landing.duckdb", *(ran.home / "published" / f"{each}.duckdb" for each in AUDIENCES)]
    for path in [*files, *(ran.home / "build").glob("*.duckdb")]:
        found = everything_in(path)
        assert lacks_every_name(found), path
        assert not [each for each in hashes if each in found], path


def test_the_good_rows_are_there(ran: Ran) -> None:
    with duckdb.connect(str((ran.home / "published" / "analysts.duckdb").resolve()), read_only=True) as con:
        assert con.execute("select referral_id from marts.referrals").fetchall() == [("X1",)]
        broken = con.execute("select count(*) from operations.rejections where rule = 'wrong_shape'").fetchall()
    shown_to_the_agency = [extract for extract, _ in SHAPED if extract != "oca_complaints"]
    assert broken == [(len(shown_to_the_agency),)]


def test_the_path_alone_has_the_name_of_a_file_as_it_came(ran: Ran) -> None:
    with duckdb.connect(str(ran.home / "landing.duckdb"), read_only=True) as con:
        paths = [path for (path,) in con.execute("select file_path from ledger.loads").fetchall()]
    assert [each for each in paths if NAMES[2] in each]
