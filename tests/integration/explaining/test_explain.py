"""`hotline explain`: rules, metrics and reports from an audience's published file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from explain_fixture import publish
from published_fixture import seal

from hotline.cli import app
from hotline.terminal.running import run_command

Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Ask `hotline explain` in a home with every audience's file. It returns the exit code, stdout and stderr."""
    for audience in ("administrators", "analysts", "oca"):
        publish(tmp_path, audience)
    (tmp_path / "logs").mkdir()
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path))
    monkeypatch.setenv("HOTLINE_AUDIENCE", "analysts")

    def asked(*arguments: str) -> tuple[int, str, str]:
        code = run_command(app, ["explain", *arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return code, said.out, said.err

    return asked


def document(ask: Ask, *arguments: str) -> dict[str, Any]:
    code, out, err = ask(*arguments, "--json")
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


def verdicts(ask: Ask, referral_id: str, *arguments: str) -> dict[str, dict[str, Any]]:
    found = document(ask, "--referral", referral_id, *arguments)
    return {each["rule_id"]: each for each in found["verdicts"]}


def test_a_rule_is_explained_with_its_paragraphs(ask: Ask) -> None:
    found = document(ask, "response_time_out_of_range")
    assert (found["kind"], found["severity"], found["on"]) == ("rule", "breach", "2026-11-20")
    assert [each["paragraph"] for each in found["provisions"]] == ["R(h)(2)", "ITS 17(2)"]
    assert found["provisions"][1]["plain_sentence"] == "To investigate starts within five days."


def test_a_paragraph_without_a_sentence_takes_that_of_the_paragraph_around_it(ask: Ask) -> None:
    (only,) = document(ask, "review_late_priority_1")["provisions"]
    assert only == {"paragraph": "ITS 3(5)(C)(iv)", "plain_sentence": "A district may dispute a referral."}


@pytest.mark.parametrize(("day", "upper"), [("2021-09-14", 15), ("2021-09-15", 10), ("2026-11-20", 10)])
def test_the_limit_is_the_one_in_force_on_the_day(ask: Ask, day: str, upper: int) -> None:
    found = document(ask, "response_time_out_of_range", "--on", day)
    in_force = {each["limit_id"]: each["days"] for each in found["limits"] if each["is_in_force"]}
    assert in_force == {"set_date_max_days": upper}
    assert len(found["generations"]) == 2
    assert [each["upper_limit"] for each in found["generations"]] == [None, None]


def test_a_rule_before_its_first_generation_is_not_in_force(ask: Ask) -> None:
    assert document(ask, "reason_missing", "--on", "2021-09-14")["is_in_force"] is False
    assert document(ask, "reason_missing", "--on", "2021-09-15")["is_in_force"] is True
    assert "Not in force on 2021-09-14" in ask("reason_missing", "--on", "2021-09-14")[1]


@pytest.mark.parametrize(
    ("rule", "limit"),
    [
        ("response_time_out_of_range", "the limits below"),
        ("subsequent_outside_45_days", "0 to 45 days"),
        ("review_late_priority_1", "at most 1 hour"),
        ("fourth_report_not_investigated", "at least 3 reports"),
        ("reason_missing", "no number: the condition alone"),
    ],
)
def test_a_limit_is_shown_in_words(ask: Ask, rule: str, limit: str) -> None:
    [line, *_] = [line for line in ask(rule)[1].splitlines() if line.startswith("*")]
    assert line.removeprefix("*").strip().startswith(f"{limit}   ")


def test_a_clock_shows_the_limits_that_it_reads(ask: Ask) -> None:
    for day in ("2021-09-15", "2026-11-20"):
        found = document(ask, "priority_2_late", "--on", day)
        assert [(each["limit_id"], each["days"], each["is_in_force"]) for each in found["limits"]] == [
            ("initiation_days", 15, False), ("initiation_days", 10, True),
            ("set_date_max_days", 15, False), ("set_date_max_days", 10, True), ("set_date_min_days", 2, True),
        ]  # fmt: skip
    assert [each["days"] for each in document(ask, "response_time_out_of_range")["limits"]] == [15, 10]
    assert [each["days"] for each in document(ask, "response_time_under_2_days")["limits"]] == [2]
    assert "Limits that it reads" in ask("response_time_out_of_range")[1]


def test_a_rule_shows_its_counts_of_the_last_fiscal_year_and_of_this_one(ask: Ask) -> None:
    found = document(ask, "priority_2_late", "--audience", "administrators")
    assert [(each["period_label"], each["broken"], each["rate"]) for each in found["counts"]] == [
        ("FY2026", 5, 0.125),
        ("FY2027", 5, 0.125),
    ]
    assert [each["broken"] for each in document(ask, "review_late_priority_1")["counts"]] == [None, None]
    assert "never delivered" in ask("review_late_priority_1")[1]


def test_a_metric_is_explained_with_its_newest_values(ask: Ask) -> None:
    found = document(ask, "Compliance-Rate")
    assert (found["kind"], found["metric_id"], found["direction_of_good"]) == ("metric", "compliance_rate", "higher")
    assert [(each["period_label"], each["value"]) for each in found["values"]] == [("FY2026", 0.84), ("FY2027", None)]
    assert [each["plain_sentence"] is None for each in found["provisions"]] == [False, True]
    said = ask("compliance_rate")[1]
    assert "FY2026, whole state: 84.0 %" in said
    assert "FY2027 so far, whole state: not assessed" in said


def test_a_monthly_measure_shows_the_newest_complete_month_of_the_state(ask: Ask) -> None:
    values = document(ask, "median_hours_priority_1")["values"]
    assert [(each["period_label"], each["value"]) for each in values] == [("2026-10", 2.5)]


def test_every_rule_has_a_verdict_in_order(ask: Ask) -> None:
    found = document(ask, "--referral", "R1")
    assert [(each["rule_id"], each["verdict"]) for each in found["verdicts"]] == [
        ("priority_2_late", "broken"),
        ("response_time_out_of_range", "kept"),
        ("review_late_priority_1", "not_assessed"),
        ("unaccompanied_minor_screened_out", "not_assessed"),
        ("reason_missing", "not_in_scope"),
        ("fourth_report_not_investigated", "not_in_scope"),
        ("subsequent_outside_45_days", "not_in_scope"),
        ("response_time_under_2_days", "not_in_scope"),
    ]
    assert found["verdict_counts"] == {"broken": 1, "not_assessed": 2, "kept": 1, "not_in_scope": 4}
    # A rule shows no deciding values where the report is not in its scope.
    assert [each["values"] for each in found["verdicts"][-3:]] == [{}, {}, {}]


def test_a_broken_rule_says_what_was_found_and_what_was_required(ask: Ask) -> None:
    broken = verdicts(ask, "R1")["priority_2_late"]
    assert (broken["observed"], broken["expected"]) == ("initiated on 2026-11-12", "initiated by 2026-11-09")
    assert broken["values"] == {"due_on": "2026-11-09", "response_due_on": "2026-11-09"}
    said = ask("--referral", "R1")[1]
    assert said.startswith("Report R1: 1 rule broken, 1 kept, 2 not assessed, 4 not in scope.")
    assert "BROKEN (review): Priority II late · R(h)(2)\n" in said
    assert "Found: initiated on 2026-11-12. Asked for: initiated by 2026-11-09." in said


def test_a_report_is_shown_with_its_related_rows(ask: Ask) -> None:
    related = document(ask, "--referral", "R1")["related"]
    assert {table: len(rows) for table, rows in related.items()} == {"allegations": 1, "screening_reviews": 2}
    assert "maltreatment_type neglect; perpetrator_role" in " ".join(ask("--referral", "R1")[1].split())
    assert document(ask, "--referral", "R2")["related"] == {}


def test_a_document_names_its_audience_and_publication(ask: Ask) -> None:
    for audience in ("administrators", "analysts", "oca"):
        found = document(ask, "reason_missing", "--audience", audience)
        assert (found["audience"], found["time_zone"]) == (audience, "America/Chicago")
        assert found["publication_id"] == "20261120T110000Z-0123456789ab"


def test_a_verdict_that_was_not_assessed_says_why(ask: Ask) -> None:
    new, old = verdicts(ask, "R1"), verdicts(ask, "R2")
    assert new["review_late_priority_1"]["reason"] == "the data that the rule reads was never delivered"
    assert new["unaccompanied_minor_screened_out"]["reason"].startswith("it is not known whether the rule applies")
    assert (
        old["fourth_report_not_investigated"]["reason"]
        == "the rule was not in force on the day the report was received"
    )
    assert old["response_time_out_of_range"]["reason"] == "a value is missing"


def test_another_report_that_decided_is_shown_with_its_number_dates_and_standing(ask: Ask) -> None:
    grounds = verdicts(ask, "R3")["fourth_report_not_investigated"]["decided_by"]
    assert [(each["referral_id"], each["accepted_on"], each["screening_outcome"]) for each in grounds["rows"]] == [
        ("R1", "2026-11-01", "assigned"), ("R2", "2021-03-01", "assigned"),
    ]  # fmt: skip
    # The case system knew of three.
    assert grounds["said"] == "another report that this file does not hold"
    said = " ".join(ask("--referral", "R3")[1].split())
    assert "Decided by earlier report of the family R1: received_on 2026-11-01; screening_outcome assigned;" in said
    assert "Limit at least 3 reports, in force from 2021-09-15 (read in the text)." in said


def test_the_office_is_told_the_number_of_no_report_outside_its_caseload(ask: Ask) -> None:
    grounds = verdicts(ask, "R3", "--audience", "oca")["fourth_report_not_investigated"]["decided_by"]
    assert [each["referral_id"] for each in grounds["rows"]] == ["R1"]
    assert grounds["said"] == "2 other reports that this file does not hold"
    for form in ([], ["--json"]):
        assert "R2" not in ask("--referral", "R3", "--audience", "oca", *form)[1]


def test_the_report_that_a_subsequent_one_follows_is_the_latest_within_the_limit(ask: Ask) -> None:
    grounds = verdicts(ask, "R4")["subsequent_outside_45_days"]["decided_by"]
    assert [each["referral_id"] for each in grounds["rows"]] == ["R3", "R1", "R2"]
    assert grounds["said"] is None
    assert "decided by accepted report that this one may follow R3" in " ".join(ask("--referral", "R4")[1].split())


def test_the_row_that_is_furthest_past_its_limit_decided(ask: Ask) -> None:
    """V3 is in time, and V5 an hour later than V4."""
    grounds = verdicts(ask, "R3")["review_late_priority_1"]["decided_by"]
    assert [each["review_id"] for each in grounds["rows"]] == ["V5", "V4", "V3"]
    said = " ".join(ask("--referral", "R3")[1].split())
    assert "Decided by review V5: level 1; priority_at_request 1;" in said
    assert "Limit at most 1 hour, in force from 2021-09-15 (taken to hold)." in said


def test_a_file_of_an_earlier_version_lacks_what_decided_and_nothing_else(ask: Ask, tmp_path: Path) -> None:
    file = (tmp_path / "published" / "analysts.duckdb").resolve()
    with duckdb.connect(str(file)) as connection:
        connection.execute("alter table marts.screening_reviews drop column is_within")
    seal(file)
    grounds = verdicts(ask, "R3")["review_late_priority_1"]["decided_by"]
    assert grounds["rows"] == []
    assert grounds["said"] == "rows of marts.screening_reviews decide it, which this file does not hold"


def test_the_values_of_several_rows_are_shown_together(ask: Ask) -> None:
    values = verdicts(ask, "R1")["review_late_priority_1"]["values"]
    assert values == {"screening_reviews.outcome": "missing, remain_assigned"}


def test_the_limits_are_those_in_force_when_the_report_was_received(ask: Ask) -> None:
    for number, days in (("R1", [10, 10, 2]), ("R2", [15, 15, 2])):
        assert [each["days"] for each in document(ask, "--referral", number)["limits"]] == days
        read = verdicts(ask, number)["response_time_out_of_range"]["limits"]
        assert {each["limit_id"]: each["days"] for each in read} == {"set_date_max_days": days[1]}
    assert verdicts(ask, "R1")["review_late_priority_1"]["limit"]["upper_limit"] == 1
    assert verdicts(ask, "R1")["review_late_priority_1"]["limits"] == []


def test_instants_are_utc_in_json_and_local_on_a_screen(ask: Ask) -> None:
    assert document(ask, "--referral", "R1")["report"]["received_at"] == "2026-11-01T16:00:00Z"
    assert "2026-11-01 10:00:00 CST" in ask("--referral", "R1")[1]


def test_the_oversight_office_sees_nothing_about_reporters(ask: Ask) -> None:
    assert "reporter" in ask("--referral", "R1", "--json")[1]
    code, out, _ = ask("--referral", "R1", "--json", "--audience", "oca")
    assert code == 0
    assert "reporter" not in out


@pytest.mark.parametrize(
    ("audience", "referral_id"), [("analysts", "R9"), ("oca", "R2"), ("analysts", "' or 1=1 --"), ("analysts", "")]
)
def test_an_error_does_not_repeat_the_number_of_a_missing_report(ask: Ask, audience: str, referral_id: str) -> None:
    code, out, err = ask("--referral", referral_id, "--audience", audience)
    assert (code, out) == (1, "")
    assert err.startswith(f"There is no current report with that number in the {audience} file")
    assert not referral_id or referral_id not in err


def test_spaces_around_a_number_are_ignored(ask: Ask) -> None:
    assert document(ask, "--referral", " R1 ")["referral_id"] == "R1"


def test_administrators_have_no_single_reports(ask: Ask) -> None:
    code, _, err = ask("--referral", "R1", "--audience", "administrators")
    assert code == 1
    assert err.startswith("The administrators file holds figures and no single report")


def test_an_unknown_name_gets_similar_names(ask: Ask) -> None:
    code, _, err = ask("prioriti_2_late")
    assert code == 2
    assert err == (
        "There is no rule and no metric 'prioriti_2_late'; near it are priority_2_late: "
        "'hotline explain' lists all rules and metrics.\n"
    )
    assert len(ask("x" * 5000)[2]) < 200
    # The error does not repeat what a terminal would obey.
    assert "'[31mred'" in ask("\x1b[31mred")[2]
    assert json.loads(ask("nothing", "--json")[1])["exit_code"] == 2


def test_the_list_has_every_rule_once_and_every_metric(ask: Ask) -> None:
    found = document(ask)
    assert [each["rule_id"] for each in found["rules"]][:2] == ["priority_2_late", "response_time_out_of_range"]
    assert len(found["rules"]) == 8
    assert [each["metric_id"] for each in found["metrics"]] == ["compliance_rate", "median_hours_priority_1"]
    assert "response_time_out_of_range" in ask()[1]


@pytest.mark.parametrize(
    "arguments", [("reason_missing", "--referral", "R1"), ("--referral", "R1", "--on", "2021-01-01")]
)
def test_only_one_thing_can_be_asked_at_a_time(ask: Ask, arguments: tuple[str, ...]) -> None:
    code, _, err = ask(*arguments)
    assert code == 2
    assert err.startswith("Ask for one thing at a time")


def test_it_says_that_nothing_is_published(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "published" / "analysts.duckdb").unlink()
    code, _, err = ask("reason_missing")
    assert code == 1
    assert err.startswith("Nothing is published for analysts yet")


def test_an_empty_warehouse_explains_its_rules(ask: Ask, tmp_path: Path) -> None:
    file = (tmp_path / "published" / "analysts.duckdb").resolve()
    with duckdb.connect(str(file)) as connection:
        connection.execute("update reference.jurisdiction set as_of = null, as_of_on = null")
        connection.execute("delete from marts.referrals")
        connection.execute("delete from marts.policy_exception_counts")
    seal(file)
    found = document(ask, "response_time_out_of_range")
    assert [each["is_in_force"] for each in found["generations"]] == [False, True]
    assert (found["on"], found["counts"]) == (None, [])
    assert "Newest (*) and earlier" in ask("response_time_out_of_range")[1]
    assert document(ask, "priority_2_late")["limits"][1]["is_in_force"]
    assert ask("compliance_rate")[0] == 0
    assert ask("--referral", "R1")[0] == 1


@pytest.mark.parametrize("arguments", [(), ("priority_2_late",), ("compliance_rate",), ("--referral", "R1")])
def test_every_answer_fits_80_columns(ask: Ask, arguments: tuple[str, ...]) -> None:
    lines = ask(*arguments)[1].splitlines()
    assert max(len(line.rstrip()) for line in lines) <= 80
    assert not any("…" in line for line in lines)


def test_the_log_names_no_report(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask("--referral", "R1")
    ask("--referral", "R777")
    run_command(app, ["--referral", "R778", "explain"])
    with monkeypatch.context() as broken:
        broken.setattr("serving.explain_report._verdicts", lambda *_: 1 / 0)
        assert ask("--referral", "R1")[0] == 1
    log = (tmp_path / "logs" / "hotline.jsonl").read_text(encoding="utf-8")
    assert log.count('"command": "explain"') == 5
    assert "R1" not in log
    assert "R77" not in log
