"""Keep dbt's partial parse when the home moves, or gets another memory limit. Also a program: dbt with this applied.

dbt parses the whole project again, which takes six seconds, if the profile's connection has changed. Our connection
says where the files lie and how much memory there is. No model asks for either: the SQL that dbt writes depends only on
the name of the database and on its schemas. So these settings are left out of what dbt compares, and out of `target`;
tests/architecture/test_habits.py holds that no model asks for them.

The partial parse depends on two more things, which dbt does not compare. A seed remembers the folder that it was read
in, so the program's folder is added: a program that was moved parses its project again, instead of looking for its
seeds where they no longer are. And dbt reads a YAML file no second time if its file time is the same, whatever it now
says. A program that is unpacked or copied may keep file times, and the YAML files say who may see a column. So their
digest is added.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.credentials import DuckDBCredentials

from hotline.warehouse.program_files import digest_of_files

_PLACES_AND_MEMORY = ("path", "attach", "config_options")
_PROJECT = ("models", "macros", "seeds", "tests/dbt")
_PROGRAM = str(Path(__file__).resolve().parents[2])
_everything = DuckDBCredentials.connection_info


def _what_decides(credentials: DuckDBCredentials, *, with_aliases: bool = False) -> Iterator[tuple[str, Any]]:
    """The names and values that dbt compares with the last time, and shows to models as `target`."""
    for name, value in _everything(credentials, with_aliases=with_aliases):
        if name not in _PLACES_AND_MEMORY:
            yield name, value
    yield "program", _PROGRAM
    yield "descriptions", _descriptions(_PROGRAM)


@cache
def _descriptions(program: str) -> str:
    """Characters that change whenever a YAML file of the project does."""
    root = Path(program)
    return digest_of_files(sorted(path for each in _PROJECT for path in root.glob(f"{each}/**/*.yml")), root)


def _rule_ids() -> list[str]:
    """The id of every rule: rule_x.sql in a folder of models/rules is the rule x."""
    return sorted(path.stem.removeprefix("rule_") for path in Path(_PROGRAM, "models", "rules").rglob("rule_*.sql"))


def read_anywhere() -> None:
    """Let the partial parse hold wherever the files lie, and name the rules to dbt, from now on in this process."""
    DuckDBCredentials.connection_info = _what_decides
    # dbt asks policy_verdicts which models it reads before it has read them all: macros/rules/rule_ids.sql.
    os.environ["HOTLINE_RULES"] = " ".join(_rule_ids())


if __name__ == "__main__":
    # dbt keeps what it reads until the end: see hotline/building/dbt_build.py.
    gc.disable()
    read_anywhere()

    from dbt.cli.main import cli

    cli()
