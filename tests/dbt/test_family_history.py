"""Family histories and their rules, compared with a plain join of each family with itself: few families, many ties."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.dbt.conftest import Warehouse

START = dt.datetime(2025, 1, 1, 12, tzinfo=dt.UTC)
AS_OF = "2026-11-17 12:00:00+00"

# The policy taken literally: each report is compared with each other report of its family.
NAIVE = """
with accepted as (select * from marts.referrals where screening_outcome = 'assigned' and accepted_at is not null),
family as (
    select
        this.referral_id,
        count(other.referral_id) as earlier,
        1 + count(*) filter (
            where other.referral_id is not null
                and (other.completed_at is null or other.completed_at > this.accepted_at)
        ) as pending
    from accepted as this
    left join accepted as other on this.family_id = other.family_id and other.accepted_at < this.accepted_at
    where this.family_id is not null
    group by all
)
select
    referral_id,
    case when screening_outcome = 'assigned' then greatest(earlier, prior_accepted_reports) end as prior_accepted,
    pending as pending_accepted
from marts.referrals
left join family using (referral_id)
"""
OPEN_CASE = """
with family as (
    select
        this.referral_id,
        coalesce(bool_or(other.response_type = 'investigation'), false) as has_open,
        coalesce(bool_or(other.response_type is null), false) as may_be_open
    from marts.referrals as this
    inner join marts.referrals as other
        on other.family_id = this.family_id and other.referral_id <> this.referral_id
            and other.screening_outcome = 'assigned' and other.accepted_at < this.received_at
            and (other.completed_at is null or other.completed_at > this.received_at)
    group by all
)
select
    referral_id,
    case
        when open_case_type <> 'none' or has_open then 'broken'
        when family_id is null or may_be_open then 'not_assessed'
        else 'kept'
    end as verdict
from marts.referrals
left join family using (referral_id)
where screening_outcome = 'information_and_referral'
"""
SUBSEQUENT = """
select
    this.referral_id,
    case
        when family_id is null and associated_referral_id is null then 'not_assessed'
        when exists (
            from marts.referrals as other
            where (other.family_id = this.family_id or other.referral_id = this.associated_referral_id)
                and other.referral_id <> this.referral_id
                and other.screening_outcome = 'assigned'
                and this.received_on - other.accepted_on between 0 and 45
        ) then 'kept'
        when associated_referral_id not in (select referral_id from marts.referrals) then 'not_assessed'
        else 'broken'
    end as verdict
from marts.referrals as this
where screening_outcome = 'screened_out' and screen_out_reason = 'subsequent'
"""


ONGOING = """
with near as (
    select
        this.referral_id,
        coalesce(bool_or(coalesce(other.completed_at >= this.received_at, true)), false) as has_ongoing
    from marts.referrals as this
    inner join marts.referrals as other
        on (other.family_id = this.family_id or other.referral_id = this.associated_referral_id)
            and other.referral_id <> this.referral_id
            and other.screening_outcome = 'assigned'
            and this.received_on - other.accepted_on between 0 and 45
    group by all
)
select
    referral_id,
    case
        when has_ongoing then 'kept'
        when associated_referral_id not in (select referral_id from marts.referrals) then 'not_assessed'
        else 'broken'
    end as verdict
from marts.referrals
inner join near using (referral_id)
where screening_outcome = 'screened_out' and screen_out_reason = 'subsequent'
"""
ADDRESSED = """
with family as (
    select this.referral_id, count(other.referral_id) as open
    from marts.referrals as this
    left join marts.referrals as other
        on other.family_id = this.family_id and other.referral_id <> this.referral_id
            and other.screening_outcome = 'assigned' and other.accepted_at < this.screened_at
            and (other.completed_at is null or other.completed_at > this.screened_at)
    where this.family_id is not null and this.screened_at is not null
    group by all
)
select
    referral_id,
    case
        when open_case_type <> 'none' or open > 0 then 'kept'
        when open is null then 'not_assessed'
        else 'broken'
    end as verdict
from marts.referrals
left join family using (referral_id)
where screening_outcome = 'screened_out' and screen_out_reason = 'addressed_in_open_case'
"""


def drawn(count: int, seed: int) -> list[dict[str, Any]]:
    """Draw reports of forty families at few instants, so that receipts, acceptances and completions coincide."""
    draw = random.Random(seed)

    def instant() -> str:
        return (START + dt.timedelta(hours=6 * draw.randrange(400))).isoformat()

    return [
        {
            "referral_id": f"R{number}",
            "received_at": instant(),
            "family_id": f"K{draw.randrange(40)}" if draw.random() < 0.9 else None,
            "screening_decision": draw.choices(
                ["assigned", "screened_out", "information_and_referral", "preliminary_inquiry", None], [6, 3, 3, 1, 1]
            )[0],
            "screen_out_reason": "subsequent" if number % 3 else "addressed_in_open_case",
            "screened_at": instant() if draw.random() < 0.9 else None,
            "associated_referral_id": f"R{draw.randrange(2 * count)}" if draw.random() < 0.5 else None,
            "response_type": draw.choice(["assessment", "investigation", "investigation", None]),
            # Some are completed at the instant of their acceptance, or before it.
            "accepted_at": instant() if draw.random() < 0.9 else None,
            "completed_at": instant() if draw.random() < 0.7 else None,
            "open_case_type": draw.choices([None, "none", "icpc"], [8, 8, 1])[0],
            "prior_accepted_reports": draw.randrange(30) if draw.random() < 0.5 else None,
            "updated_at": START.isoformat(),
        }
        for number in range(count)
    ]


@pytest.fixture(scope="module")
def built(warehouse: Warehouse) -> Warehouse:
    warehouse.land("referrals", AS_OF, drawn(1500, seed=20))
    inquiries = [
        {
            "inquiry_id": f"Q{number}",
            "referral_id": f"R{number}",
            "received_at": START.isoformat(),
            "outcome": ("assign_investigation", "accidental_injury", None)[number % 3],
            "updated_at": START.isoformat(),
        }
        for number in range(0, 1500, 2)
    ]
    warehouse.land("preliminary_inquiries", AS_OF, inquiries)
    warehouse.start_build(AS_OF, "2026-11-17")
    warehouse.dbt("build", "--select", "+policy_verdicts", "--resource-type", "seed", "--resource-type", "model")
    return warehouse


def test_the_sweep_gives_what_a_family_joined_with_itself_gives(built: Warehouse) -> None:
    shown = "select referral_id, prior_accepted, pending_accepted from marts.referrals"
    assert built.rows(f"({shown}) except ({NAIVE})") == []
    [(reports, histories, tied)] = built.rows(
        "select count(*), count(pending_accepted),"
        " count(*) - count(distinct (family_id, accepted_at)) filter (where pending_accepted is not null)"
        " from marts.referrals"
    )
    assert reports == 1500
    assert histories > 500
    assert tied > 100


@pytest.mark.parametrize(
    ("rule", "naive"),
    [
        ("information_referral_with_open_case", OPEN_CASE),
        ("subsequent_outside_45_days", SUBSEQUENT),
        ("subsequent_without_ongoing_report", ONGOING),
        ("addressed_without_open_case", ADDRESSED),
    ],
)
def test_a_rule_of_families_judges_as_each_pair_of_reports_would(built: Warehouse, rule: str, naive: str) -> None:
    judged = f"select referral_id, verdict from marts.policy_verdicts where rule_id = '{rule}'"
    assert built.rows(f"({judged}) except ({naive})") == []
    assert built.rows(f"({naive}) except ({judged})") == []
    assert {verdict for _, verdict in built.rows(judged)} == {"kept", "broken", "not_assessed"}


@pytest.mark.parametrize("rule", ["fourth_report_not_investigated", "three_pending_not_investigated"])
def test_both_counts_reach_their_rule(built: Warehouse, rule: str) -> None:
    column = "prior_accepted" if rule.startswith("fourth") else "pending_accepted"
    assert built.rows(
        f"select verdict, count(*) from marts.policy_verdicts where rule_id = '{rule}' group by all order by all"
    ) == built.rows(
        "select case response_type when 'assessment' then 'broken' when 'investigation' then 'kept'"
        f" else 'not_assessed' end as verdict, count(*) from marts.referrals where {column} >= 3"
        " group by all order by all"
    )
