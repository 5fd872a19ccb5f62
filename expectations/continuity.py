"""Continuity: whether a build still has what was published before, and whether the extracts keep pace."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from expectations.facts import Fact, counted, most_allowed, number, percent, share
from expectations.frames import has_table, one, query
from expectations.thresholds import threshold
from ingest.contract import Contract, Reference, contracts_without_codes

SUITE = "publication"


def moved_back(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the publication before has a later as_of: then it rightly read more than the build."""
    if not has_table(con, "previous", "reference", "jurisdiction"):
        return False
    return bool(one(con, query("moved_back"))["moved_back"])


def days_lost(con: duckdb.DuckDBPyConnection, time_zone: str, *, landing: bool) -> Iterator[Fact]:
    """Blocks: days with reports in the publication before that have none now, without deletions to explain it."""
    con.execute(query("vanished"))
    vanished = one(con, "select count(*) as days from vanished")["days"]
    wrong, observed = 0, "0 days lost"
    # The landing's history is read only when there is something to explain.
    if vanished:
        back = {"moved_back": moved_back(con)}
        row = (
            one(con, query("days_lost_by_landing"), {**back, "zone": time_zone})
            if landing
            else one(con, query("days_lost"), back)
        )
        wrong = row["wrong"]
        observed = f"{counted(wrong, 'day')} lost"
        if wrong:
            observed += (
                f", the first {row['first_day']}: {counted(row['calls'], 'report')} published before, "
                f"{number(row['deleted'])} deleted since"
            )
        if vanished > wrong:
            observed += f"; {counted(vanished - wrong, 'day')} gone rightly (deletions, or an earlier as_of)"
    yield Fact(
        suite=SUITE,
        expectation="no_day_lost",
        column_name="received_on",
        severity="block",
        value=wrong,
        at_least=None,
        at_most=0,
        observed=observed,
        expects="statutory_counts_daily: every day published with reports still has some, deletions aside.",
        found=f"statutory_counts_daily: days with reports in the last publication have none now ({observed}).",
        mend="Check that no extract was left out or moved to other days by mistake, then build again, "
        "or release the build.",
    )


def fewer_reports(con: duckdb.DuckDBPyConnection) -> Iterator[Fact]:
    """Reports published before and now, of the days that both cover."""
    if moved_back(con):
        return
    row = one(con, query("fewer_reports"))
    before, fewer = row["before"], max(row["before"] - row["now"], 0)
    most = most_allowed(
        before,
        threshold("publication", "fewer_reports_share"),
        int(threshold("publication", "fewer_reports")),
    )
    observed = f"{counted(fewer, 'report')} fewer of {number(before)} ({percent(share(fewer, before))})"
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
        found=f"statutory_counts_daily: {observed} than in the last publication.",
        mend="Look at the latest deletions under loads; ask the source whether these reports were removed.",
    )


def days_without_reports(con: duckdb.DuckDBPyConnection) -> Iterator[Fact]:
    """Days without any report lately: a gap in the extract, since the Hotline is never closed (R(a))."""
    row = one(con, query("days_without_reports"), {"days": int(threshold("publication", "gap_window_days"))})
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
        found=f"statutory_counts_daily: {observed}; that is a gap in the extract, not a quiet day.",
        mend="Ask the source for the reports of these days.",
    )


def orphans(con: duckdb.DuckDBPyConnection) -> Iterator[Fact]:
    """Rows of the agency's extracts that name a row which no file has brought."""
    for contract in contracts_without_codes().values():
        if not contract.oversight:
            for reference in contract.references:
                yield from _orphans(con, contract, reference)


def _orphans(con: duckdb.DuckDBPyConnection, contract: Contract, reference: Reference) -> Iterator[Fact]:
    sql = query("orphans").format(
        child=contract.name,
        key=contract.key,
        column=reference.column,
        parent=reference.to,
        parent_key=reference.to_column,
    )
    row = one(con, sql)
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
        expects=f"{contract.title}: the rows belong to rows of {reference.to}.",
        found=f"{contract.title}: {observed} name a row that no file of {reference.to} brought; "
        "they count in no figure.",
        mend=f"Deliver the files of {reference.to} that are missing.",
    )


def late_extracts(con: duckdb.DuckDBPyConnection) -> Iterator[Fact]:
    """Extracts whose newest file is much older than as_of."""
    most = threshold("publication", "extract_lag_days")
    for contract in contracts_without_codes().values():
        if contract.oversight:
            continue
        days = one(con, query("late_extract"), {"extract": contract.name})["days"]
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
            expects=f"{contract.title}: the newest file is about as new as as_of.",
            found=f"{contract.title}: the newest file is {observed}; what it tells of recent reports is incomplete.",
            mend=f"Deliver a newer file of {contract.name}.",
        )
