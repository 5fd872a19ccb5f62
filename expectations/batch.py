"""The batch suite: what is expected of a file before it lands.

It takes the file's profile and the contract of its extract, and returns the facts to judge. Two expectations block: too
many rows quarantined, and a full file that would delete too many keys (extracts.md, "A row that can't be right"). The
others compare the file with earlier loads of the same kind, and only warn.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from expectations import drift
from expectations.facts import Fact, Severity, bound, counted, median, most_allowed, number, percent, share
from expectations.profile_shape import ColumnProfile, EarlierLoad, Profile
from expectations.thresholds import freshness_days, threshold
from ingest.contract import Contract

SUITE = "batch"


def batch_suite(profile: Profile, contract: Contract) -> list[Fact]:
    """Return the facts to judge of one batch, without those that need more earlier loads than there are."""
    history = [load for load in profile["history"] if load["kind"] == profile["kind"]]
    return [
        *_quarantined(profile, contract),
        *_deleted(profile, contract),
        *_compared_with_history(profile, contract, history),
        *_volume(profile, contract, history),
        *_fresh(profile, contract),
        *_delivered_in_time(profile, contract),
        *_columns_still_delivered(profile, contract, history),
        *_null_shares(profile, contract, history),
        *drift.code_shares(profile, contract, history),
        *_references(profile, contract),
    ]


def _fact(
    expectation: str,
    value: float,
    *,
    observed: str,
    expects: str,
    found: str,
    mend: str,
    column_name: str | None = None,
    severity: Severity = "warn",
    at_least: float | None = None,
    at_most: float | None = None,
) -> Fact:
    return Fact(SUITE, expectation, column_name, severity, value, at_least, at_most, observed, expects, found, mend)


def _quarantined(profile: Profile, contract: Contract) -> Iterator[Fact]:
    """Block a file whose quarantined rows exceed both limits: the share and the number."""
    rows, quarantined, limits = profile["rows_in_file"], profile["rows_quarantined"], profile["limits"]
    most = most_allowed(rows, limits["max_quarantined_share"], limits["max_quarantined_rows"])
    amount = f"{number(quarantined)} of {counted(rows, 'row')}"
    part = f"({percent(share(quarantined, rows))})"
    limit = (
        f"{percent(limits['max_quarantined_share'])} of the rows or "
        f"{counted(limits['max_quarantined_rows'], 'row')}, whichever is more"
    )
    yield _fact(
        "rows_quarantined_within_limits",
        quarantined,
        severity="block",
        at_most=most,
        observed=f"{amount} quarantined {part}",
        expects=f"{contract.title}: quarantine takes at most {limit}.",
        found=f"{contract.title}: quarantine takes {amount} {part}, over the limit of {limit}.",
        mend="The table of rejections lists these rows. Correct them at the source and deliver the file again, "
        "or release the load.",
    )


def _deleted(profile: Profile, contract: Contract) -> Iterator[Fact]:
    """Block a full file that would delete more of the keys held than both limits allow: the share and the number."""
    if profile["kind"] != "full":
        return
    before, deleted, limits = profile["keys_before"], profile["keys_deleted"], profile["limits"]
    most = most_allowed(before, limits["max_deleted_share"], limits["max_deleted_keys"])
    amount = f"{number(deleted)} of {counted(before, 'key')}"
    part = f"({percent(share(deleted, before))})"
    limit = (
        f"{percent(limits['max_deleted_share'])} of the keys or "
        f"{counted(limits['max_deleted_keys'], 'key')}, whichever is more"
    )
    yield _fact(
        "keys_deleted_within_limits",
        deleted,
        severity="block",
        at_most=most,
        observed=f"{amount} would be deleted {part}",
        expects=f"{contract.title}: a full file deletes at most {limit}.",
        found=f"{contract.title}: the full file would delete {amount} {part}, over the limit of {limit}.",
        mend="Check that the file is complete and deliver it again, or release the load if the rows are really gone.",
    )


def _compared_with_history(profile: Profile, contract: Contract, history: list[EarlierLoad]) -> Iterator[Fact]:
    """Say when there are too few earlier loads to compare with, so that nobody reads silence as approval."""
    needed = int(threshold("batch", "min_history"))
    if len(history) < needed:
        loads = counted(len(history), f"earlier {profile['kind']} load")
        observed = f"not judged: {loads}, {needed} are needed"
        yield _fact(
            "history_to_compare_with",
            len(history),
            at_least=0,
            observed=observed,
            expects=f"{contract.title}: rows, missing values and codes are not yet compared with earlier loads.",
            found="",
            mend="",
        )


def _volume(profile: Profile, contract: Contract, history: list[EarlierLoad]) -> Iterator[Fact]:
    """Compare the number of rows with the median of earlier loads. A number seen before counts as usual too."""
    sizes = [load["rows_in_file"] for load in history]
    if len(sizes) < threshold("batch", "min_history"):
        return
    usual = median(sizes)
    if max(usual, profile["rows_in_file"]) < threshold("batch", "min_rows"):
        return
    # A low number is judged only where the usual one is so large that half of it is not chance.
    judged_low = usual >= threshold("batch", "min_rows")
    low = min(min(sizes), threshold("batch", "volume_low") * usual) if judged_low else 0
    high = max(*sizes, threshold("batch", "volume_high") * usual, threshold("batch", "min_rows"))
    observed = (
        f"{counted(profile['rows_in_file'], 'row')}; "
        f"the median of {len(sizes)} earlier {profile['kind']} loads is {number(usual)}"
    )
    yield _fact(
        "volume_as_usual",
        profile["rows_in_file"],
        at_least=low,
        at_most=high,
        observed=observed,
        expects=f"{contract.title}: the file has about as many rows as earlier files.",
        found=f"{contract.title}: the file has {observed}.",
        mend="Ask the source whether the extract is complete and covers one period only.",
    )


def _fresh(profile: Profile, contract: Contract) -> Iterator[Fact]:
    """Check that the newest event lies shortly before the extraction."""
    if profile["newest_event_at"] is None or profile["rows_in_file"] < threshold("batch", "min_rows"):
        return
    extracted, newest = _instant(profile["extracted_at"]), _instant(profile["newest_event_at"])
    days, most = (extracted - newest) / timedelta(days=1), freshness_days(profile["extract"])
    until = "the load (the file states no time of extraction)" if _undated(profile) else "the extraction"
    observed = f"newest event {days:.1f} days before {until}"
    yield _fact(
        "newest_event_is_fresh",
        days,
        at_most=most,
        observed=observed,
        expects=f"{contract.title}: the newest event lies at most {most:.0f} days before the extraction.",
        found=f"{contract.title}: the newest event lies {days:.1f} days before {until}; at most {most:.0f} are usual.",
        mend="Ask the source whether the extract lacks its latest days.",
    )


def _delivered_in_time(profile: Profile, contract: Contract) -> Iterator[Fact]:
    """Compare the time since the previous load, of whatever kind, with the usual time between loads."""
    earlier = [_instant(load["extracted_at"]) for load in profile["history"]]
    if len(earlier) <= threshold("batch", "min_history") or _undated(profile):
        return
    gaps = [(after - before) / timedelta(days=1) for before, after in pairwise(sorted(earlier))]
    days, usual = (_instant(profile["extracted_at"]) - max(earlier)) / timedelta(days=1), median(gaps)
    if days <= 0:  # An older file that comes late ends no gap.
        return
    most = max(threshold("batch", "delivery_gap_days"), threshold("batch", "delivery_gap_multiple") * usual)
    observed = f"{days:.1f} days after the previous delivery; {usual:.1f} are usual"
    yield _fact(
        "delivered_in_time",
        days,
        at_most=most,
        observed=observed,
        expects=f"{contract.title}: the delivery came about as soon after the previous one as usual.",
        found=f"{contract.title}: the file was extracted {observed}.",
        mend="Ask the source for the deliveries that did not arrive.",
    )


def _columns_still_delivered(profile: Profile, contract: Contract, history: list[EarlierLoad]) -> Iterator[Fact]:
    """Check that the file still has the columns that all of the latest earlier loads had."""
    needed = int(threshold("batch", "min_history"))
    if len(history) < needed:
        return
    usual = set.intersection(*(set(load["nulls"]) for load in history[-needed:]))
    here = {column["name"] for column in profile["columns"] if column["delivered"]}
    missing = [column.name for column in contract.stored if column.name in usual - here]
    observed = f"missing: {', '.join(missing)}" if missing else "none is missing"
    yield _fact(
        "columns_still_delivered",
        len(missing),
        at_most=0,
        observed=observed,
        expects=f"{contract.title}: the columns of earlier loads are still delivered.",
        found=f"{contract.title}: the file lacks {counted(len(missing), 'column')} that earlier loads had "
        f"({', '.join(missing)}).",
        mend="Ask the source whether it changed the extract's definition; figures need these columns.",
    )


def _null_shares(profile: Profile, contract: Contract, history: list[EarlierLoad]) -> Iterator[Fact]:
    """Compare, for each column, the share of rows without a value with the median of earlier loads."""
    rows, enough = profile["rows_good"], threshold("batch", "min_rows_for_shares")
    if rows < enough:
        return
    large = [load for load in history if load["rows_in_file"] >= enough]
    for given in profile["columns"]:
        column = contract.stored_column(given["name"])
        if column is None or column.required or not given["delivered"]:
            continue
        shares = [load["nulls"][column.name] for load in large if column.name in load["nulls"]]
        if len(shares) >= threshold("batch", "min_history"):
            yield _null_share(given, column.title, contract, rows, shares)


def _null_share(given: ColumnProfile, title: str, contract: Contract, rows: int, shares: list[float]) -> Fact:
    usual, now = median(shares), share(given["nulls"], rows)
    chance = threshold("batch", "null_share_deviations") * (usual * (1 - usual) / rows) ** 0.5
    change = max(threshold("batch", "null_share_change"), chance)
    observed = f"{percent(now)} of {counted(rows, 'row')} lack a value; {percent(usual)} are usual"
    return _fact(
        "null_share_as_usual",
        now,
        column_name=given["name"],
        at_least=bound(min(*shares, usual - change)),
        at_most=bound(max(*shares, usual + change)),
        observed=observed,
        expects=f"{contract.title}, {title}: about as many rows lack a value as before.",
        found=f"{contract.title}, {title}: {observed}.",
        mend="Ask the source whether people still fill in the field, or whether a default fills it.",
    )


def _references(profile: Profile, contract: Contract) -> Iterator[Fact]:
    """Check that the other extracts have the rows that a full file names.

    A delta is not checked, and neither is a file that finds none of its rows: files land in the order of their names,
    so rows about the day's new reports land before the reports. The publication suite checks again when all files have
    landed.
    """
    if profile["kind"] != "full":
        return
    for reference in profile["references"]:
        rows, missing = reference["rows"], reference["rows"] - reference["found"]
        if not reference["found"]:
            continue
        most = most_allowed(
            rows,
            threshold("batch", "reference_missing_share"),
            int(threshold("batch", "reference_missing_rows")),
        )
        observed = (
            f"{number(missing)} of {counted(rows, 'row')} name a row that {reference['to']} lacks "
            f"({percent(share(missing, rows))})"
        )
        yield _fact(
            "references_found",
            missing,
            column_name=reference["column"],
            at_most=most,
            observed=observed,
            expects=f"{contract.title}: {reference['to']} has the rows that {reference['column']} names.",
            found=f"{contract.title}: {observed}.",
            mend=f"Deliver the file of {reference['to']} for the same day; until then these rows count in no figure.",
        )


def _undated(profile: Profile) -> bool:
    return profile["extracted_at_source"] == "load_time"


def _instant(text: str) -> datetime:
    """Parse an instant in ISO 8601 with an offset."""
    return datetime.fromisoformat(text)
