"""What reports wait for at as_of: by kind, county and age, and the single reports where the audience's file has them.

A report stands in one county, so the counts of counties add up to those of a district and of the state. They don't add
up over kinds: a report counts once for each thing that it waits for.
"""

from __future__ import annotations

import pandas as pd

from serving.attention.earlier import publication_before
from serving.figures import Place
from serving.published import OVERSIGHT, Published

# The states of a wait, each with its name for readers.
STATES = {"overdue": "Overdue", "not_due": "Not yet due", "excused": "Excused", "no_limit": "No limit"}
COUNTS = ("reports", *STATES)
_OF_PLACE = {"state": "true", "district": "district_id = $geography_id", "county": "county_fips = $geography_id"}
# A count that is null in one county was not delivered, and is null in all.
_SUMS = ", ".join(f"case when count(*) = count({each}) then sum({each}) end::bigint as {each}" for each in COUNTS)


def by_kind(published: Published, place: Place) -> pd.DataFrame:
    """Return one row per kind of waiting: the counts of the place, and the longest days waited and late."""
    if not published.has("marts", "due_report_counts"):
        return pd.DataFrame()
    return published.query(
        f"select waits_for, {_SUMS}, max(longest_days_waiting) as longest_days_waiting, "
        "max(longest_days_late) as longest_days_late "
        f"from marts.due_report_counts where {_OF_PLACE[place.geography_type]} group by waits_for order by waits_for",
        _keys(place),
    )


def by_county(published: Published, place: Place) -> pd.DataFrame:
    """Return one row per county and kind of waiting in which something waits, or in which nobody knows."""
    if not published.has("marts", "due_report_counts"):
        return pd.DataFrame()
    return published.query(
        f"select * from marts.due_report_counts where {_OF_PLACE[place.geography_type]} and reports is distinct from 0 "
        "order by county_fips = '00000', county_name, waits_for",
        _keys(place),
    )


def ages(published: Published, place: Place) -> pd.DataFrame:
    """Return how many reports of the place have waited for how long, by kind and band of days, the youngest first."""
    if not published.has("marts", "due_report_ages"):
        return pd.DataFrame()
    return published.query(
        "select waits_for, waiting_band, from_days, "
        "case when count(*) = count(reports) then sum(reports) end::bigint as reports "
        f"from marts.due_report_ages where {_OF_PLACE[place.geography_type]} "
        "group by waits_for, waiting_band, from_days order by waits_for, from_days",
        _keys(place),
    )


def single_reports(published: Published, place: Place, waits_for: str) -> pd.DataFrame:
    """Return the reports that wait for something, overdue ones first; empty where the file holds no single report."""
    if not published.has("marts", "due_reports"):
        return pd.DataFrame()
    return published.query(
        "select reports.* exclude (county_fips, district_id), counties.county_name from marts.due_reports as reports "
        "left join reference.counties as counties using (county_fips) "
        f"where waits_for = $waits_for and {_of_reports(place)} "
        "order by (due_state = 'overdue') desc, days_late desc nulls last, days_waiting desc, referral_id",
        {**_keys(place), "waits_for": waits_for},
    )


def of_caseload(published: Published, place: Place) -> pd.DataFrame:
    """Return the columns of `by_kind`, counted over the single reports that the file holds: those of the caseload.

    What nobody knows of the state is not known of the caseload either.
    """
    if not (published.has("marts", "due_reports") and published.has("marts", "due_report_counts")):
        return pd.DataFrame()
    states = ", ".join(
        f"case when is_known then count(*) filter (where due_state = '{each}') end as {each}" for each in COUNTS[1:]
    )
    return published.query(
        "with kinds as (select waits_for, count(*) = count(reports) as is_known from marts.due_report_counts "
        "group by waits_for) "
        f"select waits_for, case when is_known then count(referral_id) end as reports, {states}, "
        "max(days_waiting) as longest_days_waiting, max(days_late) as longest_days_late "
        f"from kinds left join (from marts.due_reports as reports where {_of_reports(place)}) using (waits_for) "
        "group by waits_for, is_known order by waits_for",
        _keys(place),
    )


def overdue_before(published: Published, place: Place) -> pd.DataFrame | None:
    """Return the rows of `by_kind`, or for OCA of `of_caseload`, in the publication before, or None without it."""
    before = publication_before(published)
    if before is None:
        return None
    found = (of_caseload if before.audience == OVERSIGHT else by_kind)(before, place)
    return None if found.empty else found


def citations(published: Published) -> pd.DataFrame:
    """Return the label, citation and sentence of every rule in force at as_of, and of every metric, by its id."""
    return published.query(
        "select rule_id as id, label, citation, sentence from reference.policy_rules "
        "qualify row_number() over (partition by rule_id order by effective_from desc) = 1 "
        "union all select metric_id, label, citation, definition from reference.metrics"
    )


def _of_reports(place: Place) -> str:
    condition = _OF_PLACE[place.geography_type]
    return condition if condition == "true" else f"reports.{condition}"


def _keys(place: Place) -> dict[str, object]:
    return {} if place.geography_type == "state" else {"geography_id": place.geography_id}
