"""Breaches since the publication before: by rule for everybody, and the single reports where the file has them."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pandas as pd

from serving.attention.earlier import came_and_gone, publication_before
from serving.figures import Place
from serving.published import Published

_KEYS = "select exception_key from marts.policy_exceptions where severity = 'breach'"


@dataclass(frozen=True)
class Changes:
    """What changed since the publication `before`, which counts up to `before_as_of`.

    `by_rule` has a row per rule whose number of breaches changed: the number `now` and `before`. `new` holds the single
    breaches that the earlier publication did not have, and `gone` says how many it had that this one has not; both are
    None where the audience's file holds no single report.
    """

    before_id: str
    before_as_of: object
    by_rule: pd.DataFrame
    new: pd.DataFrame | None
    gone: int | None


def since_before(published: Published, place: Place) -> Changes | None:
    """Compare the breaches of a place with the publication before; None where there is none to compare with."""
    before = publication_before(published)
    if before is None or before.as_of is None:
        return None
    try:
        new, gone = _single(published, before, place)
        by_rule = _by_rule(published, before, place)
    except duckdb.Error:
        # An earlier version of the program may have published other columns.
        return None
    return Changes(before.publication_id, before.as_of, by_rule, new, gone)


def _by_rule(published: Published, before: Published, place: Place) -> pd.DataFrame:
    """Years add up to all reports. A rule that either publication could not assess is left out."""
    now, then = (_broken(each, place) for each in (published, before))
    both = now.merge(then[["rule_id", "broken"]], on="rule_id", suffixes=("", "_before"))
    both["change"] = both["broken"] - both["broken_before"]
    changed = both[both["change"].notna() & (both["change"] != 0)]
    return changed.sort_values(["change", "rule_id"], ascending=[False, True]).reset_index(drop=True)


def _broken(published: Published, place: Place) -> pd.DataFrame:
    return published.query(
        "select counts.rule_id, rules.label, rules.citation, "
        "case when count(*) = count(broken) then sum(broken) end::bigint as broken "
        "from marts.policy_exception_counts as counts join (select * from reference.policy_rules "
        "qualify row_number() over (partition by rule_id order by effective_from desc) = 1) as rules using (rule_id) "
        "where period_type = 'fiscal_year' and geography_type = $geography_type and geography_id = $geography_id "
        "and counts.severity = 'breach' group by all",
        {"geography_type": place.geography_type, "geography_id": place.geography_id},
    )


def _single(published: Published, before: Published, place: Place) -> tuple[pd.DataFrame | None, int | None]:
    if not (published.has("marts", "policy_exceptions") and before.has("marts", "policy_exceptions")):
        return None, None
    where = "true" if place.geography_type == "state" else (
        "county_fips in (select county_fips from reference.counties where $geography_id in (district_id, county_fips))"
    )  # fmt: skip
    keys = {} if place.geography_type == "state" else {"geography_id": place.geography_id}
    new, gone = came_and_gone(
        *(each.query(f"{_KEYS} and {where}", keys)["exception_key"] for each in (published, before))
    )
    rows = published.query(
        "select exceptions.rule_id, rules.label, exceptions.referral_id, counties.county_name, exceptions.occurred_on, "
        "exceptions.observed, exceptions.expected from marts.policy_exceptions as exceptions "
        "join (select unnest($new::varchar[]) as exception_key) as new using (exception_key) "
        "left join reference.counties as counties using (county_fips) "
        "join (select * from reference.policy_rules "
        "qualify row_number() over (partition by rule_id order by effective_from desc) = 1) as rules "
        "on exceptions.rule_id = rules.rule_id "
        "order by exceptions.occurred_on desc, rules.position, exceptions.referral_id",
        {"new": new},
    )
    return rows, gone
