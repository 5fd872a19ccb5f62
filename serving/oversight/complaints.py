"""The complaints of the oversight office: how long open ones wait, and what became of them."""

from __future__ import annotations

import pandas as pd

from serving.figures import Period, Place
from serving.published import Published


def complaint_clocks(published: Published) -> pd.DataFrame:
    """Return one row per stage that a complaint may have reached before it is closed: how many, and days waited."""
    return published.query(
        "with stages (stage, position) as (values ('received', 1), ('followed_up', 2), ('decided', 3), "
        "('under_investigation', 4)) "
        "select stages.stage, count(complaint_id) as complaints, max(days_waiting) as longest_days_waiting, "
        "median(days_waiting) as median_days_waiting "
        "from stages left join oversight.oca_complaints using (stage) group by stages.stage, position order by position"
    )


def complaints_without_stage(published: Published) -> int:
    """Return how many complaints have no stage, because closings were not delivered."""
    rows = published.rows("select count(*) as complaints from oversight.oca_complaints where stage is null")
    return int(rows[0]["complaints"])


def complaint_years(published: Published) -> pd.DataFrame:
    """Return the outcomes of all complaints by fiscal year, newest first."""
    return published.query(
        "select * from oversight.oca_complaint_outcomes where breakdown = 'all' and period_type = 'fiscal_year' "
        "and geography_type = 'state' order by period_start desc"
    )


def complaint_breakdowns(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """Return the complaints of a period and place by every breakdown and value. The values of a breakdown add up."""
    return published.query(
        "select breakdown, value, value_label, complaints, in_scope, decided, closed "
        "from oversight.oca_complaint_outcomes where period_type = $period_type and period_start = $start "
        "and geography_type = $geography_type and geography_id = $geography_id and breakdown <> 'all' "
        "order by breakdown, value in ('not_recorded', 'not_delivered'), complaints desc, value_label",
        {
            "period_type": period.period_type,
            "start": period.start,
            "geography_type": place.geography_type,
            "geography_id": place.geography_id,
        },
    )


def beside_the_record(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """Return the complaints received in a period, open ones first, each with what the agency's record shows of it.

    Columns that begin with `report_`, and the response and the breaches, are of the report that the complaint names.
    They are null unless the caseload lists that report: of another one the office sees nothing.
    """
    where = "" if place.geography_type == "state" else "and $geography_id in (district_id, county_fips) "
    found = {} if place.geography_type == "state" else {"geography_id": place.geography_id}
    return published.query(
        "with complaints as (select * from oversight.oca_complaints "
        f"where received_on between $first and $last {where}) "
        "select complaints.complaint_id, complaints.county_name, complaints.received_on, complaints.concern, "
        f"{_labelled('concern')}, complaints.stage, complaints.days_waiting, complaints.days_to_close, "
        f"complaints.decision, complaints.finding, {_labelled('finding')}, complaints.referral_id, "
        "complaints.report_link, complaints.report_received_on, complaints.report_listed_as, "
        "complaints.report_finding_outcome, reports.response_status, reports.days_late, reports.breaches, "
        "reports.rules_not_assessed, complaints.family_caseload_reports "
        "from complaints left join oversight.oca_caseload as reports "
        "on complaints.report_link = 'in_caseload' and complaints.referral_id = reports.referral_id "
        "order by complaints.stage = 'closed', complaints.days_waiting desc nulls last, complaints.received_on desc, "
        "complaints.complaint_id",
        {"first": period.start, "last": period.end, **found},
    )


def _labelled(column: str) -> str:
    """The label of a code on the day of the complaint, or the code itself where the list lacks it."""
    return (
        "coalesce((select max(label) from oversight.oca_complaint_codes as codes "
        f"where codes.code_list = '{column}' and codes.code = complaints.{column} "
        "and complaints.received_on >= codes.effective_from and complaints.received_on < codes.effective_to), "
        f"complaints.{column}) as {column}_label"
    )
