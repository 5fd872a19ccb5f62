"""Reads the figures marts of a published file: functions take a place and a period, and return rows.

Every function returns published columns as they stand. The warehouse makes the sums and rates, never this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from serving.published import Published

# The code of a county that is missing or does not belong to the jurisdiction.
UNKNOWN_COUNTY = "00000"
UNKNOWN = "Unknown"


@dataclass(frozen=True)
class Place:
    """A state, district or county of the figures, with the name to show."""

    geography_type: str
    geography_id: str
    name: str


@dataclass(frozen=True)
class Period:
    """A period of the figures. `days_elapsed` counts its days up to as_of.

    `is_complete`: it has ended at as_of. `is_covered`: it has, and the deliveries reach its last day.
    """

    period_type: str
    start: date
    end: date
    label: str
    is_complete: bool
    is_covered: bool
    days_elapsed: int


def places(published: Published) -> list[Place]:
    """Return the whole jurisdiction, its districts and its counties, with the unknown county last."""
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
    """Return the periods of one type that have figures, newest first. There are none before a referrals file lands."""
    rows = published.query(
        "select * from marts.statutory_counts where period_type = $period_type and geography_type = 'state' "
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
            # A file of an earlier version does not say which days the deliveries reach.
            bool(row.get("is_covered", row["is_complete"])),
            int(row["days_elapsed"]),
        )
        for row in rows.to_dict("records")
    ]


def days_without_reports(published: Published, period: Period) -> int:
    """Return how many ended days of the period have no report in the whole state: a gap in what was delivered."""
    if not published.has("marts", "screening_measures"):
        return 0
    rows = published.query(
        "select days_without_reports from marts.screening_measures where period_type = $period_type "
        "and period_start = $start and geography_type = 'state'",
        {"period_type": period.period_type, "start": period.start},
    )
    return 0 if rows.empty else int(rows["days_without_reports"].iloc[0])


def newest_report_on(published: Published) -> date | None:
    """Return the day of the newest report that was delivered."""
    rows = published.query("select max(received_on) as newest_on from marts.statutory_counts_daily")
    newest = rows["newest_on"].iloc[0]
    return None if pd.isna(newest) else pd.Timestamp(newest).date()


def counts(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """Return the statutory counts of a period and place, as one row."""
    return published.query(
        "select * from marts.statutory_counts where period_type = $period_type and period_start = $start "
        "and geography_type = $geography_type and geography_id = $geography_id",
        _keys(period, place),
    )


def counts_by_month(published: Published, place: Place, from_on: date, to_on: date) -> pd.DataFrame:
    """Return the statutory counts of the months that begin from `from_on` to `to_on`, oldest first."""
    return _by_month(published, "statutory_counts", place, from_on, to_on, "")


def counts_of_parts(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """Return the counts of a place's parts, by name.

    The parts of the state are its districts, those of a district its counties. A county gives those of its district.
    """
    return _parts(published, "statutory_counts", period, place, "")


def counts_of_counties(published: Published, period: Period) -> pd.DataFrame:
    """Return the counts of every county in a period, by name, with the unknown county last."""
    return published.query(
        "select * from marts.statutory_counts where period_type = $period_type and period_start = $start "
        "and geography_type = 'county' order by geography_id = '00000', geography_name",
        {"period_type": period.period_type, "start": period.start},
    )


def compliance(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """Return all breakdowns of a period and place: none, by priority, by response type, by both."""
    return published.query(
        "select * from marts.response_compliance where period_type = $period_type and period_start = $start "
        "and geography_type = $geography_type and geography_id = $geography_id "
        "order by breakdown, priority nulls last, response_type nulls last",
        _keys(period, place),
    )


def compliance_by_month(published: Published, place: Place, from_on: date, to_on: date) -> pd.DataFrame:
    """Return both priorities by the month of the due date, oldest first.

    A month without any report in the state is left out: what is due in it is of earlier reports alone.
    """
    condition = (
        "and breakdown = 'priority' and period_start in (select counts.period_start from marts.statutory_counts as "
        "counts where counts.period_type = 'month' and counts.geography_type = 'state')"
    )
    return _by_month(published, "response_compliance", place, from_on, to_on, condition)


def compliance_of_parts(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """Return both priorities of a place's parts, by name. The parts are those of `counts_of_parts`."""
    return _parts(published, "response_compliance", period, place, "and breakdown = 'priority'")


def compliance_of_counties(published: Published, period: Period) -> pd.DataFrame:
    """Return both priorities of every county in a period, by name and in no order of merit."""
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
