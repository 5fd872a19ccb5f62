"""Makes a small published file, as the warehouse would publish it, for tests of the pages.

`published/` holds its content. `published_fixture.sql` sums figures from days, so that the identity holds. Tables of
`DECLARED` are made as their models declare them, for the audiences that the models name, and filled by the other files.
`test_dashboards_fixture.py` compares all columns with those of the models.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import yaml

from serving.genuine import digest_of
from serving.publication_files import FILE, publication_path

CONTENT = Path(__file__).with_name("published")
AS_OF = "2026-11-20 05:00:00-06:00"
COUNTS = (
    "calls_received",
    "calls_by_telephone",
    "calls_screened_out",
    "information_and_referral",
    "referrals_assigned",
    "calls_pending_screening",
    "calls_anonymous",
    "calls_anonymous_stated",
    "calls_anonymous_inferred",
    "calls_anonymity_not_recorded",
    "calls_unsubstantiated_or_ruled_out",
    "calls_partly_unsubstantiated",
    "allegations_unsubstantiated",
    "allegations_ruled_out",
    "investigations",
    "investigations_awaiting_finding",
)
# The numerator and the denominator of each share.
SHARES = {
    "share_by_telephone": ("calls_by_telephone", "calls_received"),
    "share_screened_out": ("calls_screened_out", "calls_received"),
    "share_information_and_referral": ("information_and_referral", "calls_received"),
    "share_assigned": ("referrals_assigned", "calls_received"),
    "share_pending_screening": ("calls_pending_screening", "calls_received"),
    "share_anonymous": ("calls_anonymous", "calls_received"),
    "share_anonymity_not_recorded": ("calls_anonymity_not_recorded", "calls_received"),
    "share_unsubstantiated_or_ruled_out": ("calls_unsubstantiated_or_ruled_out", "calls_received"),
    "share_of_investigations_unsubstantiated_or_ruled_out": ("calls_unsubstantiated_or_ruled_out", "investigations"),
    "share_of_assigned_investigated": ("investigations", "referrals_assigned"),
    "findings_pending_share": ("investigations_awaiting_finding", "investigations"),
}
ROOT = Path(__file__).resolve().parents[2]
SEEDS = {
    "metrics": "product/metrics.csv",
    "scopes": "product/rule_scopes.csv",
    "rules": "policy/oklahoma/policy_rules.csv",
    "provisions": "policy/oklahoma/provisions.csv",
}
# Tables by the file of SQL that fills them.
DECLARED = {
    "published_attention.sql": (
        "marts.due_report_counts",
        "marts.due_report_ages",
        "marts.performance_trends",
        "marts.county_comparison",
        "marts.policy_exception_counts",
        "reference.policy_rules",
        "reference.provisions",
    ),
    "published_reports.sql": ("marts.due_reports", "marts.policy_exceptions"),
    "published_oversight.sql": (
        "oversight.oca_caseload",
        "oversight.oca_complaints",
        "oversight.oca_complaint_outcomes",
        "oversight.oca_complaint_codes",
        "oversight.re_reports",
        "oversight.re_report_rates",
    ),
    "published_screening.sql": (
        "marts.screening_measures",
        "marts.screen_out_reason_counts",
        "marts.report_hours",
        "marts.maltreatment_counts",
        "marts.response_hours_daily",
        "reference.screen_out_reasons",
        "reference.maltreatment_types",
        "reference.channels",
        "reference.reporter_types",
    ),
    "published_sources.sql": ("marts.report_source_counts", "marts.report_source_shares"),
    "published_responses.sql": ("marts.response_exception_counts", "reference.initiation_exceptions"),
    "published_telephone.sql": (
        "marts.telephone_counts",
        "marts.telephone_daily",
        "marts.telephone_hours",
        "reference.measure_limits",
    ),
}
# The rules from which the kind of reporter would follow, of which the oversight office's file has no trace.
WITHHELD = ("family_contacted_during_screening", "screened_out_after_contact", "judicial_report_screened_out")


def publish(
    home: Path,
    audience: str = "administrators",
    *,
    publication_id: str = "20261120T110000Z-0123456789ab",
    scale: float = 1.0,
    empty: bool = False,
    lost_findings: bool = False,
    lost_clocks: bool = False,
    earlier: str | None = None,
) -> Path:
    """Write the file, point the audience's symlink at it and return its path.

    `empty`: nothing has landed. `lost_findings`: the extract allegations was not delivered. `lost_clocks`: the column
    initiated_at was not delivered. `earlier`: the id of the publication before this one.
    """
    path = publication_path(home / "published" / audience, publication_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_built(audience, publication_id, earlier, scale, empty, lost_findings, lost_clocks))
    seal(path)
    link = home / "published" / f"{audience}.duckdb"
    fresh = link.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(path.relative_to(link.parent))
    fresh.rename(link)
    if not (link.with_suffix("") / FILE).is_symlink():
        (link.with_suffix("") / FILE).symlink_to(f"../{link.name}")
    return path


def seal(path: Path) -> None:
    """Write the manifest by which readers know that a published file is the one that was published."""
    path.with_suffix(".json").write_text(json.dumps({"sha256": digest_of(path)}))


@cache
def _built(
    audience: str,
    publication_id: str,
    earlier: str | None,
    scale: float,
    empty: bool,
    lost_findings: bool,
    lost_clocks: bool,
) -> bytes:
    """Return the bytes of the database file, made once per test run."""
    variables = {
        "audience": audience,
        "publication_id": publication_id,
        "earlier": earlier,
        "as_of": None if empty else AS_OF,
        "scale": scale,
        "lost_findings": lost_findings,
        "lost_clocks": lost_clocks,
        **{name: str(ROOT / "seeds" / path) for name, path in SEEDS.items()},
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / "published.duckdb"
        with duckdb.connect(str(path)) as connection:
            for name, value in variables.items():
                connection.execute(f"set variable {name} = $value", {"value": value})
            connection.execute((CONTENT / "published_fixture.sql").read_text())
            connection.execute(_statutory_counts())
            _fill_declared(connection, audience)
        return path.read_bytes()


def _fill_declared(connection: duckdb.DuckDBPyConnection, audience: str) -> None:
    rules = WITHHELD if audience == "oca" else ()
    connection.execute(
        "create temp table withheld_rules as select unnest($rules::varchar[]) as rule_id", {"rules": rules}
    )
    for file, tables in DECLARED.items():
        theirs = [table for table in tables if audience in _declaration(table)["config"]["meta"]["audience"]]
        # An audience that the project does not know gets the tables that hold no report, so that tests can refuse it.
        if theirs or (audience not in ("administrators", "analysts", "oca") and file == "published_attention.sql"):
            for table in tables:
                columns = ", ".join(f"{each['name']} {each['data_type']}" for each in _declaration(table)["columns"])
                connection.execute(f"create schema if not exists {table.split('.')[0]}")
                connection.execute(f"create table {table} ({columns})")
            connection.execute((CONTENT / file).read_text())
            for table in tables:
                for column in _declaration(table)["columns"]:
                    theirs = column.get("config", {}).get("meta", {}).get("audience", [audience])
                    if audience not in theirs:
                        connection.execute(f"alter table {table} drop column {column['name']}")


@cache
def _declaration(table: str) -> dict[str, Any]:
    """Return the declaration of a published model by its schema and name, from the YAML beside it."""
    schema, name = table.split(".")
    # A table of codes is published under a name of its own, because the seed has the model's.
    named = {"reference": f"reference_{name}", "oversight.oca_complaint_codes": "oversight_complaint_codes"}
    file = f"{named.get(table, named.get(schema, name))}.yml"
    [path] = (ROOT / "models").rglob(file)
    model: dict[str, Any] = yaml.safe_load(path.read_text())["models"][0]
    return model


def _statutory_counts() -> str:
    """Return the SQL for one row per period and geography: counts, their shares, and the counts of a year before."""
    now = [f"now.counts.{count} as {count}" for count in COUNTS]
    shares = [
        f"now.counts.{of} / nullif(now.counts.{whole}, 0)::double as {name}" for name, (of, whole) in SHARES.items()
    ]
    before = [
        f"year.counts.{count} as {count}_previous_year, same.counts.{count} as {count}_to_date_previous_year"
        for count in COUNTS
    ]
    keys = "period_type, period_start, geography_type, geography_id"
    return f"""create table marts.statutory_counts as
        select now.* exclude (age, counts), {", ".join([*now, *shares, *before])}
        from (from sums where age = 0) as now
        join (from sums where age = 1) as year using ({keys})
        join (from sums where age = 2) as same using ({keys})
        where getvariable('as_of') is not null"""
