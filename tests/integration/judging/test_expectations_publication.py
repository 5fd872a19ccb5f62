"""The publication suite on build files: wrong sums, reports not counted once and lost days block the publication."""

from __future__ import annotations

from pathlib import Path

import pytest
from expectations_build import A_DAY, alter, delete_reports, make_build, without_day
from sound_build import facts, failing

from expectations.facts import Fact

ONE_ROW = "where rowid = (select min(rowid) from marts.statutory_counts_daily)"


def lost_day(build: Path, previous: Path | None = None, landing: Path | None = None) -> Fact:
    (fact,) = [fact for fact in facts(build, previous, landing) if fact.expectation == "no_day_lost"]
    return fact


def test_a_sound_build_passes_everything(build: Path, previous: Path, landing: Path) -> None:
    assert failing(build, previous, landing) == set()
    assert {fact.expectation for fact in facts(build, previous, landing)} == {
        "received_is_the_sum_of_outcomes",
        "no_count_below_zero",
        "each_report_is_one_row",
        "each_report_is_counted_once",
        "periods_hold_the_calls_of_their_days",
        "districts_and_counties_add_up",
        "no_day_lost",
        "reports_not_fewer",
        "no_day_without_reports",
        "month_volume_as_before",
        "month_share_as_before",
        "month_compliance_as_before",
        "compliance_parts_add_up",
        "each_response_is_counted_once",
        "extracts_keep_pace",
    }


def test_an_empty_warehouse_passes(tmp_path: Path) -> None:
    empty = make_build(tmp_path / "empty.duckdb", days=0, as_of=None)
    assert failing(empty) == set()
    assert failing(empty, make_build(tmp_path / "previous.duckdb", days=0, as_of=None)) == set()


def test_outcomes_that_do_not_add_up_to_the_calls_block(build: Path) -> None:
    alter(build, f"update marts.statutory_counts_daily set calls_pending_screening = 1 {ONE_ROW}")
    assert failing(build) == {("received_is_the_sum_of_outcomes", "block")}


def test_undelivered_outcomes_are_not_judged(build: Path) -> None:
    for column in ("calls_screened_out", "information_and_referral", "referrals_assigned", "calls_pending_screening"):
        alter(
            build,
            *(f"update marts.{table} set {column} = null" for table in ("statutory_counts_daily", "statutory_counts")),
        )
    assert failing(build) == set()


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("statutory_counts_daily", "calls_anonymous"),
        ("statutory_counts", "calls_anonymous"),
        ("response_compliance_daily", "not_evaluable"),
    ],
)
def test_a_count_below_zero_blocks(build: Path, table: str, column: str) -> None:
    alter(build, f"update marts.{table} set {column} = 0")
    assert ("no_count_below_zero", "block") not in failing(build)
    alter(build, f"update marts.{table} set {column} = -1 where rowid = (select min(rowid) from marts.{table})")
    assert ("no_count_below_zero", "block") in failing(build)


def test_an_uncounted_report_blocks(build: Path) -> None:
    alter(build, "insert into marts.referrals values ('new', '2026-07-01', '40143', 'screened_out')")
    assert failing(build) == {("each_report_is_counted_once", "block")}


def test_a_report_counted_in_another_county_blocks(build: Path) -> None:
    alter(build, "update marts.referrals set county_fips = '00000' where referral_id = 'R0-0'")
    assert failing(build) == {("each_report_is_counted_once", "block")}


def test_a_report_with_two_rows_blocks(build: Path) -> None:
    alter(build, "update marts.referrals set referral_id = 'R0-1' where referral_id = 'R0-2'")
    assert failing(build) == {("each_report_is_one_row", "block")}


def test_a_period_that_misses_calls_blocks(build: Path) -> None:
    alter(
        build,
        "update marts.statutory_counts set calls_received = calls_received - 1, calls_screened_out = "
        "calls_screened_out - 1 where period_type = 'month' and period_start = '2026-08-01' "
        "and geography_type = 'state'",
    )
    assert failing(build) == {
        ("periods_hold_the_calls_of_their_days", "block"),
        ("districts_and_counties_add_up", "warn"),
    }


def test_a_missing_period_blocks(build: Path) -> None:
    alter(build, "delete from marts.statutory_counts where period_type = 'quarter' and period_start = '2026-10-01'")
    assert failing(build) == {("periods_hold_the_calls_of_their_days", "block")}


def test_a_day_lost_without_deletions_blocks(build: Path, previous: Path, landing: Path) -> None:
    without_day(build, "2026-08-03")
    fact = lost_day(build, previous, landing)
    assert (fact.value, fact.severity) == (1, "block")
    assert "2026-08-03" in fact.observed
    assert "12 reports" in fact.observed
    assert lost_day(build, previous).value == 1


@pytest.mark.parametrize(("deleted", "lost"), [(A_DAY, 0), (A_DAY - 1, 1)])
def test_deletions_of_all_its_reports_explain_a_day(
    build: Path, previous: Path, landing: Path, deleted: int, lost: int
) -> None:
    without_day(build, "2026-08-03")
    delete_reports(landing, 33, deleted)
    assert lost_day(build, previous, landing).value == lost


def test_reports_moved_to_another_day_do_not_explain_an_empty_day(build: Path, previous: Path, landing: Path) -> None:
    without_day(build, "2026-08-03")
    alter(
        landing,
        "insert into raw.referrals by name select * replace (received_at + interval 1 day as received_at, "
        "_order_updated_at + interval 1 day as _order_updated_at, _content_hash + 5000000 as _content_hash) "
        "from raw.referrals where referral_id like 'R33-%'",
    )
    fact = lost_day(build, previous, landing)
    assert (fact.value, "0 deleted since" in fact.observed) == (1, True)


def test_a_sighting_that_brings_a_report_back_undoes_its_deletion(build: Path, previous: Path, landing: Path) -> None:
    without_day(build, "2026-08-03")
    delete_reports(landing, 33, A_DAY)
    alter(
        landing,
        "insert into raw.referrals_seen by name select referral_id, _content_hash, _load_id, _extracted_at, "
        "timestamptz '2026-11-02' as _order_updated_at, _order_extracted_at from raw.referrals "
        "where referral_id = 'R33-0' and deleted is null",
    )
    assert lost_day(build, previous, landing).value == 1


def test_a_report_moved_within_its_state_loses_no_day(build: Path, previous: Path, landing: Path) -> None:
    alter(
        build,
        "update marts.statutory_counts_daily set county_fips = '00000' where received_on = '2026-08-03'",
        "update marts.referrals set county_fips = '00000' where received_on = '2026-08-03'",
    )
    assert failing(build, previous, landing) == set()


def test_days_after_an_earlier_as_of_are_not_lost(tmp_path: Path, previous: Path, landing: Path) -> None:
    at = "2026-10-01 00:00:00-05:00"
    build = make_build(tmp_path / "build.duckdb", days=92, as_of=at, read_until=f"'{at}'")
    assert failing(build, previous) == set()
    alter(landing, "update raw.referrals set _extracted_at = received_at + interval 6 hour")
    assert lost_day(build, previous, landing).value == 0
    without_day(build, "2026-08-03")
    assert lost_day(build, previous, landing).value == 1


@pytest.mark.parametrize(("now", "extract", "lost"), [("retracted", "referrals", 0), ("retracted", "contacts", 1),
                                                      ("landed", "referrals", 1)])  # fmt: skip
def test_a_day_whose_file_was_taken_back_is_not_lost(
    build: Path, previous: Path, landing: Path, now: str, extract: str, lost: int
) -> None:
    without_day(build, "2026-08-03")
    alter(
        previous,
        "create schema operations",
        "create table operations.loads as select 'L00002' as load_id, 'landed' as status",
    )
    alter(
        landing,
        "delete from raw.referrals where referral_id like 'R33-%'",
        f"insert into ledger.loads by name select 'L00002' as load_id, '{extract}' as extract, '{now}' as status",
    )
    assert lost_day(build, previous, landing).value == lost
    # A report that is there and not in the build is missing, whatever was taken back.
    without_day(build, "2026-08-04")
    assert lost_day(build, previous, landing).value == lost + 1


def test_without_a_previous_publication_no_day_is_lost(build: Path) -> None:
    assert "no_day_lost" not in {fact.expectation for fact in facts(without_day(build, "2026-08-03"))}


def test_no_publication_result_names_an_oversight_extract(build: Path, landing: Path) -> None:
    alter(
        landing,
        "insert into ledger.loads by name select 'L00002' as load_id, 'oca_complaints' as extract, "
        "'landed' as status, timestamptz '2020-01-01' as extracted_at",
    )
    assert not [f for f in facts(build, None, landing) if "oca" in f"{f.column_name} {f.sentence(True)}".lower()]


def test_no_sentence_holds_a_value_of_a_row(build: Path, previous: Path, landing: Path) -> None:
    without_day(build, "2026-08-03")
    alter(build, "insert into marts.referrals values ('R0-1', '2026-07-01', '40143', 'screened_out')")
    for fact in facts(build, previous, landing):
        said = f"{fact.observed} {fact.sentence(True)} {fact.sentence(False)}"
        assert "R0-1" not in said
        assert "40143" not in said
