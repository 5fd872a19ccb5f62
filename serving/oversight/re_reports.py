"""Families that were reported again after a report of theirs was settled as unsubstantiated."""

from __future__ import annotations

import pandas as pd

from serving.figures import Period, Place
from serving.published import Published


def rates(published: Published, period_type: str, place: Place) -> pd.DataFrame:
    """Return the published rates of a place by period and window, newest period first."""
    return published.query(
        "select * from oversight.re_report_rates where period_type = $period_type "
        "and geography_type = $geography_type and geography_id = $geography_id "
        "order by period_start desc, window_months nulls first, window_length",
        {"period_type": period_type, "geography_type": place.geography_type, "geography_id": place.geography_id},
    )


def families(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """Return the settled reports of a period and place whose family came back, each once, newest first.

    The report that came next is shown where it is in the caseload too.
    """
    of_place = "and $geography_id in (reports.district_id, reports.county_fips) "
    where = "" if place.geography_type == "state" else of_place
    keys = {} if place.geography_type == "state" else {"geography_id": place.geography_id}
    return published.query(
        "select reports.referral_id, reports.family_id, counties.county_name, reports.finding_outcome, "
        "reports.index_on, min(reports.window_length) as window_length, any_value(reports.window_unit) as window_unit, "
        "any_value(reports.re_report_referral_id) as re_report_referral_id, "
        "any_value(reports.re_reported_on) as re_reported_on "
        "from oversight.re_reports as reports left join reference.counties as counties using (county_fips) "
        f"where is_re_reported and index_on between $start and $end {where}"
        "group by all order by reports.index_on desc, reports.referral_id",
        {**keys, "start": period.start, "end": period.end},
    )
