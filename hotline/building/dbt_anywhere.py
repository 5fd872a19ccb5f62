"""dbt, for which what it has read of the project holds wherever its files lie: a program of its own.

dbt reads the whole project again, which takes six seconds, if what the profile says of the connection has changed. Ours
says where the files lie and how much memory there is, which no model asks for: what a model is written out to depends
on the database's name and its schemas. So a home that was moved or has another memory limit keeps what was read.
`target` lacks what is left out here, and tests/architecture/test_habits.py holds that no model asks for it.

It depends on one thing more, of which dbt keeps no account: a seed remembers the folder that it was read in. So a
program that was moved reads its project again; else the build looks for its seeds where they are no more.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.credentials import DuckDBCredentials

_PLACES_AND_MEMORY = ("path", "attach", "config_options")
_PROGRAM = str(Path(__file__).resolve().parents[2])
_everything = DuckDBCredentials.connection_info


def _what_decides(credentials: DuckDBCredentials, *, with_aliases: bool = False) -> Iterator[tuple[str, Any]]:
    """What dbt compares with the last time, and shows to models as `target`: names and values."""
    for name, value in _everything(credentials, with_aliases=with_aliases):
        if name not in _PLACES_AND_MEMORY:
            yield name, value
    yield "program", _PROGRAM


def _rule_ids() -> list[str]:
    """The id of every rule: rule_x.sql in a folder of models/rules is the rule x."""
    return sorted(path.stem.removeprefix("rule_") for path in Path(_PROGRAM, "models", "rules").rglob("rule_*.sql"))


def read_anywhere() -> None:
    """Let what dbt has read hold wherever files lie, and name the rules to dbt, from now on in this process."""
    DuckDBCredentials.connection_info = _what_decides
    # dbt asks policy_verdicts which models it reads before it has read them all: macros/rules/rule_ids.sql.
    os.environ["HOTLINE_RULES"] = " ".join(_rule_ids())


if __name__ == "__main__":
    read_anywhere()

    from dbt.cli.main import cli

    cli()
