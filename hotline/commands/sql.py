"""Answer a question in SQL from one audience's published file: read-only, nothing outside it, settings locked."""

from __future__ import annotations

import csv
import json
import sys
from datetime import datetime
from typing import Any

import duckdb

from hotline.warehouse.audiences import known_audience
from hotline.warehouse.errors import DONE, CommandError, WrongUsage
from hotline.warehouse.home import Home
from hotline.warehouse.published_files import current_file
from hotline.warehouse.settings import Settings, load_settings
from ingest.database import open_database

FORMATS = ("table", "csv", "json")
ROWS_IN_A_TABLE = 200
_CHUNK = 10_000
_WIDE = 240
# These say what is wrong with the question and quote the question alone; other errors may quote rows.
_ABOUT_THE_QUESTION = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.ParserException,
    duckdb.SyntaxException,
    duckdb.PermissionException,
)


def execute(question: str, audience: str | None, form: str | None) -> int:
    """Print the answer in the form asked for: a table on a screen and CSV elsewhere unless given."""
    settings = load_settings()
    who = known_audience(audience or settings.audience)
    chosen = form or ("table" if sys.stdout.isatty() else "csv")
    if chosen not in FORMATS:
        raise WrongUsage(f"There is no format '{chosen}': there are {', '.join(FORMATS)}.")
    print_answer(Home(settings.home), settings, who, question, chosen)
    return DONE


def print_answer(home: Home, settings: Settings, audience: str, question: str, form: str) -> None:
    """Print the answer as a table, CSV or JSON. Raises CommandError where there is none."""
    con = _open(home, settings, audience)
    try:
        if len(con.extract_statements(question)) != 1:
            raise WrongUsage("Ask one question at a time: one statement of SQL.")
        cursor = con.execute(question)
        names = [column[0] for column in cursor.description or []]
        {"csv": _csv, "json": _json, "table": _table}[form](cursor, names)
    except _ABOUT_THE_QUESTION as error:
        first = str(error).strip().splitlines()[0].rstrip(".!")
        raise CommandError(
            f"The question can't be answered: {first}. Tables are listed by: hotline sql 'show all tables'"
        ) from None
    except duckdb.InterruptException:
        raise CommandError("Stopped.") from None
    except duckdb.Error as error:
        raise CommandError(
            f"The question could not be answered ({type(error).__name__}): "
            "check its casts and functions; it may read this file alone and change nothing."
        ) from None
    finally:
        con.close()


def _open(home: Home, settings: Settings, audience: str) -> duckdb.DuckDBPyConnection:
    file = current_file(home, audience)
    if file is None:
        raise CommandError(
            f"Nothing is published for {audience} yet: run 'hotline run' on a folder of extracts, or 'hotline demo'."
        )
    # Without a folder to spill into: a question that needs more than the memory is too big a question.
    con = open_database(
        file,
        read_only=True,
        memory_limit=settings.memory_limit,
        threads=settings.threads,
        external_access=False,
    )
    zone = con.execute("select time_zone from reference.jurisdiction").fetchone()
    con.execute("set TimeZone = ?", [zone[0] if zone else "UTC"])
    con.execute("set lock_configuration = true")
    return con


def _csv(cursor: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    while rows := cursor.fetchmany(_CHUNK):
        writer.writerows([_text(value) for value in row] for row in rows)


def _json(cursor: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    json.dump(rows, sys.stdout, indent=2, ensure_ascii=False, default=_plain)
    sys.stdout.write("\n")


def _table(cursor: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE)
    for name in names:
        table.add_column(name, overflow="fold")
    rows = cursor.fetchmany(ROWS_IN_A_TABLE + 1)
    for row in rows[:ROWS_IN_A_TABLE]:
        table.add_row(*(_text(value) for value in row))
    width = None if sys.stdout.isatty() else _WIDE
    Console(markup=False, highlight=False, width=width).print(table)
    if len(rows) > ROWS_IN_A_TABLE:
        sys.stderr.write(f"The first {ROWS_IN_A_TABLE} rows; --format csv gives all.\n")


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat(" ") if isinstance(value, datetime) else str(value)


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
