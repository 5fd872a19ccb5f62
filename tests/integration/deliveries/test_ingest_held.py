"""Batches that are held, released or only checked, with the profiles that the judge gets and its verdicts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from ingest_home import Home, assert_adds_up, bad_and_good, judged_by_limits, keys, report, reports, rules

from expectations.facts import Result
from expectations.verdict import Verdict
from ingest.land import JudgeFailed
from ingest.profile import Limits
from ingest.storing.recognise import release


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.mark.parametrize(
    ("bad", "good", "status"),
    [(20, 0, "landed"), (20, 100, "landed"), (21, 1029, "landed"), (21, 1028, "held"), (21, 979, "held")],
)
def test_a_batch_is_held_over_both_limits(home: Home, bad: int, good: int, status: str) -> None:
    result = home.deliver("referrals_2026-11-20.csv", bad_and_good(bad, good), judge=judged_by_limits)
    assert result.status == status
    assert_adds_up(result)
    if status == "held":
        assert (result.rows_held, result.rows_quarantined, home.raw()) == (bad + good, 0, [])
        assert home.quarantine() == []
        assert rules(result) == {("unknown_code", "priority")}
        assert home.ask("select count(*) as n from ledger.delivered_columns") == [{"n": 0}]
        assert result.reason == "Too many rows can't be right."


@pytest.mark.parametrize(("kept", "status"), [(380, "landed"), (379, "held")])
def test_a_full_file_that_would_delete_too_much_is_held(home: Home, kept: int, status: str) -> None:
    home.deliver("referrals_2026-11-19.csv", reports(*range(400)))
    home.limits = Limits(max_deleted_keys=19)
    result = home.deliver("referrals-full_2026-11-20.csv", reports(*range(kept)), judge=judged_by_limits)
    assert (result.status, len(keys(home))) == (status, kept if status == "landed" else 400)


def test_a_held_batch_lands_once_it_is_released(home: Home) -> None:
    path = home.write("referrals_2026-11-20.csv", bad_and_good(30, 10))
    held = home.ingest(path, judge=judged_by_limits)[0]
    assert home.ingest(path, judge=judged_by_limits)[0].status == "held"
    with duckdb.connect(str(home.landing)) as con:
        assert release(con, "L00099", "no such batch") is None
        assert release(con, held.load_id, "the codes are new") == path
    landed = home.ingest(path, judge=judged_by_limits)[0]
    assert (landed.status, landed.rows_loaded, landed.rows_quarantined) == ("landed", 10, 30)
    assert landed.reason == "let through by a release"
    assert home.ask("select subject, subject_id, reason from ledger.releases") == [
        {"subject": "batch", "subject_id": held.load_id, "reason": "the codes are new"}
    ]
    assert home.ingest(path, judge=judged_by_limits)[0].status == "unchanged"
    changed = home.deliver("referrals_2026-11-20.csv", bad_and_good(31, 10), judge=judged_by_limits)
    assert changed.status == "held"


def test_a_judge_that_fails_lands_nothing(home: Home) -> None:
    home.deliver("referrals_2026-11-19.csv", reports(1))
    before = home.loads(), home.raw()

    def broken(_profile: dict[str, Any]) -> Verdict:
        raise RuntimeError("no verdict")

    def without_verdict(_profile: dict[str, Any]) -> Verdict:
        return Verdict("L00002", "land", [], [], "an expectation raised")

    path = home.write("referrals_2026-11-20.csv", [*reports(1, 2), report(3, priority="high")])
    with pytest.raises(RuntimeError):
        home.ingest(path, judge=broken)
    with pytest.raises(JudgeFailed):
        home.ingest(path, judge=without_verdict)
    assert (home.loads(), home.raw(), home.quarantine()) == (*before, [])
    assert home.ingest(path)[0].load_id == "L00002"


def test_the_judge_gets_the_profile_and_the_ledger_keeps_its_results(home: Home) -> None:
    profiles: list[dict[str, Any]] = []

    def judge(profile: dict[str, Any]) -> Verdict:
        profiles.append(profile)
        sentence = "The newest report is three days old."
        finding = Result("batch", "fresh", None, "warn", success=False, observed="3 days", sentence=sentence)
        return Verdict(profile["load_id"], "land", [], [finding], None)

    home.deliver("referrals_2026-11-18.csv", reports(1, 2, priority="1"), judge=judge)
    home.deliver("referrals_2026-11-19.csv", [*reports(1, priority="1"), report(9, priority="x")], judge=judge)
    rows = [{"allegation_id": f"A{at}", "referral_id": f"R{at}", "updated_at": "2026-11-01T08:00"} for at in (1, 7)]
    result = home.deliver("allegations_2026-11-19.csv", rows, judge=judge)
    first, second, third = profiles
    assert json.loads(json.dumps(profiles)) == profiles
    priority = next(each for each in first["columns"] if each["name"] == "priority")
    assert priority == {"name": "priority", "type": "integer", "delivered": True, "nulls": 0, "codes": {"1": 2}}
    assert (second["rows_quarantined"], second["rows_unchanged"], second["rows_in_file"]) == (1, 1, 2)
    assert [each["rows_in_file"] for each in second["history"]] == [2]
    assert third["references"] == [{"column": "referral_id", "to": "referrals", "rows": 2, "found": 1}]
    assert first["newest_event_at"] == "2026-11-01T14:00:00+00:00"
    assert result.results[0].sentence == "The newest report is three days old."
    assert len(home.ask("select * from ledger.validations")) == 3


def test_check_stores_nothing(home: Home) -> None:
    path = home.write("referrals_2026-11-20.csv", [report(1), report(2, priority="high")])
    before = sorted(home.folder.rglob("*"))
    (result,) = home.check(path)
    assert (result.status, result.rows_loaded, result.rows_quarantined) == ("landed", 1, 1)
    assert rules(result) == {("unknown_code", "priority")}
    assert sorted(home.folder.rglob("*")) == before
