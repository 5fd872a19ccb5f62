"""The Office of Child Advocate's own caseload and the clocks of its complaints. Only its file holds them."""

from __future__ import annotations

import pandas as pd

from serving.attention.earlier import publication_before
from serving.published import Published


def caseload(published: Published) -> pd.DataFrame:
    """Return one row per reason for which a report is listed: reports, breaches, and reports with one or more."""
    return published.query(
        "select listed_as, count(*) as reports, count(*) filter (where breaches > 0) as reports_with_breaches, "
        "case when count(*) = count(breaches) then sum(breaches) end::bigint as breaches, "
        "max(days_open) as longest_days_open "
        "from oversight.oca_caseload group by listed_as "
        "order by case listed_as when 'open' then 0 when 'unsubstantiated' then 1 else 2 end"
    )


def came_and_went(published: Published) -> tuple[int, int] | None:
    """Return how many reports the caseload has that the publication before had not, and the other way round."""
    before = publication_before(published)
    if before is None or not before.has("oversight", "oca_caseload"):
        return None
    now, then = (
        set(each.query("select referral_id from oversight.oca_caseload")["referral_id"]) for each in (published, before)
    )
    return len(now - then), len(then - now)


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
