"""Deliveries: what a file says of itself, what happens to one that comes again, full files, held ones, the ledger."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from ingest_home import Home, assert_adds_up, judged_by_limits, rules

from ingest.land import JudgeFailed
from ingest.profile import Limits
from ingest.recognise import release


def report(number: int = 1, **values: object) -> dict[str, object]:
    return {
        "referral_id": f"R{number}", "received_at": "2026-11-01T08:00", "updated_at": "2026-11-02T08:00", **values,
    }  # fmt: skip


def reports(*numbers: int, **values: object) -> list[dict[str, object]]:
    return [report(each, **values) for each in numbers]


def keys(home: Home) -> list[str]:
    return [row["referral_id"] for row in home.current()]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


# ------------------------------------------------------------------------------------- the same file again


def test_the_same_file_twice_changes_nothing(home: Home) -> None:
    path = home.write("referrals_2026-11-20.csv", reports(1, 2))
    first, second = home.ingest(path)[0], home.ingest(path)[0]
    assert (first.status, second.status) == ("landed", "unchanged")
    assert (second.rows_unchanged, second.rows_in_file) == (2, 2)
    assert len(home.raw()) == 2
    assert home.ask("select count(*) as n from raw.referrals_seen") == [{"n": 0}]


def test_the_same_bytes_with_a_later_date_land_with_their_rows_unchanged(home: Home) -> None:
    home.deliver("referrals_2026-11-20.csv", reports(1, 2))
    result = home.deliver("referrals_2026-11-21.csv", reports(1, 2))
    assert (result.status, result.rows_loaded, result.rows_unchanged) == ("landed", 0, 2)
    assert len(home.raw()) == 2


def test_the_same_bytes_as_a_full_file_are_another_delivery(home: Home) -> None:
    home.deliver("referrals_2026-11-20.csv", reports(1, 2))
    assert home.deliver("referrals-full_2026-11-20.csv", reports(1, 2)).status == "landed"


def test_another_name_with_the_same_date_is_the_same_delivery(home: Home) -> None:
    home.deliver("referrals_2026-11-20.csv", reports(1))
    assert home.deliver("referrals-again-20261120.csv", reports(1)).status == "unchanged"


def test_an_undated_repeat_is_unchanged(home: Home) -> None:
    path = home.write("referrals.csv", reports(1))
    first, second = home.ingest(path)[0], home.ingest(path)[0]
    assert (first.extracted_at_source, first.status, second.status) == ("load_time", "landed", "unchanged")
    assert "no time in name or manifest" in str(first.notes)
    assert first.extracted_at is not None
    assert datetime.now(UTC) - first.extracted_at < timedelta(minutes=5)


def test_load_time_never_decides(tmp_path: Path) -> None:
    found = []
    for order in ((0, 1), (1, 0)):
        home = Home(tmp_path / str(order[0]))
        paths = [home.write(f"referrals-{each}.csv", [report(family_id=each)]) for each in "AB"]
        home.ingest(*(paths[each] for each in order))
        found.append(home.current())
    assert found[0] == found[1]


def test_a_stated_time_beats_none_at_the_same_updated_at(home: Home) -> None:
    home.deliver("referrals_2026-11-20.csv", [report(family_id="stated")])
    for at in range(5):
        home.deliver(f"referrals-x{at}.csv", [report(family_id=f"unstated{at}")])
    assert home.current()[0]["family_id"] == "stated"


def test_the_newest_version_wins_and_the_older_is_superseded(home: Home) -> None:
    newer = [report(1, updated_at="2026-11-10T08:00", family_id="new")]
    home.deliver("referrals_2026-11-20.csv", newer)
    result = home.deliver("referrals_2026-11-21.csv", [report(1, family_id="old"), report(2)])
    assert (result.rows_loaded, result.rows_superseded) == (1, 1)
    assert home.current()[0]["family_id"] == "new"


def test_without_an_updated_at_the_extracts_time_stands_in(home: Home) -> None:
    def delivered(day: int, family: str) -> Any:
        row = {"referral_id": "R1", "received_at": "2026-11-01T08:00", "family_id": family}
        return home.deliver(f"referrals_2026-11-{day}.csv", [row])

    result = delivered(20, "A")
    assert "no updated_at column: extracted_at stands in" in str(result.notes)
    assert (delivered(19, "B").rows_superseded, home.current()[0]["family_id"]) == (1, "A")
    assert (delivered(21, "B").rows_loaded, home.current()[0]["family_id"]) == (1, "B")
    assert (delivered(22, "A").rows_loaded, home.current()[0]["family_id"]) == (1, "A")
    assert (delivered(23, "A").rows_unchanged, len(home.raw())) == (1, 2)


def test_as_of_a_past_day_only_what_was_extracted_by_then_counts(home: Home) -> None:
    for day, family in ((22, "A"), (20, "A"), (21, "B")):
        row = {"referral_id": "R1", "received_at": "2026-11-01T08:00", "family_id": family}
        home.deliver(f"referrals_2026-11-{day}.csv", [row])
    for day, family in ((20, "A"), (21, "B"), (22, "A")):
        until = datetime(2026, 11, day, 12, tzinfo=UTC)
        assert [row["family_id"] for row in home.current(read_until=until)] == [family]


# ------------------------------------------------------------------------------------- deletions, full files


def test_a_deletion_may_come_before_its_row(home: Home) -> None:
    gone = [{"referral_id": "R1", "updated_at": "2026-11-05T08:00", "deleted": "Y", "received_at": None}]
    home.deliver("referrals_2026-11-20.csv", gone)
    result = home.deliver("referrals_2026-11-21.csv", reports(1, 2))
    assert (result.rows_loaded, result.rows_superseded) == (1, 1)
    assert keys(home) == ["R2"]
    home.deliver("referrals_2026-11-22.csv", reports(1, updated_at="2026-11-06T08:00"))
    assert keys(home) == ["R1", "R2"]


def test_of_two_rows_that_nothing_sets_apart_the_deletion_wins(tmp_path: Path) -> None:
    for number in range(6):
        home = Home(tmp_path / str(number))
        home.deliver("referrals_2026-11-20.csv", reports(number))
        home.deliver("referrals-expunged_2026-11-20.csv", [report(number, deleted="Y")])
        assert keys(home) == []


def test_a_full_file_deletes_what_it_lacks_as_of_its_time(home: Home) -> None:
    home.deliver("referrals_2026-11-19.csv", reports(1, 2, 3))
    result = home.deliver("referrals-full_2026-11-20.csv", reports(1, 2))
    assert (result.kind, result.keys_deleted, result.rows_unchanged) == ("full", 1, 2)
    assert_adds_up(result)
    assert keys(home) == ["R1", "R2"]
    (gone,) = home.ask("select referral_id, updated_at, _extracted_at from raw.referrals where deleted")
    assert list(gone.values()) == ["R3", *[datetime(2026, 11, 20, 6, tzinfo=UTC)] * 2]


def test_a_full_file_twice_and_the_next_one(home: Home) -> None:
    home.deliver("referrals-full_2026-11-19.csv", reports(1, 2, 3))
    path = home.write("referrals-full_2026-11-20.csv", reports(1, 2))
    assert [home.ingest(path)[0].status for _ in range(2)] == ["landed", "unchanged"]
    assert home.deliver("referrals-full_2026-11-21.csv", reports(1, 2)).keys_deleted == 0
    assert keys(home) == ["R1", "R2"]


def test_an_older_delta_after_a_full_file_stays_deleted(home: Home) -> None:
    home.deliver("referrals-full_2026-11-20.csv", reports(1, 2))
    result = home.deliver("referrals_2026-11-19.csv", reports(2, 3))
    assert (result.rows_unchanged, result.rows_superseded) == (1, 1)
    assert keys(home) == ["R1", "R2"]


def test_a_later_delta_brings_a_key_back(home: Home) -> None:
    home.deliver("referrals-full_2026-11-20.csv", reports(1))
    home.deliver("referrals_2026-11-21.csv", reports(2, updated_at="2026-11-20T18:00"))
    assert keys(home) == ["R1", "R2"]


def test_an_older_full_file_deletes_nothing_that_came_later(home: Home) -> None:
    home.deliver("referrals_2026-11-21.csv", reports(1, 2))
    assert home.deliver("referrals-full_2026-11-20.csv", reports(2)).keys_deleted == 0
    assert keys(home) == ["R1", "R2"]


def test_a_full_file_without_rows_deletes_everything(home: Home) -> None:
    home.deliver("referrals_2026-11-19.csv", reports(1, 2))
    result = home.deliver("referrals-full_2026-11-20.csv", "referral_id,received_at,updated_at\n")
    assert (result.status, result.rows_in_file, result.keys_deleted) == ("landed", 0, 2)
    assert "a header and no rows" in str(result.notes)
    assert keys(home) == []


def test_keys_of_quarantined_rows_count_as_present(home: Home) -> None:
    home.deliver("referrals_2026-11-19.csv", reports(1, 2, 3, 4))
    rows = [
        report(1, priority="high"),
        report(2, family_id="A", updated_at="2026-11-19T08:00"),
        report(2, family_id="B", updated_at="2026-11-19T08:00"),
        report(3),
    ]
    result = home.deliver("referrals-full_2026-11-20.csv", rows)
    assert (result.rows_quarantined, result.keys_deleted) == (3, 1)
    assert keys(home) == ["R1", "R2", "R3"]
    # What comes later and is older knows it too.
    home.deliver("referrals_2026-11-18.csv", reports(1, 2, 5, updated_at="2026-11-01T09:00"))
    assert keys(home) == ["R1", "R2", "R3"]


@pytest.mark.parametrize("row", ["R1,2026-11-01T08:00", ",2026-11-01T08:00,2026-11-02T08:00"])
def test_a_bad_row_without_a_readable_key_deletes_nothing(home: Home, row: str) -> None:
    home.deliver("referrals_2026-11-19.csv", reports(1, 2))
    text = f"referral_id,received_at,updated_at\nR2,2026-11-01T08:00,2026-11-02T08:00\n{row}\n"
    result = home.deliver("referrals-full_2026-11-20.csv", text)
    assert (result.status, result.keys_deleted, result.rows_quarantined) == ("landed", 0, 1)
    assert "the full file deleted nothing" in str(result.notes)
    assert keys(home) == ["R1", "R2"]
    home.deliver("referrals_2026-11-18.csv", reports(3))
    assert keys(home) == ["R1", "R2", "R3"]


def test_a_full_file_without_a_stated_time_is_refused(home: Home) -> None:
    result = home.deliver("referrals-full.csv", reports(1))
    assert result.status == "refused"
    assert "as of when" in str(result.reason)


# ------------------------------------------------------------------------------------- held and released


def bad_and_good(bad: int, good: int) -> list[dict[str, object]]:
    return [report(at, priority="high" if at < bad else "1") for at in range(bad + good)]


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

    def broken(_profile: dict[str, Any]) -> dict[str, Any]:
        raise RuntimeError("no verdict")

    def without_verdict(_profile: dict[str, Any]) -> dict[str, Any]:
        return {"outcome": "land", "reasons": [], "results": [], "error": "an expectation raised"}

    path = home.write("referrals_2026-11-20.csv", [*reports(1, 2), report(3, priority="high")])
    with pytest.raises(RuntimeError):
        home.ingest(path, judge=broken)
    with pytest.raises(JudgeFailed):
        home.ingest(path, judge=without_verdict)
    assert (home.loads(), home.raw(), home.quarantine()) == (*before, [])
    assert home.ingest(path)[0].load_id == "L00002"


def test_what_the_judge_is_told_and_what_it_says(home: Home) -> None:
    profiles: list[dict[str, Any]] = []

    def judge(profile: dict[str, Any]) -> dict[str, Any]:
        profiles.append(profile)
        said = {
            "suite": "batch", "expectation": "fresh", "column_name": None, "severity": "warn", "success": False,
            "observed": "3 days", "sentence": "The newest report is three days old.",
        }  # fmt: skip
        return {"subject_id": profile["load_id"], "outcome": "land", "reasons": [], "results": [said], "error": None}

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
    assert result.results[0]["sentence"] == "The newest report is three days old."
    assert len(home.ask("select * from ledger.validations")) == 3


def test_check_stores_nothing(home: Home) -> None:
    path = home.write("referrals_2026-11-20.csv", [report(1), report(2, priority="high")])
    before = sorted(home.folder.rglob("*"))
    (result,) = home.check(path)
    assert (result.status, result.rows_loaded, result.rows_quarantined) == ("landed", 1, 1)
    assert rules(result) == {("unknown_code", "priority")}
    assert sorted(home.folder.rglob("*")) == before


# ------------------------------------------------------------------------------------- name and manifest


def manifest(home: Home, **files: dict[str, object]) -> None:
    home.write("manifest.json", json.dumps({"files": files}))


def test_the_manifest_says_kind_and_time(home: Home) -> None:
    home.deliver("referrals_2026-11-01.csv", reports(1, 2))
    path = home.write("referrals_2026-11-02.csv", reports(1))
    entry = {
        "rows": 1, "sha256": hashlib.sha256(path.read_bytes()).hexdigest().upper(),
        "extracted_at": "2026-11-20T18:00:00-06:00", "kind": "full",
    }  # fmt: skip
    manifest(home, **{path.name: entry})
    (result,) = home.ingest(path)
    assert (result.status, result.kind, result.extracted_at_source) == ("landed", "full", "manifest")
    assert result.extracted_at == datetime(2026, 11, 21, tzinfo=UTC)
    assert keys(home) == ["R1"]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"rows": 2}, "the manifest says 2 rows and the file has 1"),
        ({"rows": 0}, "the manifest says 0 rows and the file has 1"),
        ({"rows": "1"}, "no whole number"),
        ({"rows": True}, "no whole number"),
        ({"rows": -1}, "no whole number"),
        ({"sha256": "0" * 64}, "SHA-256"),
        ({"sha256": "abc"}, "SHA-256"),
        ({"sha256": 5}, "SHA-256"),
        ({"kind": "partial"}, "neither delta nor full"),
        ({"kind": "delta"}, None),
        ({"kind": "full", "extracted_at": "2026-11-20"}, None),
        ({"extracted_at": "yesterday"}, "no ISO 8601"),
        ({"extracted_at": "2026-W47-5"}, "no ISO 8601"),
        ({"extracted_at": "2026-13-01"}, "no ISO 8601"),
        ({"extracted_at": "9999-12-31"}, "no ISO 8601"),
        ({"extracted_at": "0001-01-01"}, "no ISO 8601"),
        ({"extracted_at": 20}, "no ISO 8601"),
        ({"rows": None, "sha256": None, "extracted_at": None, "kind": None}, None),
        ({}, None),
    ],
)
def test_the_manifest_is_enforced(home: Home, entry: dict[str, object], said: str | None) -> None:
    manifest(home, **{"referrals_2026-11-20.csv": entry})
    result = home.deliver("referrals_2026-11-20.csv", reports(1))
    assert result.status == ("refused" if said else "landed")
    assert said is None or said in str(result.reason)
    assert_adds_up(result)


def test_the_manifest_is_enforced_on_a_file_that_is_there_already(home: Home) -> None:
    home.deliver("referrals_2026-11-20.csv", reports(1))
    manifest(home, **{"referrals_2026-11-20.csv": {"rows": 5}})
    assert home.deliver("referrals_2026-11-20.csv", reports(1)).status == "refused"


def test_name_and_manifest_must_agree_on_full(home: Home) -> None:
    manifest(home, **{"referrals-full_2026-11-20.csv": {"kind": "delta"}})
    assert home.deliver("referrals-full_2026-11-20.csv", reports(1)).status == "refused"


@pytest.mark.parametrize(
    "text", ["{", "[1]", '"x"', "null", '{"files": 3}', "\xff", "[" * 100_000, '{"files": [{"rows": 1}]}']
)
def test_a_manifest_that_cannot_be_read(home: Home, text: str) -> None:
    home.write("manifest.json", text.encode("latin-1"))
    result = home.deliver("referrals_2026-11-20.csv", reports(1))
    assert result.status == "refused"
    assert "manifest.json" in str(result.reason)


@pytest.mark.parametrize(
    "content",
    [
        {"files": [{"name": "referrals.csv", "extracted_at": "2026-11-20"}]},
        [{"file": "referrals.csv", "extracted_at": "2026-11-20"}],
        {"referrals.csv": {"extracted_at": "2026-11-20"}, "version": 1},
        {"files": {"out/referrals.csv": {"extracted_at": "2026-11-20"}}},
    ],
)
def test_a_manifest_in_other_plain_forms(home: Home, content: object) -> None:
    home.write("manifest.json", json.dumps(content))
    assert home.deliver("referrals.csv", reports(1)).extracted_at_source == "manifest"


def test_a_listed_file_that_is_missing_is_said_for_a_folder(home: Home) -> None:
    path = home.write("referrals_2026-11-20.csv", reports(1))
    manifest(home, **{path.name: {"rows": 1}, "contacts_2026-11-20.csv": {"rows": 7}})
    assert [each.status for each in home.ingest(path)] == ["landed"]
    found = home.ingest(home.inbox)
    assert [(each.file_name, each.status) for each in found] == [
        (path.name, "unchanged"), ("contacts_2026-11-20.csv", "refused"),
    ]  # fmt: skip
    assert "the folder does not hold it" in str(found[1].reason)


def test_a_folder_is_loaded_in_order_of_names_and_other_files_are_left(home: Home) -> None:
    for name in ("referrals_b_2026-11-20.csv", "referrals_a_2026-11-21.csv", "sub/referrals_2026-11-19.csv"):
        home.write(name, reports(1))
    for name in ("README.md", ".hidden.csv", "~$referrals.xlsx", ".git/referrals.csv", "contract.html"):
        home.write(name, "nothing")
    assert [each.file_name for each in home.ingest(home.inbox)] == [
        "referrals_a_2026-11-21.csv", "referrals_b_2026-11-20.csv", "referrals_2026-11-19.csv",
    ]  # fmt: skip


def test_a_file_given_twice_is_read_once(home: Home) -> None:
    path = home.write("referrals_2026-11-20.csv", reports(1))
    assert len(home.ingest(path, home.inbox, path)) == 1


# ------------------------------------------------------------------------------------- the ledger


def test_numbers_of_the_agencys_loads_have_no_gap_for_what_it_may_not_know_of(home: Home) -> None:
    """Complaints, and files that may be complaints misnamed, are numbered apart (policy-rules section 6)."""
    complaints = home.write("oca_complaints_2026-11-20.csv", "complaint_id,received_at\nC1,2026-11-01 10:00\n")
    paths = [complaints, home.write("referrals_2026-11-20.csv", [report(1)]), home.write("complaint.csv", "a\n")]
    assert [home.ingest(path)[0].load_id for path in paths] == ["O00001", "L00001", "O00002"]


def test_the_ledger_has_a_line_for_every_file(home: Home) -> None:
    good = home.write("referrals_2026-11-20.csv", [*reports(1, 2), report(3, priority="x")])
    paths = [good, good, home.write("referrals_2026-11-21.csv", "a,b\n"), home.write("unknown.csv", "a\n")]
    results = [home.ingest(path)[0] for path in paths]
    lines = home.loads()
    assert [line["load_id"] for line in lines] == ["L00001", "L00002", "L00003", "O00001"]
    assert [line["status"] for line in lines] == ["landed", "unchanged", "refused", "refused"]
    for line, result in zip(lines, results, strict=True):
        assert_adds_up(result)
        said = result.as_dict()
        assert {name: line[name] for name in line.keys() & said.keys()} == {
            name: said[name] for name in line.keys() & said.keys()
        }
    assert lines[0]["file_sha256"] == hashlib.sha256(good.read_bytes()).hexdigest()
    assert lines[0]["file_path"] == str(good)
    assert home.ask('select rule, column_name, "rows", row_numbers from ledger.rejections') == [
        {"rule": "unknown_code", "column_name": "priority", "rows": 1, "row_numbers": [4]}
    ]


def test_only_the_first_hundred_row_numbers_are_kept(home: Home) -> None:
    home.deliver("referrals_2026-11-20.csv", bad_and_good(130, 0))
    (found,) = home.ask('select "rows", row_numbers from ledger.rejections')
    assert (found["rows"], found["row_numbers"]) == (130, list(range(2, 102)))
    assert len(home.quarantine()) == 130
