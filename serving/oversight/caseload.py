"""The caseload of the oversight office: why reports are listed, what came and went, and the reports themselves."""

from __future__ import annotations

import pandas as pd

from serving.attention.earlier import came_and_gone, publication_before
from serving.figures import Place
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
    keys = (each.query("select referral_id from oversight.oca_caseload")["referral_id"] for each in (published, before))
    new, gone = came_and_gone(*keys)
    return len(new), gone


def listed_reports(published: Published, place: Place) -> pd.DataFrame:
    """Return the reports of the caseload in a place: those with most breaches first, then the longest open."""
    where = "" if place.geography_type == "state" else "where $geography_id in (district_id, county_fips) "
    return published.query(
        f"select * from oversight.oca_caseload {where}"
        "order by breaches desc nulls last, exceptions desc nulls last, days_open desc nulls last, referral_id",
        {} if place.geography_type == "state" else {"geography_id": place.geography_id},
    )
