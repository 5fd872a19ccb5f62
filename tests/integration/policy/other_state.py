"""A copy of the program with an invented jurisdiction, which replaces the seeds and not a line of SQL.

Its codes, limits and numbers differ from the shipped state's. It lies in another time zone, its fiscal year begins in
April, and it has four counties: three in a row and an island.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from ingest.contract import Contract, load_contracts

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "seeds" / "policy" / "oklahoma"
PROGRAM = (
    "dbt_project.yml", "profiles.yml", "models", "macros", "seeds", "tests/dbt",
    "ingest", "expectations", "serving", "dashboards", "hotline",
)  # fmt: skip
NAME = "kestrel"
CODE_LISTS = (
    "screen_out_reasons", "maltreatment_types", "perpetrator_roles", "findings", "reporter_types",
    "initiation_exceptions", "oca_complaint_codes",
)  # fmt: skip
NUMBERS = ("key", "family", "child")
# For each rule its limits here, lower and upper; None leaves the shipped limit.
LIMITS: dict[str, tuple[int | None, int | None]] = {
    "review_late_priority_1": (None, 2),
    "review_not_prompt_priority_1": (None, 2),
    "review_late_priority_2": (None, 1),
    "completed_without_finding": (None, 20),
    "emergency_not_notified": (None, 2),
    "emergency_notified_late": (None, 2),
    "preliminary_inquiry_over_23_hours": (None, 12),
    "subsequent_outside_45_days": (0, 30),
    "fourth_report_not_investigated": (2, None),
    "three_pending_not_investigated": (2, None),
    "adult_victim_reason_mismatch": (21, None),
    "foster_discipline_reason_mismatch": (None, 7),
    "county_office_not_immediate": (None, 2),
    "recent_sexual_abuse_not_investigated": (None, 1),
}
# For each limit of the response clock and priority its days here, for an investigation and for an assessment.
DAYS = {
    ("initiation_days", "1"): (1, 1),
    ("initiation_days", "2"): (3, 12),
    ("set_date_min_days", "2"): (3, 3),
    ("set_date_max_days", "2"): (4, 14),
    ("exception_days", "1"): (3, 12),
}


def lay_down(folder: Path) -> None:
    """Copy the program into `folder`, with the invented jurisdiction's seeds beside the shipped ones."""
    for each in PROGRAM:
        source = ROOT / each
        target = folder / each
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    seeds = folder / "seeds" / "policy" / NAME
    shutil.copytree(SHIPPED, seeds)
    for name in CODE_LISTS:
        _rewrite(seeds / f"{name}.csv", lambda row: {**row, "code": f"k-{row['code']}"})
    _rewrite(seeds / "policy_rules.csv", _own_limits)
    _rewrite(seeds / "response_limits.csv", _own_days)
    _rewrite(seeds / "recording_retention.csv", lambda row: {**row, "length": "6", "unit": "months"})
    _write(
        seeds / "jurisdiction.csv",
        "jurisdiction_id,jurisdiction_name,time_zone,fiscal_year_first_month,state_fips",
        "KE,Kestrel,Pacific/Auckland,4,99",
    )
    # A number here is made of words, and longer than any of the shipped state's.
    _write(
        seeds / "value_shapes.csv",
        "shape,pattern,longest,in_words",
        *(f"{each},[-a-z0-9_]+:[-a-z0-9_#]+,80,two parts with a colon between them" for each in NUMBERS),
        "county,[0-9]{5},5,five digits",
    )
    _write(
        seeds / "counties.csv",
        "county_fips,county_name,district_id,district_name_illustrative",
        "00000,Unknown,D0,Unknown",
        "99001,North,D1,Mainland (illustrative)",
        "99003,Middle,D1,Mainland (illustrative)",
        "99005,South,D1,Mainland (illustrative)",
        "99007,Island,D2,Island (illustrative)",
    )
    _write(
        seeds / "county_adjacency.csv",
        "county_fips,adjacent_county_fips",
        "99001,99003",
        "99003,99001",
        "99003,99005",
        "99005,99003",
    )
    _write(
        seeds / "annotations.csv",
        "annotated_on,geography_type,geography_id,measures,what,citation,restarts",
        "2025-04-01,state,KE,,A fiscal year began under another rule.,ITS,true",
    )


def _own_limits(row: dict[str, str]) -> dict[str, str]:
    lower, upper = LIMITS.get(row["rule_id"], (None, None))
    return {
        **row,
        "lower_limit": row["lower_limit"] if lower is None else str(lower),
        "upper_limit": row["upper_limit"] if upper is None else str(upper),
    }


def _own_days(row: dict[str, str]) -> dict[str, str]:
    days = DAYS[(row["limit_id"], row["priority"])][row["response_type"] == "assessment"]
    return {**row, "length": str(days)}


def _rewrite(path: Path, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
    with path.open(encoding="utf-8", newline="") as handle:
        rows = [change(row) for row in csv.DictReader(handle)]
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _write(path: Path, *lines: str) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def columns(contract: Contract) -> list[str]:
    """Return all columns that an extract may deliver, without those that stand in for values that are never stored."""
    stand_ins = {each.becomes for each in contract.fields}
    return [each.name for each in contract.fields if each.name not in stand_ins]


class OtherState:
    """The program of the invented jurisdiction, with a home and a folder of extracts."""

    def __init__(self, folder: Path) -> None:
        self.program, self.home, self.extracts = folder / "program", folder / "home", folder / "in"
        self.seeds = self.program / "seeds" / "policy" / NAME
        self.extracts.mkdir()
        lay_down(self.program)

    def hotline(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
        return subprocess.run(
            [sys.executable, "-c", "from hotline.cli import main; main()", *map(str, arguments)],
            env={
                **kept, "PYTHONPATH": str(self.program), "HOTLINE_HOME": str(self.home), "HOTLINE_JURISDICTION": NAME,
                "HOTLINE_MEMORY_LIMIT": "2GB",
            },
            capture_output=True, text=True, check=False, timeout=600, cwd=self.program,
        )  # fmt: skip

    def deliver(self, name: str, rows: list[dict[str, Any]]) -> None:
        """Write an extract with every column of its contract."""
        contract = load_contracts(self.seeds)[name.split("_20")[0]]
        with (self.extracts / name).open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, columns(contract))
            writer.writeheader()
            writer.writerows(rows)

    def published(self, question: str, audience: str = "analysts") -> list[tuple[Any, ...]]:
        """Return the rows of a query of an audience's published file."""
        with self.open(audience) as connection:
            return connection.execute(question).fetchall()

    def open(self, audience: str) -> duckdb.DuckDBPyConnection:
        """Open an audience's published file read-only; the caller closes it."""
        return duckdb.connect(str(self.home / "published" / f"{audience}.duckdb"), read_only=True)
