"""The publication suite on continuity: are the published reports still there, and do the extracts keep pace?

It takes a connection of queries.open_build and yields the facts to judge.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from expectations.facts import Fact, counted, most_allowed, number, percent, share
from expectations.queries import has_table, one_row, sql_text
from expectations.thresholds import threshold
from ingest.contract import Contract, Reference, contracts_without_codes

SUITE = "publication"


def moved_back(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the previous publication has a later as_of than the build, and so rightly read more."""
    if not has_table(con, "previous", "reference", "jurisdiction"):
        return False
    return bool(one_row(con, sql_text("moved_back"))["moved_back"])


def read_less(con: duckdb.DuckDBPyConnection, *, landing: bool) -> bool:
    """Whether the build rightly read less than the previous publication.

    It has an earlier as_of, or a file of reports was taken back since, which only the landing file tells.
    """
    if moved_back(con):
        return True
    if not (landing and has_table(con, "previous", "operations", "loads")):
        return False
    return bool(one_row(con, sql_text("taken_back"))["taken_back"])


def days_lost(con: duckdb.DuckDBPyConnection, time_zone: str, *, landing: bool) -> Iterator[Fact]:
    """Block on lost days: days with published reports that have none now, although no deletion explains it."""
    con.execute(sql_text("vanished"))
    vanished = one_row(con, "select count(*) as days from vanished")["days"]
    wrong, observed = 0, "0 days lost"
    # Read the landing's history only when there is something to explain.
    if vanished:
        row = (
            one_row(
                con,
                sql_text("days_lost_by_landing"),
                {"read_less": read_less(con, landing=landing), "zone": time_zone},
            )
            if landing
            else one_row(con, sql_text("days_lost"), {"moved_back": moved_back(con)})
        )
        wrong = row["wrong"]
        observed = f"{counted(wrong, 'day')} lost"
        if wrong:
            observed += (
                f", the first {row['first_day']}: {counted(row['calls'], 'report')} published before, "
                f"{number(row['deleted'])} deleted since"
            )
        if vanished > wrong:
            explained = "explained by deletions, an earlier as_of or a file taken back"
            observed += f"; {counted(vanished - wrong, 'empty day')} {explained}"
    yield Fact(
        suite=SUITE,
        expectation="no_day_lost",
        column_name="received_on",
        severity="block",
        value=wrong,
        at_least=None,
        at_most=0,
        observed=observed,
        expects="statutory_counts_daily: every day published with reports still has reports, unless they were deleted.",
        found=f"statutory_counts_daily: days with reports in the last publication have none now ({observed}).",
        mend="Check whether an extract was left out, or its reports were moved to other days by mistake. "
        "Then build again, or release the build.",
    )


def fewer_reports(con: duckdb.DuckDBPyConnection, *, landing: bool) -> Iterator[Fact]:
    """Compare the reports published before with the reports counted now, on the days that both cover."""
    if read_less(con, landing=landing):
        return
    row = one_row(con, sql_text("fewer_reports"))
    before, fewer = row["before"], max(row["before"] - row["now"], 0)
    most = most_allowed(
        before,
        threshold("publication", "fewer_reports_share"),
        int(threshold("publication", "fewer_reports")),
    )
    observed = f"{counted(fewer, 'report')} fewer than the {number(before)} before ({percent(share(fewer, before))})"
    yield Fact(
        suite=SUITE,
        expectation="reports_not_fewer",
        column_name="calls_received",
        severity="warn",
        value=fewer,
        at_least=None,
        at_most=most,
        observed=observed,
        expects="statutory_counts_daily: the reports published before are still counted.",
        found=f"statutory_counts_daily: the build counts {counted(fewer, 'report')} fewer than the {number(before)} "
        f"of the last publication ({percent(share(fewer, before))}).",
        mend="Look at the deletions of the latest loads, and ask the source whether it removed these reports.",
    )


def days_without_reports(con: duckdb.DuckDBPyConnection) -> Iterator[Fact]:
    """Find recent days without any report: the Hotline is never closed (R(a)), so they are gaps in the extract."""
    row = one_row(con, sql_text("days_without_reports"), {"days": int(threshold("publication", "gap_window_days"))})
    enough = threshold("publication", "gap_min_reports_a_day")
    if not row["days"] or row["reports"] / row["days"] < enough:
        return
    observed = f"{number(row['empty'])} of {counted(row['days'], 'day')} without a report"
    if row["first_day"]:
        observed += f", the first {row['first_day']}"
    yield Fact(
        suite=SUITE,
        expectation="no_day_without_reports",
        column_name="received_on",
        severity="warn",
        value=row["empty"],
        at_least=None,
        at_most=0,
        observed=observed,
        expects="statutory_counts_daily: every recent day has reports.",
        found=f"statutory_counts_daily: {observed}. That is a gap in the extract, not a quiet day.",
        mend="Ask the source for the reports of these days.",
    )


def orphans(con: duckdb.DuckDBPyConnection) -> Iterator[Fact]:
    """Find rows of the agency's extracts that name a row which no file has brought."""
    for contract in contracts_without_codes().values():
        if not contract.oversight:
            for reference in contract.references:
                yield from _orphans(con, contract, reference)


def _orphans(con: duckdb.DuckDBPyConnection, contract: Contract, reference: Reference) -> Iterator[Fact]:
    sql = sql_text("orphans").format(
        child=contract.name,
        key=contract.key,
        column=reference.column,
        parent=reference.to,
        parent_key=reference.to_column,
    )
    row = one_row(con, sql)
    rows, missing = row["rows"], row["missing"]
    if not rows:
        return
    most = most_allowed(rows, threshold("publication", "orphan_share"), int(threshold("publication", "orphan_rows")))
    observed = f"{number(missing)} of {counted(rows, 'row')} ({percent(share(missing, rows))})"
    yield Fact(
        suite=SUITE,
        expectation="no_orphans",
        column_name=f"{contract.name}.{reference.column}",
        severity="warn",
        value=missing,
        at_least=None,
        at_most=most,
        observed=observed,
        expects=f"{contract.title}: {reference.to} has the rows that {reference.column} names.",
        found=f"{contract.title}: {observed} name a row that no file of {reference.to} brought; "
        "they count in no figure.",
        mend=f"Deliver the missing files of {reference.to}.",
    )


def late_extracts(con: duckdb.DuckDBPyConnection) -> Iterator[Fact]:
    """Find extracts whose newest file is much older than as_of."""
    most = threshold("publication", "extract_lag_days")
    for contract in contracts_without_codes().values():
        if contract.oversight:
            continue
        days = one_row(con, sql_text("late_extract"), {"extract": contract.name})["days"]
        if days is None:
            continue
        observed = f"{max(days, 0):.1f} days older than as_of"
        yield Fact(
            suite=SUITE,
            expectation="extracts_keep_pace",
            column_name=contract.name,
            severity="warn",
            value=days,
            at_least=None,
            at_most=most,
            observed=observed,
            expects=f"{contract.title}: the newest file is about as recent as as_of.",
            found=f"{contract.title}: the newest file is {observed}, so it is incomplete about recent reports.",
            mend=f"Deliver a newer file of {contract.name}.",
        )
