"""From dbt's manifest into the build file: the rows that an audience's file leaves out, in whatever table they stand.

The oversight office must not learn what kind of person reported. A rule that asks for it tells, by a verdict and by the
lack of one: whoever sees that a screened report does not fall under the rule on contacts with families knows that the
family reported. So no row of such a rule is in the office's file, and no sum over all rules, from which the missing
counts would follow.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import duckdb

from hotline.warehouse.audiences import OVERSIGHT
from ingest.database import insert_rows

# What a rule's model says in its meta, and how its name begins.
TELLS = "tells_who_reported"
_RULE = "rule_"
# Measures that add up the broken rules, whichever they are.
SUMS_OVER_RULES = ("exceptions_per_100_reports",)
# The columns by whose values rows are withheld.
WITHHOLDING_COLUMNS = ("rule_id", "measure", "metric_id")
_WHY = "the kind of reporter would follow from them"


@dataclass(frozen=True)
class WithheldRows:
    """An audience gets no row of any table in which `column_name` has one of these values, for the reason `why`."""

    audience: str
    column_name: str
    values: list[str]
    why: str


def write_withheld_rows(con: duckdb.DuckDBPyConnection, manifest: Path) -> None:
    """Write control.withheld_rows from a file with dbt's nodes."""
    con.execute(
        "create or replace table control.withheld_rows ("
        "audience varchar, column_name varchar, hidden_values varchar[], why varchar)"
    )
    rows = withheld_rows(json.loads(manifest.read_text(encoding="utf-8")))
    insert_rows(con, "control.withheld_rows", map(astuple, rows))


def withheld_rows(manifest: Mapping[str, Any]) -> list[WithheldRows]:
    """The rows of control.withheld_rows: rules by their id, and sums over all rules by the name of the measure."""
    rules = sorted(
        str(node["alias"]).removeprefix(_RULE)
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and (node.get("config") or {}).get("meta", {}).get(TELLS)
    )
    return [
        WithheldRows(OVERSIGHT, column, values, _WHY)
        for column, values in zip(
            WITHHOLDING_COLUMNS, (rules, list(SUMS_OVER_RULES), list(SUMS_OVER_RULES)), strict=True
        )
    ]
