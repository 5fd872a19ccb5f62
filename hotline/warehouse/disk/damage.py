"""Tells which file of the warehouse is damaged, and what to do about it.

In: the text of an error of DuckDB; then the home. Out: a sentence. DuckDB seldom names the file that it could not read,
so each is read to its end. That takes seconds, and only happens after a command has failed.

As a program: `python -P -m hotline.warehouse.disk.damage FILE TABLE MEMORY_LIMIT THREADS` reads one file, and prints
what DuckDB says of it if it is damaged.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb

from hotline.warehouse.audiences import AUDIENCES
from hotline.warehouse.home import Home
from hotline.warehouse.publications.published_files import current_file
from hotline.warehouse.publications.shelves import all_shelves
from hotline.warehouse.settings import Settings
from ingest.database import open_database
from ingest.sql_text import quote

_DAMAGED = re.compile(
    r"Corrupt database file|Corrupt WAL file|Failure while replaying WAL|not a valid DuckDB database file|"
    r"Could not read enough bytes|Could not read from file.*Is a directory|Checksum|"
    # A file that is no DuckDB file but one of SQLite's makes DuckDB look for an extension.
    r"sqlite_scanner|Loading external extensions is disabled|"
    r"^(FATAL|INTERNAL|Serialization) Error",
    re.DOTALL | re.IGNORECASE,
)
# Our own questions ask for tables that each file of the warehouse has.
_ANOTHER_FILE = re.compile(r"^Catalog Error: Table with name")
_ANOTHER_VERSION = re.compile(r"database file with version number \d+")
_LANDING = (
    "move HOTLINE_HOME to another place and restore the last backup with 'hotline restore FILE'; "
    "without a backup, deliver all extracts again into an empty home"
)
_BUILD = "remove it, then run 'hotline build' and 'hotline publish'"
_PUBLISHED = "remove it, then run 'hotline publish', which writes it again"
_REBUILT = "remove it, then run 'hotline build --as-of …' with its day, and 'hotline publish'"


def is_damage(text: str) -> bool:
    """Whether DuckDB says that a file is damaged, is no file of DuckDB's, or is one of another version's."""
    return bool(_DAMAGED.search(text) or _ANOTHER_VERSION.search(text))


def is_another_file(text: str) -> bool:
    """Whether DuckDB says that a file lacks a table. If the program itself asked for it, the file is none of ours."""
    return bool(_ANOTHER_FILE.search(text))


def read_to_end(con: duckdb.DuckDBPyConnection) -> None:
    """Read every row of a file's tables. Raises duckdb.Error where one can't be read."""
    for schema, table in con.execute(
        "select schema_name, table_name from duckdb_tables() where not temporary"
    ).fetchall():
        con.execute(f"select max(hash(row)) from {quote(schema)}.{quote(table)} as row").fetchall()


def damage_sentence(home: Home, settings: Settings) -> str:
    """Which file can't be read, and what to do. Where each can be read now, it says so."""
    for path, table, remedy in _files(home):
        said = _unreadable(path, table, settings)
        if said and _ANOTHER_VERSION.search(said):
            return (
                f"{path} was written by another version of DuckDB than the one that this program has: "
                f"use the program's version that wrote it, or {remedy}."
            )
        if said:
            return f"{path} is damaged or is no file of the warehouse's: {remedy}."
    return (
        "A file of the warehouse could not be read, but each can be read now: run the same command again; "
        "if it fails again, check the disk."
    )


def _files(home: Home) -> Iterator[tuple[Path, str, str]]:
    """The files that commands read, a table that each has, and what to do about each if it is damaged."""
    if home.landing.exists():
        yield home.landing, "ledger.meta", _LANDING
    for shelf in all_shelves(home):
        for audience in AUDIENCES:
            if file := current_file(shelf, audience):
                yield file, "reference.jurisdiction", _REBUILT if shelf.as_of else _PUBLISHED
    for build in sorted(home.builds.glob("*.duckdb")):
        if build != home.warehouse:
            yield build, "control.build", _BUILD


def _unreadable(path: Path, table: str, settings: Settings) -> str | None:
    """What DuckDB says of a damaged file; None where it can be read to its end, or another program has it.

    It is read in a process of its own, because what has just failed may still hold the file, and because a damaged file
    may end the process that reads it.
    """
    reading = [sys.executable, "-P", "-m", "hotline.warehouse.disk.damage"]
    done = subprocess.run(
        [*reading, str(path), table, settings.memory_limit, str(settings.threads)],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode < 0:
        return f"FATAL Error: reading the file ended the process by signal {-done.returncode}"
    return done.stdout or None


def main(path: str, table: str, memory_limit: str, threads: str) -> None:
    """Read a file to its end, and print what DuckDB says if it is damaged."""
    try:
        with open_database(Path(path), read_only=True, memory_limit=memory_limit, threads=int(threads)) as con:
            con.execute(f"select count(*) from {table}")
            read_to_end(con)
    except duckdb.Error as error:
        if is_damage(text := str(error)) or is_another_file(text):
            sys.stdout.write(text)


if __name__ == "__main__":
    main(*sys.argv[1:])
