"""What must hold after every fault: nothing lost, nothing leaked, and the next run ends where an undisturbed one does.

In: a home, and the states that it may be in. Out: nothing, or an AssertionError that names what is not whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import duckdb
from small_extracts import PLANTED
from steps import named
from under_attack import Attacked, Harness, Outcome, States, temporary_of

from serving.report.filings import filings

AUDIENCES = ("administrators", "analysts", "oca")
# Ids and times tell when and in which order something came. All else follows from what was delivered.
_IDS_AND_TIMES = {
    "load_id", "loaded_at", "published_at", "publication_id", "build_id", "validated_at", "subject_id", "loads",
    "first_publication_id", "first_published_at", "retracted_at",
}  # fmt: skip
_TABLES_OF_IDS_AND_TIMES = ("operations", "report_history", "report_changes")

# For each table of a published file, how many rows it has and the sum of the hashes of its rows.
Figures = dict[str, tuple[int, int]]
Tables = frozenset[str]


def assert_whole(
    harness: Harness, home: Path, before: Path | None, after: Path, outcome: Outcome, but: Tables = frozenset()
) -> None:
    """Hold a home right after a fault against the homes `before` and `after` the command.

    Each audience's file opens and has all of the old or all of the new figures, a reader gets a status, the command
    said one sentence without a name, none of its children runs on, no name stands in any byte, and every filed report
    is whole. The tables `but` may tell of the fault.
    """
    assert not outcome.outlived, "a child of the command ran on"
    assert_plain(outcome)
    for audience in files_of(before, after):
        allowed = [figures(each, audience, but) for each in (before, after) if each]
        found = figures(home, audience, but)
        if found is None:
            assert before is None or figures(before, audience) is None, f"{audience} lost its publication"
        else:
            assert found in allowed, f"{audience}: {_differences(found, allowed[-1])}"
    assert_nothing_planted(home)
    assert_filed_whole(home, before, after)
    if home.exists():
        status = harness.command(home, "status", "--json")
        assert status.code == 0, status.stderr
        assert status.document["ledger_adds_up"] is True


def assert_converged(harness: Harness, home: Path, after: Path, outcome: Outcome, but: Tables = frozenset()) -> None:
    """Hold a home after the next run against one that nothing befell: the same figures, a sound ledger, no remains.

    The tables `but` may tell of the fault.
    """
    assert outcome.code in (0, 3), outcome.stderr
    assert_whole(harness, home, None, after, outcome, but)
    for audience in files_of(after):
        found, wanted = figures(home, audience, but), figures(after, audience, but)
        assert found is not None
        assert wanted is not None
        assert found == wanted, f"{audience}: {_differences(found, wanted)}"
    assert _filed(home) == _filed(after)
    assert_ledger_adds_up(home, after, as_often="operations.publications" not in but)
    remains = names_in(home) - names_in(after) - {"logs/dbt.log"}
    assert not remains, f"left behind: {sorted(remains)}"


def assert_the_next_run_converges(states: States, home: Path, attacked: Attacked) -> None:
    """Run what a person runs after a fault, and hold the home against one that nothing befell."""
    for number, words in enumerate(attacked.then, start=1):
        went = states.command(home, words)
        if words[0] == attacked.words[0] and "already" in went.stderr:
            continue  # the fault came after its last step that counts
        if number < len(attacked.then):
            assert_plain(went)
        else:
            assert_converged(states.harness, home, states.home(attacked.after), went)


def assert_landed_at_once(states: States, home: Path, attacked: Attacked) -> None:
    """Hold what landed, right after a fault, against the command's begin and its end, if nothing lies between them."""
    if attacked.at_once:
        allowed = [_landed(states.home(each)) for each in (attacked.before, attacked.at_once)]
        found = _landed(home)
        assert found in allowed, f"half of it landed: {_differences(found, allowed[-1])}"


def assert_plain(outcome: Outcome) -> None:
    """No traceback and no name was said, and a command that failed said one sentence at its end."""
    said = outcome.stdout + outcome.stderr
    assert "Traceback" not in said, said
    assert not [each for each in PLANTED if each.casefold() in said.casefold()], "a name was said"
    assert outcome.code in (0, 1, 3, 4) or outcome.code == -9, f"ended with {outcome.code}: {outcome.stderr[-500:]}"
    if outcome.code == 1:
        assert outcome.stderr.strip(), "it failed and said nothing"
        last = outcome.stderr.strip().splitlines()[-1]
        assert last.endswith("."), last
        assert "not foreseen" not in last, last


def assert_nothing_planted(home: Path) -> None:
    """No name stands in any byte under the home or in its folder for temporary files."""
    for folder in (home, temporary_of(home)):
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                content = path.read_bytes()
                assert not [each for each in PLANTED if each.encode() in content], f"a name stands in {path.name}"


def assert_filed_whole(home: Path, before: Path | None, after: Path) -> None:
    """Every filed report is as it was filed and follows the one before it; none is lost, changed or there twice."""
    found = filings(home / "reports")
    assert [each.trouble for each in found if each.trouble] == []
    assert {each.name for each in (home / "reports").glob("*/*")} == {each.folder.name for each in found}
    earlier = {each.folder.name: each.sha256 for each in filings(before / "reports")} if before else {}
    assert earlier.items() <= {each.folder.name: each.sha256 for each in found}.items()
    assert _filed(home).items() <= _filed(after).items()


def _filed(home: Path) -> dict[str, dict[str, str]]:
    """The files of each filed report with their hashes, but for its manifest, which has the time of filing."""
    found = filings(home / "reports")
    return {each.folder.relative_to(home).as_posix(): each.filing.files for each in found if each.filing}


def assert_ledger_adds_up(home: Path, after: Path, *, as_often: bool) -> None:
    """Each row of each file is accounted for once, each publication stands in the ledger, nothing landed twice.

    If it was published as often as in the home `after`, the record of publications is the same too.
    """
    with duckdb.connect(str(home / "landing.duckdb"), read_only=True) as con:
        con.execute(f"attach '{after / 'landing.duckdb'}' as undisturbed (read_only)")
        asked = (
            "select load_id from ledger.loads where status <> 'refused' and rows_in_file is distinct from "
            "rows_loaded + rows_unchanged + rows_superseded + rows_quarantined + rows_held",
            "select file_sha256 from ledger.loads where status = 'landed' "
            "group by extract, kind, file_sha256, extracted_at having count(*) > 1",
            "select load_id from ledger.loads where status = 'landed' and rows_quarantined <> "
            "(select count(*) from quarantine.rows as bad where bad.load_id = loads.load_id)",
            "select load_id from ledger.loads group by load_id having count(*) > 1",
        )
        for question in asked:
            assert con.execute(question).fetchall() == [], question
        for schema, table in con.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'undisturbed' "
            "and (schema_name = 'raw' or $as_often and table_name in ('recorded_reports', 'recorded_counts'))",
            {"as_often": as_often},
        ).fetchall():
            rows = f"select {'* exclude (_load_id)' if schema == 'raw' else '*'} from {{}}.{schema}.{table}"
            ours, theirs = rows.format("landing"), rows.format("undisturbed")
            for more, fewer in ((ours, theirs), (theirs, ours)):
                assert con.execute(f"{more} except all {fewer}").fetchall() == [], table
        published = con.execute("select audience, publication_id from ledger.publications").fetchall()
    for audience in files_of(home):
        manifest = json.loads((home / "published" / audience / "manifest.json").read_text())
        assert (home / "published" / f"{audience}.duckdb").resolve().parent.name == manifest["publication_id"]
        assert published.count((Path(audience).name, manifest["publication_id"])) == 1


def files_of(*homes: Path | None) -> list[str]:
    """The published files of homes by their path without the ending: each audience's, and each rebuild's beside it."""
    found = {
        each.relative_to(home / "published").with_suffix("").as_posix()
        for home in homes
        if home
        for each in (home / "published").glob("as_of/*/*.duckdb")
    }
    return [*AUDIENCES, *sorted(found)]


def figures(home: Path, audience: str, but: Tables = frozenset()) -> Figures | None:
    """Everything that a published file says, but ids, times and the tables `but`; `audience` is as in `files_of`.

    None where nothing is published.
    """
    link = home / "published" / f"{audience}.duckdb"
    if not link.exists():
        return None
    found = _figures(link.resolve(), link.resolve().stat().st_mtime_ns)
    return {table: rows for table, rows in found.items() if table not in but}


@cache
def _figures(file: Path, _written: int) -> Figures:
    found: Figures = {}
    with duckdb.connect(str(file), read_only=True) as con:
        con.execute("set TimeZone = 'UTC'")
        for schema, table, columns in con.execute(
            "select schema_name, table_name, list(column_name order by column_index) from duckdb_columns() "
            "where database_name = current_database() group by all"
        ).fetchall():
            told = _IDS_AND_TIMES if _TABLES_OF_IDS_AND_TIMES and _of_ids_and_times(schema, table) else set()
            kept = ", ".join(f'"{each}"' for each in columns if each not in told)
            rows = f"{schema}.{table}"
            if rows == "operations.loads":
                # A file that comes again after a kill is one line more, which says nothing new.
                rows = f"(from {rows} where status <> 'unchanged')"
            if rows == "operations.publications":
                rows = f"(select 1 as one, audience, as_of, code_version from {rows})"
                kept = "audience, as_of, code_version"
            found[f"{schema}.{table}"] = con.execute(
                f"select count(*), coalesce(sum(hash({kept})::hugeint), 0)::varchar from {rows}"
            ).fetchall()[0]
    return found


def _landed(home: Path) -> Figures:
    """What a home holds of every key, and what its ledger says of every load."""
    with duckdb.connect(str(home / "landing.duckdb"), read_only=True) as con:
        said = {
            f"raw.{table}": f"from raw.{table}"
            for (table,) in con.execute("select table_name from duckdb_tables() where schema_name = 'raw'").fetchall()
        }
        said["ledger.loads"] = "from (select load_id, status from ledger.loads)"
        said["ledger.retractions"] = "from (select load_id, reason from ledger.retractions)"
        asked = "select count(*), coalesce(sum(hash(each)::hugeint), 0)::varchar"
        return {each: con.execute(f"{asked} {rows} as each").fetchall()[0] for each, rows in said.items()}


def _of_ids_and_times(schema: str, table: str) -> bool:
    return schema in _TABLES_OF_IDS_AND_TIMES or table in _TABLES_OF_IDS_AND_TIMES


def _differences(found: Figures, wanted: Figures) -> str:
    tables = sorted(set(found.items()) ^ set(wanted.items()))
    return f"other figures in {', '.join(dict.fromkeys(name for name, _ in tables))}"


def names_in(home: Path) -> set[str]:
    """The paths of the files under a home; the ids in them are all the same."""
    paths: Iterable[Path] = (each for each in home.rglob("*") if not each.is_dir() or each.is_symlink())
    return {named(each.relative_to(home).as_posix()) for each in paths}
