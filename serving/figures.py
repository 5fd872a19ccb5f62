"""What the pages ask of a published file: rows of the figures marts, for a period and a place.

Every function returns published columns as they stand. Sums and rates are made in the warehouse, never here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from serving.published import Published

# Reports whose county is missing or is none of the jurisdiction's.
UNKNOWN_COUNTY = "00000"
UNKNOWN = "Unknown"


@dataclass(frozen=True)
class Place:
    """A state, district or county as the figures know it."""

    geography_type: str
    geography_id: str
    name: str


@dataclass(frozen=True)
class Period:
    """A period of the figures; `days_elapsed` says how many of its days as_of has seen."""

    period_type: str
    start: date
    end: date
    label: str
    is_complete: bool
    days_elapsed: int


def places(published: Published) -> list[Place]:
    """The whole jurisdiction, its districts, its counties (the unknown one last), each with the name to show."""
    counties = published.query(
        "select county_fips, county_name, district_id, district_name_illustrative from reference.counties "
        "order by county_fips = '00000', county_name"
    )
    found = [Place("state", published.jurisdiction_id, f"{published.jurisdiction_name} (whole state)")]
    districts = counties[["district_id", "district_name_illustrative"]].drop_duplicates().sort_values("district_id")
    for row in districts.to_dict("records"):
        if row["district_name_illustrative"] != UNKNOWN:
            found.append(Place("district", row["district_id"], f"District: {row['district_name_illustrative']}"))
    for row in counties.to_dict("records"):
        unknown = row["county_fips"] == UNKNOWN_COUNTY
        found.append(
            Place("county", row["county_fips"], "County not known" if unknown else f"{row['county_name']} County")
        )
    return found


def periods(published: Published, period_type: str) -> list[Period]:
    """The periods of one type that have figures, newest first. None before a referrals file has landed."""
    rows = published.query(
        "select distinct period_type, period_start, period_end, period_label, is_complete, days_elapsed "
        "from marts.statutory_counts where period_type = $period_type and geography_type = 'state' "
        "order by period_start desc",
        {"period_type": period_type},
    )
    return [
        Period(
            row["period_type"],
            row["period_start"],
            row["period_end"],
            row["period_label"],
            bool(row["is_complete"]),
            int(row["days_elapsed"]),
        )
        for row in rows.to_dict("records")
    ]


def counts(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """One row: the statutory counts of a period and place."""
    return published.query(
        "select * from marts.statutory_counts where period_type = $period_type and period_start = $start "
        "and geography_type = $geography_type and geography_id = $geography_id",
        _keys(period, place),
    )


def counts_by_month(published: Published, place: Place, from_on: date, to_on: date) -> pd.DataFrame:
    """The months that begin from `from_on` to `to_on`, oldest first."""
    return _by_month(published, "statutory_counts", place, from_on, to_on, "")


def counts_of_parts(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """The districts of the state, or the counties of a district (of a county: of its district), by name."""
    return _parts(published, "statutory_counts", period, place, "")


def counts_of_counties(published: Published, period: Period) -> pd.DataFrame:
    """Every county of the period, by name, the unknown one last."""
    return published.query(
        "select * from marts.statutory_counts where period_type = $period_type and period_start = $start "
        "and geography_type = 'county' order by geography_id = '00000', geography_name",
        {"period_type": period.period_type, "start": period.start},
    )


def compliance(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """All breakdowns of a period and place: over all, by priority, by response type, by both."""
    return published.query(
        "select * from marts.response_compliance where period_type = $period_type and period_start = $start "
        "and geography_type = $geography_type and geography_id = $geography_id "
        "order by breakdown, priority nulls last, response_type nulls last",
        _keys(period, place),
    )


def compliance_by_month(published: Published, place: Place, from_on: date, to_on: date) -> pd.DataFrame:
    """Both priorities by month of the due date, oldest first."""
    return _by_month(published, "response_compliance", place, from_on, to_on, "and breakdown = 'priority'")


def compliance_of_parts(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """Both priorities of the districts of the state, or of the counties of the place's district, by name."""
    return _parts(published, "response_compliance", period, place, "and breakdown = 'priority'")


def compliance_of_counties(published: Published, period: Period) -> pd.DataFrame:
    """Both priorities of every county of the period, by name: a plain list, in no order of merit."""
    return published.query(
        "select * from marts.response_compliance where period_type = $period_type and period_start = $start "
        "and geography_type = 'county' and breakdown = 'priority' "
        "order by geography_id = '00000', geography_name, priority nulls last",
        {"period_type": period.period_type, "start": period.start},
    )


def _keys(period: Period, place: Place) -> dict[str, object]:
    return {
        "period_type": period.period_type,
        "start": period.start,
        "geography_type": place.geography_type,
        "geography_id": place.geography_id,
    }


def _by_month(
    published: Published, table: str, place: Place, from_on: date, to_on: date, condition: str
) -> pd.DataFrame:
    return published.query(
        f"select * from marts.{table} where period_type = 'month' and period_start between $from_on and $to_on "
        f"and geography_type = $geography_type and geography_id = $geography_id {condition} order by period_start",
        {
            "from_on": from_on,
            "to_on": to_on,
            "geography_type": place.geography_type,
            "geography_id": place.geography_id,
        },
    )


def _parts(published: Published, table: str, period: Period, place: Place, condition: str) -> pd.DataFrame:
    if place.geography_type == "state":
        members, keys = "geography_type = 'district'", {}
    else:
        members = (
            "geography_type = 'county' and geography_id in (select county_fips from reference.counties "
            "where district_id in (select district_id from reference.counties "
            "where $geography_id in (district_id, county_fips)))"
        )
        keys = {"geography_id": place.geography_id}
    return published.query(
        f"select * from marts.{table} where period_type = $period_type and period_start = $start "
        f"and {members} {condition} order by geography_name = $unknown, geography_name",
        {"period_type": period.period_type, "start": period.start, "unknown": UNKNOWN, **keys},
    )
