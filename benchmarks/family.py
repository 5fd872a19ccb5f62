"""Tests whether the family logic is linear: times its models at two sizes and prints the times and their ratio.

Usage: python -m benchmarks.family [REPORTS...]   (without sizes: 100000 and 1000000)

DuckDB makes the reports. First the families are drawn as in a state. Then all reports concern one family; a model that
joined a family with itself could not finish.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from benchmarks.extracts import SEEDS
from hotline.warehouse.program_files import ROOT, default_jurisdiction
from ingest.contract import load_contracts, time_zone
from ingest.storing.landing import create_schema

# The models that look across a family: the history that `referrals` shows, the reports near subsequent ones, and rules.
LOGIC = (
    "int_family_history",
    "int_near_reports",
    "rule_fourth_report_not_investigated",
    "rule_three_pending_not_investigated",
    "rule_subsequent_outside_45_days",
    "rule_subsequent_without_ongoing_report",
    "rule_subsequent_of_another_child",
    "rule_addressed_without_open_case",
    "rule_information_referral_with_open_case",
    "rule_recent_sexual_abuse_not_investigated",
)
# Most families are reported once or twice. Some, here one in fifty, are reported again and again.
FAMILIES = {
    "families as in a state": "case when hash(n) % 4 = 0 then hash(n + 1) % ({reports} // 50 + 1)"
    " else hash(n + 2) % ({reports} // 2) + {reports} end",
    "one family": "1",
}
_REPORTS = """
insert into raw.referrals by name
select
    'R' || lpad(n::varchar, 9, '0') as referral_id,
    'K' || ({family}) as family_id,
    received_at,
    case when hash(n + 3) % 10 < 5 then 'assigned' when hash(n + 3) % 10 < 9 then 'screened_out'
        else 'information_and_referral' end as screening_decision,
    case hash(n + 4) % 5 when 0 then 'subsequent' when 1 then 'addressed_in_open_case' end as screen_out_reason,
    received_at + interval 1 hour as screened_at,
    received_at + interval 2 hour as accepted_at,
    case when hash(n + 5) % 2 = 0 then 'assessment' else 'investigation' end as response_type,
    case when hash(n + 6) % 10 > 0 then received_at + to_hours(cast(hash(n + 7) % 1400 as bigint)) end as completed_at,
    received_at as updated_at, received_at as _order_updated_at, as_of as _order_extracted_at, as_of as _extracted_at,
    hash(n) as _content_hash, 'L1' as _load_id
from (
    select n, timestamptz '2026-01-01 00:00:00+00' as as_of,
        as_of - to_seconds(cast(n * (5 * 365 * 86400.0 / {reports}) as bigint)) as received_at
    from range({reports}) as reports (n)
)
"""
_ALLEGATIONS = """
insert into raw.allegations by name
select
    'A' || lpad((2 * n + k)::varchar, 9, '0') as allegation_id,
    'R' || lpad(n::varchar, 9, '0') as referral_id,
    case when hash(n + k) % 50 > 0 then 'C' || (({family}) * 4 + hash(n + k + 8) % 4) end as child_id,
    case when hash(n + 9) % 20 = 0 then 'sexual_abuse' else 'neglect' end as maltreatment_type,
    case when hash(n + 10) % 3 = 0 then 'substantiated' end as finding,
    cast(received_at + interval 40 day as date) as found_on,
    received_at as updated_at, received_at as _order_updated_at, as_of as _order_extracted_at, as_of as _extracted_at,
    hash(2 * n + k) as _content_hash, 'L2' as _load_id
from (
    select n, timestamptz '2026-01-01 00:00:00+00' as as_of,
        as_of - to_seconds(cast(n * (5 * 365 * 86400.0 / {reports}) as bigint)) as received_at
    from range({reports}) as reports (n)
), range(2) as several (k)
"""


def times(reports: int, family: str, folder: Path) -> dict[str, float]:
    """Make `reports` reports, run each model of the logic five times and return its least processor seconds."""
    landing, build, target = folder / "landing.duckdb", folder / "build.duckdb", folder / "target"
    for path in (landing, build):
        path.unlink(missing_ok=True)
    contracts = load_contracts(SEEDS)
    with duckdb.connect(str(landing)) as con:
        create_schema(con, contracts)
        con.execute(_REPORTS.format(reports=reports, family=FAMILIES[family].format(reports=reports)))
        con.execute(_ALLEGATIONS.format(reports=reports, family=FAMILIES[family].format(reports=reports)))
        for load, extract in (("L1", "referrals"), ("L2", "allegations")):
            con.execute(
                "insert into ledger.loads (load_id, extract, status, extracted_at)"
                " values (?, ?, 'landed', timestamptz '2026-01-01 00:00:00+00')",
                [load, extract],
            )
            con.execute(
                "insert into ledger.delivered_columns select ?, ?, unnest(?), timestamptz '2026-01-01 00:00:00+00'",
                [load, extract, [each.name for each in contracts[extract].stored]],
            )
    with duckdb.connect(str(build)) as con:
        con.execute("create schema control")
        con.execute(
            "create table control.build as select 'B' as build_id, timestamptz '2026-01-01 00:00:00+00' as as_of,"
            " date '2026-01-01' as as_of_on, null::timestamptz as read_until, ? as jurisdiction, ? as time_zone,"
            " 'benchmark' as code_version",
            [default_jurisdiction(), time_zone(SEEDS)],
        )
    dbt(folder, "run", "--select", "+int_near_reports", "+allegations")
    dbt(folder, "compile", "--select", *LOGIC)
    taken = {}
    with duckdb.connect(str(build)) as con:
        con.execute("set TimeZone = 'UTC'; set threads = 2")
        con.execute(f"attach '{landing}' as landing (read_only)")
        for model in LOGIC:
            sql = next((target / "compiled").rglob(f"{model}.sql")).read_text(encoding="utf-8")
            taken[model] = min(seconds(con, sql) for _ in range(5))
    return taken


def seconds(con: duckdb.DuckDBPyConnection, sql: str) -> float:
    """Run a query, store its rows and return its processor seconds; the machine's other work is not counted."""
    started = time.process_time()
    con.execute(f"create or replace temporary table answer as ({sql})")
    return time.process_time() - started


def dbt(folder: Path, *words: str) -> None:
    """Run dbt on the files of `folder`, seeds first. Raises CalledProcessError if it fails."""
    environment = {
        **os.environ,
        "HOTLINE_BUILD_PATH": str(folder / "build.duckdb"),
        "HOTLINE_LANDING_PATH": str(folder / "landing.duckdb"),
        "HOTLINE_JURISDICTION": default_jurisdiction(),
        "HOTLINE_TEMP": str(folder / "temp"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    program = [sys.executable, "-P", str(ROOT / "hotline" / "building" / "dbt_anywhere.py"), "--quiet"]
    projected = ["--project-dir", str(ROOT), "--profiles-dir", str(ROOT)]
    for command in [["seed"], list(words)] if words[0] == "run" else [list(words)]:
        subprocess.run([*program, *command, *projected], env=environment, stdout=subprocess.DEVNULL, check=True)


def family_bench(sizes: list[int], folder: Path) -> None:
    """Measure every size, and print the times and the ratio of the last size's time to the first's."""
    for family in FAMILIES:
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            taken = [times(size, family, Path(scratch)) for size in sizes]
        print(f"\nfamily logic, {family}: processor seconds")
        print(f"{'':44}" + "".join(f"{size:>12,}" for size in sizes) + f"{'ratio':>9}")
        for model in (*LOGIC, "all together"):
            each = [sum(one.values()) if model == "all together" else one[model] for one in taken]
            print(f"{model:44}" + "".join(f"{one:12.2f}" for one in each) + f"{each[-1] / each[0]:9.1f}")
    print(f"{sizes[-1] / sizes[0]:.0f} times the reports; a ratio of about that is linear", flush=True)


def main() -> None:
    """Measure the sizes given on the command line."""
    folder = Path(os.environ.get("BENCH_FOLDER", ROOT / "var" / "bench"))
    folder.mkdir(parents=True, exist_ok=True)
    family_bench([int(each) for each in sys.argv[1:]] or [100_000, 1_000_000], folder)


if __name__ == "__main__":
    main()
