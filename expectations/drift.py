"""The batch suite on drift: are the codes of a column spread over the rows as in earlier loads?

It takes a batch's profile, its contract and the earlier loads, and yields the facts to judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from expectations.facts import Fact, bound, counted, percent
from expectations.profile_shape import EarlierLoad, Profile
from expectations.thresholds import threshold
from ingest.contract import Contract

Shares = Mapping[str, float]


def shares_of(codes: Mapping[str, float]) -> dict[str, float]:
    """Return each code's share of the coded rows; empty where no row is coded."""
    total = sum(codes.values())
    return {code: count / total for code, count in codes.items()} if total else {}


def mean_shares(loads: list[dict[str, float]]) -> dict[str, float]:
    """Return the mean share of each code over the loads. A code that a load lacks counts as 0 there."""
    codes = {code for load in loads for code in load}
    return {code: sum(load.get(code, 0.0) for load in loads) / len(loads) for code in sorted(codes)}


def distance(one: Shares, other: Shares) -> float:
    """Return the total variation distance, 0 to 1: the share of rows that would need another code to match."""
    return sum(abs(one.get(code, 0.0) - other.get(code, 0.0)) for code in {*one, *other}) / 2


def chance_distance(usual: Shares, rows: int) -> float:
    """Estimate the greatest distance from `usual` that chance gives to `rows` rows drawn from it."""
    return float(sum((p * (1 - p) / rows) ** 0.5 for p in usual.values())) / 2


def code_shares(profile: Profile, contract: Contract, history: list[EarlierLoad]) -> Iterator[Fact]:
    """Yield two facts for each coded column that has enough rows and enough earlier loads."""
    for given in profile["columns"]:
        column = contract.stored_column(given["name"])
        if column is None or not column.coded or not given["delivered"] or not given["codes"]:
            continue
        rows = sum(given["codes"].values())
        loads = [
            shares_of(load["codes"][column.name])
            for load in history
            if load["rows_in_file"] >= threshold("batch", "min_rows_for_shares") and load["codes"].get(column.name)
        ]
        if rows < threshold("batch", "min_rows_for_shares") or len(loads) < threshold("batch", "min_history"):
            continue
        where = f"{contract.title}, {column.title}"
        now, usual = shares_of(given["codes"]), mean_shares(loads)
        yield _spread(column.name, where, now, usual, loads, rows)
        yield _missing_codes(column.name, where, now, usual, rows)


def _spread(column_name: str, where: str, now: Shares, usual: Shares, loads: list[dict[str, float]], rows: int) -> Fact:
    noise = threshold("batch", "drift_noise_multiple") * chance_distance(usual, rows)
    most = max(threshold("batch", "drift_share"), noise, *(distance(load, usual) for load in loads))
    moved = bound(distance(now, usual))
    observed = (
        f"{percent(moved)} of {counted(rows, 'coded row')} would need another code to match {len(loads)} earlier loads"
    )
    return Fact(
        suite="batch",
        expectation="codes_spread_as_usual",
        column_name=column_name,
        severity="warn",
        value=moved,
        at_least=None,
        at_most=bound(most),
        observed=observed,
        expects=f"{where}: the codes are spread about as before.",
        found=f"{where}: {observed}.",
        mend="Ask the source whether practice or coding changed; if it did, record the day as an annotation.",
    )


def _missing_codes(column_name: str, where: str, now: Shares, usual: Shares, rows: int) -> Fact:
    missing = [
        code
        for code, part in usual.items()
        if part >= threshold("batch", "vanished_code_share")
        and part * rows >= threshold("batch", "vanished_code_rows")
        and not now.get(code)
    ]
    codes = counted(len(missing), "usual code")
    verb = "appears" if len(missing) == 1 else "appear"
    return Fact(
        suite="batch",
        expectation="usual_codes_still_used",
        column_name=column_name,
        severity="warn",
        value=len(missing),
        at_least=None,
        at_most=0,
        observed=f"{codes} on no row",
        expects=f"{where}: the usual codes are still used.",
        found=f"{where}: {codes} {verb} on none of {counted(rows, 'coded row')}.",
        mend="Ask the source whether it renamed the code or left its rows out.",
    )
