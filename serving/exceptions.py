"""Reads which rules reports break: the counts of all rules, and of one rule by month, by county and by report.

Every function returns published columns as they stand. A file of an earlier version has no interval of a rate.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from serving.figures import Period, Place
from serving.published import Published

_NEWEST_GENERATION = (
    "(select * from reference.policy_rules "
    "qualify row_number() over (partition by rule_id order by effective_from desc) = 1)"
)
_INTERVAL = ("rate_low", "rate_high")


def rules(published: Published) -> pd.DataFrame:
    """Return every rule of the file with its label, severity and citation, in the order of the policy."""
    return published.query(
        f"select rule_id, label, severity, citation from {_NEWEST_GENERATION} as rules order by position, rule_id"
    )


def counts(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """Return the counts of every rule in a period and place, breaches first, in the order of the policy."""
    return _with_interval(
        published.query(
            "select counts.*, rules.label, rules.citation from marts.policy_exception_counts as counts "
            f"join {_NEWEST_GENERATION} as rules using (rule_id) "
            "where period_type = $period_type and period_start = $start and geography_type = $geography_type "
            "and geography_id = $geography_id order by counts.severity = 'review', rules.position, rule_id",
            {
                "period_type": period.period_type,
                "start": period.start,
                "geography_type": place.geography_type,
                "geography_id": place.geography_id,
            },
        )
    )


def counts_by_month(published: Published, rule_id: str, place: Place, from_on: date, to_on: date) -> pd.DataFrame:
    """Return the counts of a rule in the months that begin from `from_on` to `to_on`, oldest first."""
    return _with_interval(
        published.query(
            f"select counts.*, coalesce(months.{published.covered('statutory_counts')}, false) as is_covered "
            "from marts.policy_exception_counts as counts "
            "left join marts.statutory_counts as months "
            "using (period_type, period_start, geography_type, geography_id) "
            "where period_type = 'month' and period_start between $from_on and $to_on and rule_id = $rule_id "
            "and geography_type = $geography_type and geography_id = $geography_id order by period_start",
            {
                "from_on": from_on,
                "to_on": to_on,
                "rule_id": rule_id,
                "geography_type": place.geography_type,
                "geography_id": place.geography_id,
            },
        )
    )


def counts_of_counties(published: Published, rule_id: str, period: Period, place: Place) -> pd.DataFrame:
    """Return the counts of a rule in every county of a place, by name, with the unknown county last."""
    where, keys = _in_place(place, "geography_id")
    return _with_interval(
        published.query(
            "select * from marts.policy_exception_counts where period_type = $period_type and period_start = $start "
            f"and geography_type = 'county' and rule_id = $rule_id and {where} "
            "order by geography_id = '00000', geography_name",
            {**keys, "period_type": period.period_type, "start": period.start, "rule_id": rule_id},
        )
    )


def reports(published: Published, rule_id: str, period: Period, place: Place) -> pd.DataFrame | None:
    """Return the reports that break a rule in a period and place, newest first; None where the file holds no report."""
    if not published.has("marts", "policy_exceptions"):
        return None
    where, keys = _in_place(place, "exceptions.county_fips")
    return published.query(
        "select exceptions.referral_id, counties.county_name, exceptions.occurred_on, exceptions.observed, "
        "exceptions.expected from marts.policy_exceptions as exceptions "
        "left join reference.counties as counties on exceptions.county_fips = counties.county_fips "
        f"where rule_id = $rule_id and occurred_on between $start and $end and {where} "
        "order by occurred_on desc, referral_id",
        {**keys, "rule_id": rule_id, "start": period.start, "end": period.end},
    )


def _in_place(place: Place, column: str) -> tuple[str, dict[str, object]]:
    if place.geography_type == "state":
        return "true", {}
    return (
        f"{column} in (select county_fips from reference.counties where $place_id in (district_id, county_fips))",
        {"place_id": place.geography_id},
    )


def _with_interval(rows: pd.DataFrame) -> pd.DataFrame:
    missing = [name for name in _INTERVAL if name not in rows]
    return rows.assign(**{name: pd.array([None] * len(rows), dtype="Float64") for name in missing})
