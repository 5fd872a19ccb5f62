"""Landing files of earlier versions are taken over: by copy and rename, with nothing lost and the same figures."""

from __future__ import annotations

import dataclasses
import hashlib
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
from cli_fixture import Hotline
from ingest_home import ROOT, Home, contracts, report
from released_deliveries import stored_landing

from hotline.warehouse.home import Home as WarehouseHome
from ingest.contract import Contract, Field
from ingest.storing.landing import open_landing
from ingest.storing.retract import retract
from ingest.storing.upgrades import SCHEMA_VERSION, STEPS

RELEASED = range(1, SCHEMA_VERSION)


def test_every_released_version_has_a_step_and_a_stored_file(tmp_path: Path) -> None:
    assert sorted(STEPS) == [each + 1 for each in RELEASED]
    for version in RELEASED:
        with duckdb.connect(str(stored_landing(version, tmp_path / f"{version}.duckdb")), read_only=True) as con:
            assert con.execute("select schema_version from ledger.meta").fetchall() == [(version,)]


@pytest.mark.parametrize("version", RELEASED)
def test_an_upgraded_file_has_the_tables_of_a_new_one_and_every_row(version: int, tmp_path: Path) -> None:
    old = stored_landing(version, tmp_path / "landing.duckdb")
    before = _counts(old)
    open_landing(old, contracts()).close()
    open_landing(tmp_path / "new.duckdb", contracts()).close()
    assert _columns(old) == _columns(tmp_path / "new.duckdb")
    after = _counts(old)
    assert {name: after[name] for name in before} == before
    assert all(after[name] == 0 for name in after.keys() - before.keys())
    assert old.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["landing.duckdb", "new.duckdb"]


def test_publications_of_version_1_are_numbered_in_the_order_in_which_they_were_added(tmp_path: Path) -> None:
    old = stored_landing(1, tmp_path / "landing.duckdb")
    with duckdb.connect(str(old)) as con:
        added = con.execute("select publication_id, audience from ledger.publications order by rowid").fetchall()
        # The clock was set back before the last of them.
        con.execute(
            "update ledger.publications set published_at = '1999-01-01' where publication_id = ?", [added[-1][0]]
        )
    with open_landing(old, contracts()) as con:
        assert (
            con.execute("select publication_id, audience from ledger.publications order by sequence").fetchall()
            == added
        )


def test_a_file_is_upgraded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = stored_landing(1, tmp_path / "landing.duckdb")
    open_landing(old, contracts()).close()
    monkeypatch.setattr("ingest.storing.landing.upgrade_landing", None)
    open_landing(old, contracts()).close()


def test_a_failure_in_the_middle_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = stored_landing(1, tmp_path / "landing.duckdb")
    with duckdb.connect(str(old)) as con:
        con.execute("checkpoint")
    before = _digest(old)

    def fail_late(con: duckdb.DuckDBPyConnection, contracts: object) -> None:
        STEP(con, contracts)  # type: ignore[arg-type]
        raise duckdb.IOException("No space left on device")

    STEP = STEPS[2]
    with monkeypatch.context() as patched:
        patched.setitem(STEPS, 2, fail_late)
        with pytest.raises(duckdb.IOException):
            open_landing(old, contracts())
    assert _digest(old) == before
    assert [path.name for path in tmp_path.iterdir()] == ["landing.duckdb"]
    # What a killed upgrade left is no hindrance to the next.
    (tmp_path / "landing.duckdb.tmp").write_bytes(b"half of it")
    (tmp_path / "landing.duckdb.tmp.wal").write_bytes(b"half of it")
    open_landing(old, contracts()).close()
    assert [path.name for path in tmp_path.iterdir()] == ["landing.duckdb"]


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, "tests/integration")
from importlib import import_module
from ingest_home import contracts
from ingest.storing.landing import open_landing

(module, name), left = sys.argv[2].split(":"), int(sys.argv[3])
place = import_module("ingest.storing." + module)
function = getattr(place, name)

def deadly(*arguments, **named):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return function(*arguments, **named)

setattr(place, name, deadly)
open_landing(Path(sys.argv[1]), contracts())
"""


@pytest.mark.parametrize(
    ("function", "call", "upgraded"),
    [
        ("upgrade:_copy", 1, 1), ("upgrade:_add_missing_columns", 1, 1), ("upgrade:_take_hashes_anew", 1, 1),
        ("whole_files:sync", 1, 1), ("whole_files:sync", 2, 2),
    ],
)  # fmt: skip
def test_a_killed_upgrade_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, function: str, call: int, upgraded: int
) -> None:
    old = stored_landing(1, tmp_path / "landing.duckdb")
    before = _counts(old)
    done = subprocess.run([sys.executable, "-c", KILLED, str(old), function, str(call)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    with duckdb.connect(str(old), read_only=True) as con:
        found = [(SCHEMA_VERSION if upgraded == 2 else 1,)]
        assert con.execute("select schema_version from ledger.meta").fetchall() == found
    open_landing(old, contracts()).close()
    assert [path.name for path in tmp_path.iterdir()] == ["landing.duckdb"]
    after = _counts(old)
    assert {name: after[name] for name in before} == before


def test_what_a_killed_program_left_in_the_log_is_upgraded_too(tmp_path: Path) -> None:
    old = stored_landing(1, tmp_path / "old.duckdb")
    with duckdb.connect(str(old)) as con:
        con.execute("set checkpoint_threshold = '1TB'; pragma disable_checkpoint_on_shutdown")
        con.execute("insert into ledger.releases values (now(), 'batch', 'L00099', 'x', 'kept in the log')")
    assert (tmp_path / "old.duckdb.wal").exists()
    with open_landing(old, contracts()) as con:
        assert con.execute("select reason from ledger.releases").fetchall() == [("kept in the log",)]
        assert con.execute("select schema_version from ledger.meta").fetchall() == [(SCHEMA_VERSION,)]


def test_a_file_that_was_never_finished_is_begun_anew(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "landing.duckdb")) as con:
        con.execute("create schema raw; create schema ledger; create table ledger.meta (schema_version bigint)")
        con.execute("create table ledger.publications (publication_id varchar)")
    open_landing(tmp_path / "landing.duckdb", contracts()).close()
    open_landing(tmp_path / "new.duckdb", contracts()).close()
    assert _columns(tmp_path / "landing.duckdb") == _columns(tmp_path / "new.duckdb")


def test_a_home_takes_a_column_that_its_contract_got_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path)
    home.deliver("referrals_2026-11-20.csv", [report(1), report(2)])
    home.deliver("referrals_2026-11-21.csv", [report(2)])
    monkeypatch.setattr("ingest.land.load_contracts", lambda _: _with_new_column())
    # The columns of the table now lie in another order than those of the contract.
    later = home.deliver("referrals_2026-11-22.csv", [report(1), report(2), report(3, new_column="N1", family_id="F1")])
    assert (later.rows_unchanged, later.rows_loaded) == (2, 1)
    assert home.ask("select referral_id, family_id, new_column, _load_id from raw.referrals order by 1") == [
        {"referral_id": "R1", "family_id": None, "new_column": None, "_load_id": "L00001"},
        {"referral_id": "R2", "family_id": None, "new_column": None, "_load_id": "L00001"},
        {"referral_id": "R3", "family_id": "F1", "new_column": "N1", "_load_id": "L00003"},
    ]
    # Each sighting is still one of a version.
    lost = "select count(*) as n from raw.referrals_seen anti join raw.referrals using (referral_id, _content_hash)"
    assert home.ask(lost) == [{"n": 0}]
    assert home.ask("select count(*) as n from raw.referrals_seen") == [{"n": 3}]


def test_what_landed_in_an_older_file_can_be_taken_back(tmp_path: Path) -> None:
    """The files of one extract, without the full files of the second day or without all of them."""
    old = stored_landing(1, tmp_path / "landing.duckdb")
    with open_landing(old, contracts()) as con:
        landed = con.execute(
            "select load_id, kind from ledger.loads where extract = 'referrals' and status = 'landed' order by sequence"
        ).fetchall()
        gone = "select count(*) from raw.referrals where deleted"
        assert con.execute(gone).fetchall()[0][0] > 0
        second = [load_id for load_id, kind in landed if kind == "full"][1]
        retract(con, contracts(), second, "a wrong file")
        assert con.execute(f"{gone} and _load_id = '{second}'").fetchall() == [(0,)]
        for load_id, _ in landed:
            if load_id != second:
                retract(con, contracts(), load_id, "all of them")
        for table in ("raw.referrals", "raw.referrals_seen"):
            assert con.execute(f"select count(*) from {table}").fetchall() == [(0,)]


def test_status_reads_an_older_warehouse(hotline: Hotline, tmp_path: Path) -> None:
    stored_landing(1, WarehouseHome(tmp_path / "home").landing)
    said = hotline("status", "--json")
    assert (said.code, said.document["loads"]) == (0, {"held": 1, "landed": 9, "refused": 1, "unchanged": 1})


def test_a_file_made_before_an_extract_was_thought_of_gets_its_tables(tmp_path: Path) -> None:
    """A home that was made before the telephone line's record was an extract takes it, and keeps what it has."""
    old = tmp_path / "landing.duckdb"
    open_landing(old, {name: each for name, each in contracts().items() if name != "calls"}).close()
    with duckdb.connect(str(old)) as con:
        con.execute("insert into raw.referrals (referral_id) values ('R1')")
    before = _counts(old)
    assert not [name for name in before if "calls" in name]
    open_landing(old, contracts()).close()
    open_landing(tmp_path / "new.duckdb", contracts()).close()
    assert _columns(old) == _columns(tmp_path / "new.duckdb")
    assert _counts(old) == {**before, "raw.calls": 0, "raw.calls_seen": 0}


def _with_new_column() -> dict[str, Contract]:
    fields = contracts()["referrals"].fields
    new = Field("new_column", "string", "New", "A column that the contract got later.", shape=fields[0].shape)
    return {
        **contracts(),
        "referrals": dataclasses.replace(contracts()["referrals"], fields=(fields[0], new, *fields[1:])),
    }


def _columns(path: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(
            "select schema_name, table_name, column_name, data_type, is_nullable, "
            "case when schema_name <> 'raw' then column_index end from duckdb_columns() "
            "where database_name = current_database() order by 1, 2, 3"
        ).fetchall()


def _counts(path: Path) -> dict[str, int]:
    with duckdb.connect(str(path), read_only=True) as con:
        names = con.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
        return {name: con.execute(f"select count(*) from {name}").fetchall()[0][0] for (name,) in names}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_an_upgraded_file_knows_no_hash_of_a_key_and_deletes_no_more_than_before(tmp_path: Path) -> None:
    old = stored_landing(1, tmp_path / "landing.duckdb")
    with duckdb.connect(str(old)) as con:
        # A full file of version 1 with a row whose key was kept as a hash alone.
        (load,) = con.execute(
            "select load_id from quarantine.rows where key is null and key_hash is not null"
        ).fetchall()[0]
        con.execute("update ledger.loads set kind = 'full', deletes_absent = true where load_id = ?", [load])
    with open_landing(old, contracts()) as con:
        deleting = con.execute("select deletes_absent from ledger.loads where load_id = ?", [load]).fetchall()
        assert deleting == [(False,)]
        assert con.execute("select count(*) from ledger.loads where kind = 'full' and deletes_absent").fetchall() == [
            (2,)
        ]
        columns = [name for name, *_ in con.execute("describe quarantine.rows").fetchall()]
    assert "key_hash" not in columns


def test_an_upgraded_ledger_shows_no_name(tmp_path: Path) -> None:
    old = stored_landing(1, tmp_path / "landing.duckdb")
    with duckdb.connect(str(old)) as con:
        loads = con.execute("select load_id, status, file_name from ledger.loads order by load_id").fetchall()
        con.execute(
            "update ledger.loads set file_name = 'reviews_Qzvornik.csv', reason = 'reviews_Qzvornik.csv: it is.', "
            "notes = '2 columns not in the contract were ignored, unread: qzvornik, wexhollow; no time' "
            "where load_id = 'L00003'"
        )
        for table in ("ledger.rejections", "quarantine.rows"):
            con.execute(f"update {table} set file_name = 'reviews_Qzvornik.csv'")
    with open_landing(old, contracts()) as con:
        found = con.execute(
            "select load_id, status, file_name, reason, notes from ledger.loads order by load_id"
        ).fetchall()
        hidden = {"L00003", "O00002"}
        assert [each[:3] for each in found if each[0] not in hidden] == [
            each for each in loads if each[0] not in hidden
        ]
        assert [each[2] for each in found if each[0] == "O00002"] == ["aaaaaa_2026-11-20.csv"]  # visits is no extract
        assert [each[2:] for each in found if each[0] == "L00003"] == [
            ("reviews_aaaaaaaa.csv", "reviews_aaaaaaaa.csv: it is.",
             "2 columns not in the contract were ignored, unread; no time"),
        ]  # fmt: skip
        for table in ("ledger.rejections", "quarantine.rows"):
            assert con.execute(f"select count(*) from {table} where file_name ilike '%qzvornik%'").fetchall() == [(0,)]
