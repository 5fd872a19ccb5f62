"""A state replaces the seeds and not the SQL: an invented state is built and judged by its own limits and codes."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import other_state_families
import other_state_response
import other_state_screening
import pytest
from other_state import CODE_LISTS, LIMITS, SHIPPED, OtherState, columns
from other_state_case import BROKEN, KEPT, OUT, UPDATED_AT, Case, extracts, reason, report
from policy_reference import RULES, Law, World, verdicts

from ingest.contract import Contract, load_contracts
from serving.explain import subject
from serving.published import Published

CASES = (*other_state_families.CASES, *other_state_response.CASES, *other_state_screening.CASES)
ZONE = "Pacific/Auckland"
AS_OF = datetime(2026, 6, 20, tzinfo=ZoneInfo(ZONE))
# These rules have no limit, day or county, so the shipped seeds give every report the same verdict.
SAID_ALIKE = {
    "priority_1_assessed", "second_review_without_first", "screened_out_after_contact",
    "family_contacted_during_screening",
    "unaccompanied_minor_screened_out", "judicial_report_screened_out", "newborn_screened_out", "reason_missing",
    "tribal_jurisdiction_not_accepted", "third_party_reason_mismatch", "newborn_without_plan_of_safe_care",
    "duplicate_not_associated", "subsequent_serious_allegation", "plan_of_safe_care_misrouted",
    "safety_plan_alert_misrouted", "information_referral_with_open_case", "deprived_petition_not_investigated",
    "drug_endangered_not_investigated", "serious_allegation_not_investigated", "inquiry_not_investigated",
    "preliminary_inquiry_without_open_case", "medical_exam_missing", "finding_in_assessment",
    "safety_plan_monitor_without_alert", "addressed_without_open_case", "information_referral_with_existing_case",
    "newborn_not_investigated", "limited_communication_not_investigated",
    "records_search_missing", "disclosed_without_court_order", "reporter_not_redacted",
}  # fmt: skip
# These rules read a state's own codes: with the shipped codes their verdicts would differ.
READ_CODES = {
    "priority_1_late", "priority_2_late", "investigation_over_5_days", "screened_out_after_contact",
    "family_contacted_during_screening", "adult_victim_reason_mismatch", "tribal_jurisdiction_not_accepted",
    "third_party_reason_mismatch", "foster_discipline_reason_mismatch", "newborn_without_plan_of_safe_care",
    "accidental_injury_without_inquiry", "duplicate_not_associated", "subsequent_outside_45_days",
    "subsequent_serious_allegation", "plan_of_safe_care_misrouted", "safety_plan_alert_misrouted",
    "serious_allegation_not_investigated", "subsequent_without_ongoing_report", "subsequent_of_another_child",
    "safety_plan_monitor_without_alert", "addressed_without_open_case", "recent_sexual_abuse_not_investigated",
}  # fmt: skip
# A family with an unsubstantiated report, its duplicate, and another report within six months of the finding.
FAMILY = [
    report("family:index", family_id="family:1", received_at="2025-11-10T09:00:00", completed_at="2025-12-10T09:00:00"),
    report("family:again", family_id="family:1", received_at="2026-01-10T09:00:00", **reason("k-duplicate")),
    report("family:another", family_id="family:1", received_at="2026-02-10T09:00:00"),
]
OF_JUNE = [
    *(report(f"june:{place}", received_at="2026-06-01T00:00:00") for place in range(3)),
    report("june:island", received_at="2026-06-02T09:00:00", notified_county_fips="99007"),
    report("june:elsewhere", received_at="2026-06-02T09:00:00", notified_county_fips="40001"),
    report("march:last", received_at="2026-03-31T23:59:59"),
]
ALL: dict[str, list[dict[str, Any]]] = extracts(CASES)
ALL["referrals"] += FAMILY + OF_JUNE
ALL["allegations"].append(
    {
        "allegation_id": "family:index#0", "referral_id": "family:index", "maltreatment_type": "k-neglect",
        "perpetrator_role": "k-prfc", "finding": "k-unsubstantiated", "found_on": "2025-12-10",
        "updated_at": UPDATED_AT,
    }
)  # fmt: skip
COMPLAINT = {
    "complaint_id": "complaint:1", "received_at": "2026-06-01T00:30:00", "referral_id": "family:index",
    "county_fips": "99003", "concern": "k-conduct", "in_scope": "Y", "updated_at": UPDATED_AT,
}  # fmt: skip


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> OtherState:
    made = OtherState(tmp_path_factory.mktemp("other_state"))
    for extract, rows in {**ALL, "oca_complaints": [COMPLAINT]}.items():
        made.deliver(f"{extract}_2026-06-20.csv", rows)
    done = made.hotline("run", made.extracts)
    assert done.returncode == 0, done.stdout + done.stderr
    return made


def parsed(kind: str, text: str) -> Any:
    """Return a value of an extract as the reference reads it; its instants are in the invented state's time."""
    if not text:
        return None
    if kind == "datetime":
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
    return {"date": date.fromisoformat, "integer": int, "boolean": lambda said: said == "Y"}.get(kind, str)(text)


def world(seeds: Path, zone: str, meant: bool = True) -> World:
    """Return the same reports under a folder of seeds, in the shipped state's codes, or as delivered if not `meant`."""

    def told(contract: Contract, row: dict[str, Any]) -> dict[str, Any]:
        values = {name: parsed(contract.by_name[name].type, row.get(name, "")) for name in columns(contract)}
        codes = {name for name, value in values.items() if isinstance(value, str) and value.startswith("k-")}
        return {**values, **{name: values[name].removeprefix("k-") for name in codes if meant}}

    contracts = load_contracts(SHIPPED)
    rows = {extract: [told(contracts[extract], row) for row in found] for extract, found in ALL.items()}
    return World(rows, dict.fromkeys(ALL, AS_OF), zone, Law(seeds))


def said(of: World) -> dict[tuple[str, str], str]:
    """Return the reference's verdicts by rule and report."""
    return {(each.rule_id, each.referral_id): each.verdict for each in verdicts(of)}


@pytest.fixture(scope="module")
def judged(state: OtherState) -> dict[tuple[str, str], str]:
    found = state.published("select rule_id, referral_id, verdict from marts.policy_verdicts")
    return {(rule, number): verdict for rule, number, verdict in found}


@pytest.mark.parametrize("rule", sorted(RULES))
def test_it_is_judged_by_its_own_rules(judged: dict[tuple[str, str], str], rule: str) -> None:
    cases = {each.report: each.here for each in CASES if each.rule == rule}
    assert {BROKEN, KEPT} <= set(cases.values()), f"{rule} needs a report that breaks it and one that keeps it"
    wrong = [
        f"{rule} says of {number}: {judged.get((rule, number), OUT)}, not {here}"
        for number, here in cases.items()
        if judged.get((rule, number), OUT) != here
    ]
    assert wrong == []


def test_every_report_is_judged_as_the_words_and_its_seeds_say(state: OtherState) -> None:
    expected = {(each.rule_id, each.referral_id): each[2:] for each in verdicts(world(state.seeds, ZONE))}
    rows = state.published("select rule_id, referral_id, county_fips, counted_on, verdict from marts.policy_verdicts")
    found = {row[:2]: row[2:] for row in rows}
    assert {key: found.get(key) for key in expected.keys() | found.keys() if found.get(key) != expected.get(key)} == {}


def test_the_shipped_limits_days_and_counties_would_judge_otherwise() -> None:
    shipped = said(world(SHIPPED, "America/Chicago"))
    wrong = [
        f"{each.rule} would say of {each.report}: {shipped.get((each.rule, each.report), OUT)}, not {each.shipped}"
        for each in CASES
        if shipped.get((each.rule, each.report), OUT) != each.shipped
    ]
    assert wrong == []
    assert {each.rule for each in CASES} - {each.rule for each in CASES if each.here != each.shipped} == SAID_ALIKE


def test_the_shipped_codes_would_judge_otherwise(state: OtherState) -> None:
    as_delivered = said(world(state.seeds, ZONE, meant=False))

    def differs(each: Case) -> bool:
        return as_delivered.get((each.rule, each.report), OUT) != each.here

    assert {each.rule for each in CASES if differs(each)} == READ_CODES


def test_no_row_was_set_aside(state: OtherState) -> None:
    loads = state.published("select extract, rows_in_file, rows_loaded from operations.loads", "oca")
    assert {extract for extract, _, _ in loads} == {*ALL, "oca_complaints"}
    assert [load for load in loads if load[1] != load[2]] == []


def test_its_fiscal_year_begins_in_april_in_its_own_time_zone(state: OtherState) -> None:
    years = state.published(
        "select referral_id, fiscal_year from marts.referrals "
        "where referral_id in ('march:last', 'june:island') order by 1"
    )
    assert years == [("june:island", 2027), ("march:last", 2026)]
    # The fiscal year's last quarter is the calendar year's first.
    quarter = (
        "select calls_received from marts.statutory_counts where period_label = 'FY2026 Q4' and geography_id = 'KE'"
    )
    assert state.published(quarter) == [(3,)]


def test_its_counties_are_its_own(state: OtherState) -> None:
    counted = state.published(
        "select geography_name, calls_received from marts.statutory_counts where period_label = '2026-06' "
        "and geography_type = 'county' and calls_received > 0 order by 1"
    )
    assert counted == [("Island", 1), ("North", 4), ("Unknown", 1)]


def test_its_findings_are_counted_by_what_its_codes_mean(state: OtherState) -> None:
    counted = state.published(
        "select calls_unsubstantiated_or_ruled_out, allegations_unsubstantiated, allegations_ruled_out "
        "from marts.statutory_counts where period_label = '2025-11' and geography_id = 'KE'"
    )
    assert counted == [(1, 1, 0)]


def test_its_duplicate_is_no_report_of_the_family_again(state: OtherState) -> None:
    again = state.published(
        "select window_months, is_window_ended, re_report_referral_id, days_to_re_report from oversight.re_reports",
        "oca",
    )
    assert again == [(6, True, "family:another", 62), (12, False, "family:another", 62)]


def test_a_complaint_there_is_told_in_its_words(state: OtherState) -> None:
    told = state.published(
        "select received_on, fiscal_year, county_name, concern, report_link from oversight.oca_complaints", "oca"
    )
    assert told == [(date(2026, 6, 1), 2027, "Middle", "k-conduct", "in_caseload")]


def test_trends_and_comparisons_are_of_its_geographies(state: OtherState) -> None:
    trends = state.published("select distinct geography_id from marts.performance_trends where value is not null")
    assert {row[0] for row in trends} == {"KE", "D0", "D1", "D2"}
    compared = state.published(
        "select county_name, value, denominator from marts.county_comparison where period_label = 'FY2026' "
        "and measure = 'share_screened_out' and denominator > 0"
    )
    assert compared == [("North", pytest.approx(1 / 6), 6)]


def test_nothing_of_the_shipped_state_is_in_what_it_publishes(state: OtherState) -> None:
    places = {"OK", "Oklahoma", "America/Chicago"}
    with (SHIPPED / "counties.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    places |= {row[name] for row in rows for name in row if row["county_fips"] != "00000"}
    with (state.seeds / "counties.csv").open(encoding="utf-8", newline="") as handle:
        places -= {value for row in csv.DictReader(handle) for value in row.values()}
    coded = {
        "screen_out_reason", "maltreatment_type", "perpetrator_role", "finding", "reporter_type",
        "initiation_exception", "concern",
    }  # fmt: skip
    text = (
        "select schema_name, table_name, column_name from duckdb_columns() "
        "where not internal and data_type = 'VARCHAR' and column_name <> 'notified_county_fips'"
    )
    seen: dict[str, set[str]] = defaultdict(set)
    wrong = []
    for audience in ("administrators", "analysts", "oca"):
        with state.open(audience) as file:
            for schema, table, column in file.execute(text).fetchall():
                found = file.execute(f'select distinct "{column}" from {schema}."{table}"').fetchall()
                values = {value for (value,) in found if value is not None}
                if column in coded or (schema == "reference" and table in CODE_LISTS and column == "code"):
                    seen[column] |= values
                    wrong += [(audience, table, column, value) for value in values if not value.startswith("k-")]
                wrong += [(audience, table, column, value) for value in values & places]
    assert wrong == []
    assert {column for column in seen if seen[column]} == {*coded, "code"}


EXPLAINED = "priority_2_late:fourth-day"
TELL_WHO_REPORTED = {
    "family_contacted_during_screening", "judicial_report_screened_out", "screened_out_after_contact",
}  # fmt: skip


@pytest.mark.parametrize("audience", ["analysts", "oca"])
def test_a_report_is_explained_by_its_limits_and_in_its_time(state: OtherState, audience: str) -> None:
    done = state.hotline("explain", "--referral", EXPLAINED, "--audience", audience, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    verdict = {each["rule_id"]: each for each in told["verdicts"]}
    # The oversight office must not know who reported, and these rules would tell.
    hidden = TELL_WHO_REPORTED if audience == "oca" else set()
    assert set(verdict) == set(RULES) - hidden
    late = verdict["investigation_over_5_days"]
    assert late["verdict"] == BROKEN
    assert [(each["limit_id"], each["days"]) for each in late["limits"]] == [("initiation_days", 3)]
    assert (late["observed"], late["expected"]) == ("initiated on 2026-05-15", "initiated by 2026-05-14")
    assert told["verdict_counts"] == {"broken": 2, "kept": 1, "not_assessed": 0, "not_in_scope": 54 - len(hidden)}
    assert {each["limit_id"]: each["days"] for each in told["limits"]} == {
        "initiation_days": 3, "set_date_min_days": 3, "set_date_max_days": 4,
    }  # fmt: skip
    assert (told["county_name"], told["time_zone"]) == ("North", ZONE)
    assert told["report"]["received_at"] == "2026-05-10T21:00:00Z"
    assert any("reporter" in name or "anonym" in name for name in told["report"]) == (audience == "analysts")


def test_every_limit_in_force_is_told_with_the_rule_that_it_decides(state: OtherState) -> None:
    expected = {
        **{rule: {each for each in limits if each is not None} for rule, limits in LIMITS.items()},
        "priority_1_late": {1, 3, 12}, "priority_2_late": {3, 4, 12, 14}, "investigation_over_5_days": {3},
        "assessment_over_10_days": {12}, "response_time_out_of_range": {4, 14}, "response_time_under_2_days": {3},
        "recording_missing": {6},
        "recording_purged_early": {6},
    }  # fmt: skip
    told = {}
    with state.open("administrators") as connection:
        published = Published("administrators", "", state.home, connection, "KE", "Kestrel", ZONE, AS_OF, AS_OF.date())
        for rule in RULES:
            found = subject(published, rule)
            own = [
                each[name]
                for each in found["generations"]
                for name in ("lower_limit", "upper_limit")
                if each["is_in_force"]
            ]
            read = [each.get("days", each.get("length")) for each in found["limits"] if each["is_in_force"]]
            told[rule] = {each for each in (*own, *read) if each is not None}
    assert {rule: numbers for rule, numbers in told.items() if numbers} == expected


def test_a_report_is_explained_on_a_screen_in_its_time(state: OtherState) -> None:
    done = state.hotline("explain", "--referral", EXPLAINED, "--audience", "analysts")
    assert f"Report {EXPLAINED}: 2 rules broken, 1 kept, 0 not assessed, 54 not in scope." in " ".join(
        done.stdout.split()
    )
    assert re.search(r"received_at +2026-05-11 09:00:00 NZST\n", done.stdout)
    assert re.search(r"county_fips +99001 \(North\)\n", done.stdout)


def test_no_single_report_is_explained_to_administrators(state: OtherState) -> None:
    done = state.hotline("explain", "--referral", EXPLAINED, "--audience", "administrators")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("The administrators file holds figures and no single report")
    assert EXPLAINED not in done.stderr


def test_a_rule_and_a_metric_are_explained_also_to_administrators(state: OtherState) -> None:
    for audience in ("administrators", "oca"):
        done = state.hotline("explain", "investigation_over_5_days", "--audience", audience, "--json")
        rule = json.loads(done.stdout)
        assert [each["days"] for each in rule["limits"] if each["is_in_force"]] == [3]
        assert [each["paragraph"] for each in rule["provisions"]] == ["ITS 17(2)", "ITS 19(1)"]
        year = rule["counts"][-1]
        [counted] = state.published(
            "select in_scope, broken from marts.policy_exception_counts where geography_type = 'state' "
            "and rule_id = 'investigation_over_5_days' and period_label = 'FY2027'",
            audience,
        )
        assert (year["period_label"], year["in_scope"], year["broken"]) == ("FY2027", *counted)
        assert counted[1] > 0
    done = state.hotline("explain", "allegations_unsubstantiated", "--audience", "administrators", "--json")
    metric = json.loads(done.stdout)
    assert [(each["period_label"], each["value"]) for each in metric["values"]] == [("FY2026", 1), ("FY2027", 0)]
