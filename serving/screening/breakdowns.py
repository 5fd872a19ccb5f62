"""Reports of a period and place by reason, kind of reporter, channel and hour, and allegations by kind and age.

Rows of a mart are added up over what a reader does not ask for. A count that is null in one row was not delivered, and
is null in the sum.
"""

from __future__ import annotations

import pandas as pd

from serving.figures import Period, Place
from serving.published import Published

_SHARES = ("share_of_screened_out", "share_of_screened_out_low", "share_of_screened_out_high")
# The shares of a kind of reporter or a channel, each with its interval.
SOURCE_SHARES = ("share_of_reports", "share_screened_out")
_WHERE = (
    "period_type = $period_type and period_start = $start "
    "and geography_type = $geography_type and geography_id = $geography_id"
)


def reasons(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """Return the reasons for which reports were screened out, the most frequent first, with what each means.

    The share is that of the reports screened out. The row without a reason is of reports that record none.
    """
    columns = published.columns("marts", "screen_out_reason_counts")
    if not columns:
        return pd.DataFrame()
    # A file of an earlier version has no share.
    share = ", ".join(name if name in columns else f"null::double as {name}" for name in _SHARES)
    return published.query(
        "with words as (select * from reference.screen_out_reasons "
        "qualify row_number() over (partition by code order by effective_from desc) = 1) "
        f"select screen_out_reason, words.label, words.description, words.citation, counted.reports, {share} "
        f"from marts.screen_out_reason_counts as counted left join words on counted.screen_out_reason = words.code "
        f"where {_WHERE} order by counted.reports desc nulls last, words.label nulls last",
        _keys(period, place),
    )


def reporters(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """Return the reports by kind of reporter, the most frequent first; empty where the file does not hold them.

    A file of an earlier version has no shares: then their columns are missing.
    """
    if not published.has("marts", "report_source_counts"):
        return pd.DataFrame()
    shares, join = _shares(published, "reporter_type")
    return published.query(
        "with words as (select * from reference.reporter_types "
        "qualify row_number() over (partition by code order by effective_from desc) = 1) "
        "select counted.reporter_type, words.label, counted.reporter_class, "
        f"{_sums('reports', 'screened_out', 'assigned')}{shares} "
        f"from marts.report_source_counts as counted left join words on counted.reporter_type = words.code {join} "
        f"where {_WHERE} group by all order by reports desc nulls last, words.label nulls last",
        _keys(period, place),
    )


def channels(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """Return the reports by channel, the most frequent first.

    A file without kinds of reporters holds classes of channels alone: then `label` is the class. It has no shares, as
    one of an earlier version.
    """
    if published.has("marts", "report_source_counts"):
        shares, join = _shares(published, "received_via")
        return published.query(
            "select counted.received_via as channel, channels.label, "
            f"{_sums('reports', 'screened_out', 'assigned')}{shares} "
            "from marts.report_source_counts as counted "
            f"left join reference.channels as channels on counted.received_via = channels.received_via {join} "
            f"where {_WHERE} group by all order by reports desc nulls last, channels.label nulls last",
            _keys(period, place),
        )
    if not published.has("marts", "report_hours"):
        return pd.DataFrame()
    return published.query(
        f"select channel_class as channel, null as label, {_sums('reports', 'screened_out', 'assigned')} "
        f"from marts.report_hours where {_WHERE} group by all order by reports desc nulls last, channel nulls last",
        _keys(period, place),
    )


def hours(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """Return the reports by weekday and hour of day. An hour of the week without a report has no row."""
    if not published.has("marts", "report_hours"):
        return pd.DataFrame()
    return published.query(
        f"select iso_weekday, hour_of_day, {_sums('reports')} from marts.report_hours "
        f"where {_WHERE} and iso_weekday is not null and reports is not null group by all "
        "order by iso_weekday, hour_of_day",
        _keys(period, place),
    )


def allegations(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """Return the allegations by type of maltreatment, the most frequent first."""
    if not published.has("marts", "maltreatment_counts"):
        return pd.DataFrame()
    return published.query(
        "with words as (select * from reference.maltreatment_types "
        "qualify row_number() over (partition by code order by effective_from desc) = 1) "
        "select counted.maltreatment_type, words.label, words.description, words.citation, "
        f"{_sums('allegations', 'screened_out', 'assigned')} "
        "from marts.maltreatment_counts as counted left join words on counted.maltreatment_type = words.code "
        f"where {_WHERE} group by all order by allegations desc nulls last, words.label nulls last",
        _keys(period, place),
    )


def ages(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """Return the allegations by age band of the child, the youngest first and those without an age last."""
    if not published.has("marts", "maltreatment_counts"):
        return pd.DataFrame()
    return published.query(
        f"select age_band, {_sums('allegations', 'screened_out', 'assigned')} from marts.maltreatment_counts "
        f"where {_WHERE} group by age_band "
        "order by try_cast(regexp_extract(age_band, '[0-9]+') as integer) nulls last, age_band desc nulls last",
        _keys(period, place),
    )


def measures(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """Return the measures beside the rules of a period and place, as one row; empty where the file has none."""
    if not published.has("marts", "screening_measures"):
        return pd.DataFrame()
    return published.query(f"select * from marts.screening_measures where {_WHERE}", _keys(period, place))


def _shares(published: Published, breakdown: str) -> tuple[str, str]:
    """Return a breakdown's published shares as columns to select, and the join that they need; a file may have none."""
    if not published.has("marts", "report_source_shares"):
        return "", ""
    names = [f"{share}{bound}" for share in SOURCE_SHARES for bound in ("", "_low", "_high")]
    return (
        "".join(f", {name}" for name in names),
        f"left join (select {breakdown} as shared_by, {', '.join(names)} from marts.report_source_shares "
        f"where {_WHERE} and breakdown = '{breakdown}') as shares "
        f"on counted.{breakdown} is not distinct from shares.shared_by",
    )


def _sums(*counts: str) -> str:
    return ", ".join(f"case when count(*) = count({each}) then sum({each}) end::bigint as {each}" for each in counts)


def _keys(period: Period, place: Place) -> dict[str, object]:
    return {
        "period_type": period.period_type,
        "start": period.start,
        "geography_type": place.geography_type,
        "geography_id": place.geography_id,
    }
