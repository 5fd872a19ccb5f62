"""Cases of the rules on families: subsequent reports, open cases and earlier findings.

"Here" is the invented state, "there" the shipped one. Here a subsequent report comes within 30 days, and sexual abuse
is recent for a year.
"""

from other_state_case import BROKEN, KEPT, OUT, Case, Row, case, closed, reason, report

INFORMATION = closed("information_and_referral")
ASSESSMENT = {"response_type": "assessment"}
SUBSEQUENT = {**reason("k-subsequent"), "family_id": "{report}"}
NEAR = {"accepted_at": "2026-05-01T18:00:00", "received_at": "2026-05-01T17:30:00"}
# Near there, and here too far.
IN_APRIL = {"accepted_at": "2026-04-05T18:00:00", "received_at": "2026-04-05T17:30:00"}
DONE = {"completed_at": "2026-05-08T09:00:00"}


def earlier(accepted_at: str, **values: str) -> tuple[Row]:
    """Return a report of the same family that was accepted at that time."""
    return (report("{report}-first", family_id="{report}", accepted_at=accepted_at, **values),)


def children(*numbers: str) -> dict[str, list[Row]]:
    """Return one allegation on the child `family:own` and one on each child of the first report."""
    others: list[Row] = [{"referral_id": "{report}-first", "child_id": number} for number in numbers]
    return {"allegations": [{"child_id": "family:own"}, *others]}


def abused(found_on: str) -> dict[str, list[Row]]:
    """Return sexual abuse that was substantiated in the first report on that day."""
    return {
        "allegations": [
            {
                "referral_id": "{report}-first", "maltreatment_type": "k-sexual_abuse",
                "perpetrator_role": "k-relative", "finding": "k-substantiated", "found_on": found_on,
            }
        ]
    }  # fmt: skip


CASES: tuple[Case, ...] = (
    # Within 30 days here, within 45 there.
    case(
        "subsequent_outside_45_days", "30th-day", KEPT, KEPT,
        others=earlier("2026-04-11T18:00:00", received_at="2026-04-11T17:30:00"),
        **reason("k-subsequent"), family_id="{report}",
    ),
    case(
        "subsequent_outside_45_days", "31st-day", BROKEN, KEPT,
        others=earlier("2026-04-10T18:00:00", received_at="2026-04-10T17:30:00"),
        **reason("k-subsequent"), family_id="{report}",
    ),
    # The acceptance is later on the same day here and on the next day there.
    case(
        "subsequent_outside_45_days", "same-day", KEPT, BROKEN, others=earlier("2026-05-11T23:59:59"),
        **reason("k-subsequent"), family_id="{report}",
    ),
    case("subsequent_without_ongoing_report", "goes-on", KEPT, KEPT, others=earlier(**NEAR), **SUBSEQUENT),
    case("subsequent_without_ongoing_report", "done", BROKEN, BROKEN, others=earlier(**NEAR, **DONE), **SUBSEQUENT),
    case(
        "subsequent_without_ongoing_report", "of-april", OUT, BROKEN, others=earlier(**IN_APRIL, **DONE), **SUBSEQUENT
    ),
    case(
        "subsequent_of_another_child", "same", KEPT, KEPT,
        others=earlier(**NEAR), of=children("family:own", "family:other"), **SUBSEQUENT,
    ),
    case(
        "subsequent_of_another_child", "another", BROKEN, BROKEN,
        others=earlier(**NEAR), of=children("family:other"), **SUBSEQUENT,
    ),
    case(
        "subsequent_of_another_child", "another-of-april", OUT, BROKEN,
        others=earlier(**IN_APRIL), of=children("family:other"), **SUBSEQUENT,
    ),
    case(
        "addressed_without_open_case", "none", BROKEN, BROKEN,
        **reason("k-addressed_in_open_case"), family_id="{report}",
    ),
    case(
        "addressed_without_open_case", "assessed", KEPT, KEPT, others=earlier(**NEAR, **ASSESSMENT),
        **reason("k-addressed_in_open_case"), family_id="{report}",
    ),
    case(
        "addressed_without_open_case", "recorded", KEPT, KEPT,
        **reason("k-addressed_in_open_case"), open_case_type="icpc",
    ),
    case(
        "information_referral_with_open_case", "investigated", BROKEN, BROKEN,
        others=earlier("2026-05-04T09:00:00", received_at="2026-05-04T08:00:00"), **INFORMATION, family_id="{report}",
    ),
    case(
        "information_referral_with_open_case", "finished", KEPT, KEPT,
        others=earlier("2026-05-04T09:00:00", received_at="2026-05-04T08:00:00", completed_at="2026-05-08T09:00:00"),
        **INFORMATION, family_id="{report}",
    ),
    case("information_referral_with_existing_case", "one", BROKEN, BROKEN, **INFORMATION, existing_kk_case="Y"),
    case("information_referral_with_existing_case", "none", KEPT, KEPT, **INFORMATION, existing_kk_case="N"),
    # A year ago here on the day itself, there within two.
    case(
        "recent_sexual_abuse_not_investigated", "a-year", BROKEN, BROKEN, **ASSESSMENT, family_id="{report}",
        others=earlier("2025-03-05T09:00:00", received_at="2025-03-05T08:00:00"), of=abused("2025-05-11"),
    ),
    case(
        "recent_sexual_abuse_not_investigated", "a-day-more", OUT, BROKEN, **ASSESSMENT, family_id="{report}",
        others=earlier("2025-03-05T09:00:00", received_at="2025-03-05T08:00:00"), of=abused("2025-05-10"),
    ),
    case(
        "recent_sexual_abuse_not_investigated", "investigated", KEPT, KEPT, family_id="{report}",
        others=earlier("2025-03-05T09:00:00", received_at="2025-03-05T08:00:00"), of=abused("2025-05-11"),
    ),
)  # fmt: skip
