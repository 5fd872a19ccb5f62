"""Cases of the rules on response, reviews, inquiries, the family's history and counties.

"Here" is the invented state, "there" the shipped one. Here Priority I is due the day after receipt, an investigation in
three days and an assessment in twelve. A date may be set from the third day, to the fourth or the fourteenth.
"""

from other_state_case import BROKEN, KEPT, NOT_ASSESSED, OUT, Case, case, reason, report

ASSESSMENT = {"response_type": "assessment"}
PRIORITY_1 = {"priority": "1"}
# An accepted report of the same family. Its own verdicts are not checked.
SISTER = report("{report}-sister", family_id="{report}", **ASSESSMENT)


def review(requested: str, decided: str, priority: str = "1", received: str = "") -> dict[str, list[dict[str, str]]]:
    """Return a first-level review with these times in May; `received` is the time of needed information."""
    return {
        "reviews": [
            {
                "level": "1", "requested_at": f"2026-05-{requested}", "priority_at_request": priority,
                "information_needed": "Y" if received else "N",
                "information_received_at": received and f"2026-05-{received}",
                "decided_at": f"2026-05-{decided}", "outcome": "remain_assigned",
            }
        ]
    }  # fmt: skip


def second(requested: str) -> dict[str, str]:
    """Return a second-level review that was asked for at this time in May."""
    return {"level": "2", "requested_at": f"2026-05-{requested}", "information_needed": "N"}


def inquiry(**values: str) -> dict[str, list[dict[str, str]]]:
    """Return a completed preliminary inquiry within the hours of either state."""
    return {
        "preliminary_inquiries": [
            {
                "open_case_type": "icpc", "received_at": "2026-05-11T10:00:00", "completed_at": "2026-05-11T12:00:00",
                "outcome": "assign_investigation", "medical_exam_required": "N", **values,
            }
        ]
    }  # fmt: skip


CASES: tuple[Case, ...] = (
    # The same initiation is one day after receipt here and two days after it there.
    case("priority_1_late", "next-day", KEPT, BROKEN, **PRIORITY_1, initiated_at="2026-05-12T23:59:59"),
    case("priority_1_late", "second-day", BROKEN, BROKEN, **PRIORITY_1, initiated_at="2026-05-13T00:00:00"),
    # Excused until the third day here, until the fifth there.
    case(
        "priority_1_late", "excused", OUT, OUT, **PRIORITY_1,
        initiated_at="2026-05-14T09:00:00", initiation_exception="k-neutral_setting",
    ),
    case(
        "priority_1_late", "excused-too-long", BROKEN, OUT, **PRIORITY_1,
        initiated_at="2026-05-15T09:00:00", initiation_exception="k-neutral_setting",
    ),
    case("priority_2_late", "third-day", KEPT, KEPT, initiated_at="2026-05-14T23:59:59"),
    case("priority_2_late", "fourth-day", BROKEN, KEPT, initiated_at="2026-05-15T00:00:00"),
    case("priority_2_late", "assessed-on-the-12th", KEPT, BROKEN, **ASSESSMENT, initiated_at="2026-05-23T23:59:59"),
    case("priority_2_late", "assessed-on-the-13th", BROKEN, BROKEN, **ASSESSMENT, initiated_at="2026-05-24T00:00:00"),
    # A date set for the 13th, two days after acceptance, is too early to count here and counts there.
    case(
        "priority_2_late", "set-date-disregarded", KEPT, BROKEN,
        accepted_at="2026-05-11T18:00:00", response_due_on="2026-05-13", initiated_at="2026-05-14T18:00:00",
    ),
    case(
        "priority_2_late", "special-circumstance", OUT, OUT,
        initiated_at="2026-05-20T09:00:00", initiation_exception="k-special_circumstance",
    ),
    case("investigation_over_5_days", "third-day", KEPT, KEPT, initiated_at="2026-05-14T23:59:59"),
    case("investigation_over_5_days", "fourth-day", BROKEN, KEPT, initiated_at="2026-05-15T00:00:00"),
    case("investigation_over_5_days", "priority-1", BROKEN, KEPT, **PRIORITY_1, initiated_at="2026-05-15T00:00:00"),
    case(
        "investigation_over_5_days", "special-circumstance", KEPT, KEPT,
        initiated_at="2026-05-20T09:00:00", initiation_exception="k-special_circumstance",
    ),
    case("assessment_over_10_days", "12th-day", KEPT, BROKEN, **ASSESSMENT, initiated_at="2026-05-23T23:59:59"),
    case("assessment_over_10_days", "13th-day", BROKEN, BROKEN, **ASSESSMENT, initiated_at="2026-05-24T00:00:00"),
    # Accepted on the 11th in both zones.
    case("response_time_out_of_range", "14th-day", KEPT, BROKEN, **ASSESSMENT, response_due_on="2026-05-25"),
    case("response_time_out_of_range", "15th-day", BROKEN, BROKEN, **ASSESSMENT, response_due_on="2026-05-26"),
    *(
        case(
            "response_time_out_of_range", f"investigated-on-the-{day}th", here, there,
            accepted_at="2026-05-11T18:00:00", response_due_on=f"2026-05-{11 + day}",
        )
        for day, here, there in ((4, KEPT, KEPT), (5, BROKEN, KEPT), (6, BROKEN, BROKEN))
    ),
    *(
        case(
            "response_time_under_2_days", f"day-{day}", here, there,
            accepted_at="2026-05-11T18:00:00", response_due_on=f"2026-05-{11 + day}",
        )
        for day, here, there in ((1, BROKEN, BROKEN), (2, BROKEN, KEPT), (3, KEPT, KEPT))
    ),
    case("priority_1_assessed", "assessed", BROKEN, BROKEN, **PRIORITY_1, **ASSESSMENT),
    case("priority_1_assessed", "investigated", KEPT, KEPT, **PRIORITY_1),
    # Two hours here, one there.
    case("review_late_priority_1", "two-hours", KEPT, BROKEN, of=review("11T10:00:00", "11T12:00:00")),
    case("review_late_priority_1", "a-second-more", BROKEN, BROKEN, of=review("11T10:00:00", "11T12:00:01")),
    case("review_late_priority_1", "one-hour", KEPT, KEPT, of=review("11T10:00:00", "11T11:00:00")),
    case(
        "review_not_prompt_priority_1", "two-hours", KEPT, BROKEN,
        of=review("11T10:00:00", "11T15:00:00", received="11T13:00:00"),
    ),
    case(
        "review_not_prompt_priority_1", "a-second-more", BROKEN, BROKEN,
        of=review("11T10:00:00", "11T15:00:01", received="11T13:00:00"),
    ),
    # Due by the end of the next day here and of the same day there; a day there ends at five in the afternoon here.
    case("review_late_priority_2", "next-day", KEPT, BROKEN, of=review("11T23:00:00", "12T23:59:59", "2")),
    case("review_late_priority_2", "afternoon", KEPT, BROKEN, of=review("11T16:59:59", "11T17:00:00", "2")),
    case("review_late_priority_2", "second-day", BROKEN, BROKEN, of=review("11T23:00:00", "13T00:00:00", "2")),
    case(
        "second_review_without_first", "first-decided", KEPT, KEPT,
        of={"reviews": [*review("11T10:00:00", "11T11:00:00")["reviews"], second("11T11:00:00")]},
    ),
    case(
        "second_review_without_first", "a-second-too-soon", BROKEN, BROKEN,
        of={"reviews": [*review("11T10:00:00", "11T11:00:00")["reviews"], second("11T10:59:59")]},
    ),
    # The report after two others must be investigated here, the one after three there.
    case("fourth_report_not_investigated", "third", BROKEN, OUT, **ASSESSMENT, prior_accepted_reports="2"),
    case("fourth_report_not_investigated", "third-investigated", KEPT, OUT, prior_accepted_reports="2"),
    case("fourth_report_not_investigated", "fourth", BROKEN, BROKEN, **ASSESSMENT, prior_accepted_reports="3"),
    case("fourth_report_not_investigated", "second", OUT, OUT, **ASSESSMENT, prior_accepted_reports="1"),
    # With two pending reports the newest must be investigated here, with three there.
    case(
        "three_pending_not_investigated", "second", BROKEN, OUT, others=(SISTER,), **ASSESSMENT,
        family_id="{report}", received_at="2026-05-13T09:00:00", accepted_at="2026-05-13T10:00:00",
    ),
    case(
        "three_pending_not_investigated", "second-investigated", KEPT, OUT, others=(SISTER,),
        family_id="{report}", received_at="2026-05-13T09:00:00", accepted_at="2026-05-13T10:00:00",
    ),
    case("deprived_petition_not_investigated", "assessed", BROKEN, BROKEN, **ASSESSMENT, deprived_petition="Y"),
    case("deprived_petition_not_investigated", "investigated", KEPT, KEPT, deprived_petition="Y"),
    case("drug_endangered_not_investigated", "assessed", BROKEN, BROKEN, **ASSESSMENT, drug_endangered_child="Y"),
    case("drug_endangered_not_investigated", "investigated", KEPT, KEPT, substance_affected_newborn="Y"),
    case(
        "newborn_not_investigated", "assessed", BROKEN, BROKEN,
        **ASSESSMENT, newborn_in_open_case="Y", newborn_bar_condition="Y",
    ),
    case(
        "newborn_not_investigated", "investigated", KEPT, KEPT, newborn_in_open_case="Y", newborn_bar_condition="Y",
    ),
    case(
        "limited_communication_not_investigated", "assessed", BROKEN, BROKEN,
        **ASSESSMENT, of={"allegations": [{"child_limited_communication": "Y"}]},
    ),
    case(
        "limited_communication_not_investigated", "investigated", KEPT, KEPT,
        of={"allegations": [{"child_limited_communication": "Y"}]},
    ),
    *(
        case(
            "serious_allegation_not_investigated", f"{kind}-by-{role}", here, here, response_type=response,
            of={"allegations": [{"maltreatment_type": f"k-{kind}", "perpetrator_role": f"k-{role}"}]},
        )
        for kind, role, response, here in (
            ("neglect", "child_care_provider", "assessment", BROKEN),
            ("sexual_exploitation", "prfc", "assessment", BROKEN),
            ("abandonment", "unknown", "investigation", KEPT),
            ("neglect", "foster_parent", "investigation", KEPT),
            ("sexual_abuse", "relative", "assessment", OUT),
        )
    ),
    case("inquiry_not_investigated", "assessed", BROKEN, BROKEN, **ASSESSMENT, of=inquiry()),
    case("inquiry_not_investigated", "investigated", KEPT, KEPT, of=inquiry()),
    # Twelve hours here, 23 there.
    case(
        "preliminary_inquiry_over_23_hours", "12-hours", KEPT, KEPT, of=inquiry(completed_at="2026-05-11T21:00:00")
    ),
    case(
        "preliminary_inquiry_over_23_hours", "a-second-more", BROKEN, KEPT,
        of=inquiry(completed_at="2026-05-11T21:00:01"),
    ),
    case("preliminary_inquiry_without_open_case", "none", BROKEN, BROKEN, of=inquiry(open_case_type="none")),
    case("preliminary_inquiry_without_open_case", "one", KEPT, KEPT, of=inquiry()),
    case("medical_exam_missing", "not-done", BROKEN, BROKEN, of=inquiry(medical_exam_required="Y")),
    case("medical_exam_missing", "done", KEPT, KEPT, of=inquiry(medical_exam_required="Y", medical_exam_done="Y")),
    case("accidental_injury_without_inquiry", "without", BROKEN, BROKEN, **reason("k-accidental_injury")),
    case("accidental_injury_without_inquiry", "with", KEPT, KEPT, **reason("k-accidental_injury"), of=inquiry()),
    # It is the first inquiry's day here and the day before it there, which no inquiry covers.
    case(
        "accidental_injury_without_inquiry", "first-day-known", BROKEN, NOT_ASSESSED,
        **reason("k-accidental_injury", received_at="2026-05-01T09:00:00", screened_at="2026-05-01T10:00:00"),
        others=(report("{report}-first", received_at="2026-05-01T17:30:00"),),
        of={
            "preliminary_inquiries": [
                {"referral_id": "{report}-first", "open_case_type": "icpc", "received_at": "2026-05-01T18:00:00"}
            ]
        },
    ),
    case(
        "finding_in_assessment", "found", BROKEN, BROKEN,
        **ASSESSMENT, of={"allegations": [{"finding": "k-ruled_out"}]},
    ),
    case("finding_in_assessment", "not-found", KEPT, KEPT, **ASSESSMENT, of={"allegations": [{"finding": ""}]}),
    # Twenty days here and thirty there, before 20 June here and 19 June there.
    *(
        case(
            "completed_without_finding", f"completed-on-{day}", here, there, completed_at=f"2026-05-{day}T18:00:00",
            of={"allegations": [{"finding": ""}, {"finding": "k-ruled_out"}]},
        )
        for day, here, there in ((31, OUT, OUT), (30, BROKEN, OUT), (19, BROKEN, BROKEN))
    ),
    case(
        "completed_without_finding", "found", KEPT, KEPT, completed_at="2026-05-12T18:00:00",
        of={"allegations": [{"finding": "k-ruled_out"}]},
    ),
    # North lies next to Middle and not next to South; the shipped state has none of the three.
    *(
        case(
            "wrong_county_notified", name, here, OUT,
            residence_county_fips=residence, located_county_fips=located, notified_county_fips=notified,
        )
        for name, residence, located, notified, here in (
            ("next-to-it", "99001", "99003", "99001", KEPT),
            ("next-to-it-found", "99001", "99003", "99003", BROKEN),
            ("two-away", "99001", "99005", "99005", KEPT),
            ("two-away-at-home", "99001", "99005", "99001", BROKEN),
        )
    ),
    case("emergency_not_notified", "not-notified", BROKEN, BROKEN, emergency_response="Y"),
    case(
        "emergency_not_notified", "notified", KEPT, KEPT,
        emergency_response="Y", district_notified_at="2026-05-11T10:00:00",
    ),
    # Within the first two hours a notice may still come here, within the first there.
    case(
        "emergency_not_notified", "two-hours-old", OUT, BROKEN, received_at="2026-06-19T22:00:00",
        screened_at="2026-06-19T22:30:00", accepted_at="2026-06-19T22:40:00", initiated_at="", emergency_response="Y",
    ),
    # Two hours here, one there.
    *(
        case(
            "emergency_notified_late", name, here, there,
            emergency_response="Y", district_notified_at=f"2026-05-11T{at}",
        )
        for name, at, here, there in (
            ("one-hour", "10:30:00", KEPT, KEPT),
            ("two-hours", "11:30:00", KEPT, BROKEN),
            ("a-second-more", "11:30:01", BROKEN, BROKEN),
        )
    ),
    # Two hours here, one there.
    case("county_office_not_immediate", "two-hours", KEPT, BROKEN, county_office_received_at="2026-05-11T07:00:00"),
    case(
        "county_office_not_immediate", "a-second-more", BROKEN, BROKEN,
        county_office_received_at="2026-05-11T06:59:59",
    ),
    case("county_office_not_immediate", "one-hour", KEPT, KEPT, county_office_received_at="2026-05-11T08:00:00"),
)  # fmt: skip
