"""Answer a question in SQL from one audience's published file: read-only, nothing outside it, settings locked."""

from __future__ import annotations

import sys

import duckdb

from hotline.terminal.answer_forms import print_csv, print_json_rows
from hotline.warehouse.audiences import known_audience
from hotline.warehouse.errors import DONE, CommandError, WrongUsage
from hotline.warehouse.home import Home
from hotline.warehouse.published_files import current_file
from hotline.warehouse.settings import Settings, load_settings
from ingest.database import open_database

FORMATS = ("table", "csv", "json")
# These errors quote the question alone and say what is wrong with it; other errors may quote rows.
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
        if form == "csv":
            print_csv(cursor, names)
        elif form == "json":
            print_json_rows(cursor, names)
        else:
            # rich takes 50 ms to import, and the other forms need none of it.
            from hotline.terminal.answer_table import print_answer_table

            print_answer_table(cursor, names)
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
    # It has no folder to spill into, so a question that needs more than the memory fails.
    con = open_database(
        file,
        read_only=True,
        memory_limit=settings.memory_limit,
        threads=settings.threads,
        external_access=False,
    )
    try:
        zone = con.execute("select time_zone from reference.jurisdiction").fetchone()
        con.execute("set TimeZone = ?", [zone[0] if zone else "UTC"])
        con.execute("set lock_configuration = true")
    except BaseException:
        con.close()
        raise
    return con
