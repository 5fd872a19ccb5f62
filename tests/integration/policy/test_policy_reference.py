"""The rules in SQL, compared with a second reading of the policy's words, on extracts with values on every edge.

`policy_reference` was written from the policy's words alone. Where they leave room, it reads them as the SQL does:

- A row is judged even outside the days that its extract covers; only a missing row is unknown there.
- The law of the day of the recording judges a disclosure.
- Before a rule began, an unfinished review or inquiry, an emergency and a completed investigation are in its scope, and
  a response that was not initiated is not.
- Of several kept rows, one is chosen as among several broken rows.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from policy_reference import RULES, Law, Verdict, World, verdicts
from policy_reference.counts import Cell, Count, counted, geographies, period_end, periods
from policy_reference.earlier import earlier, first_delivered, vary
from policy_reference.extracts import EXTRACTED, FIRST, Maker, fill, write
from policy_reference.logic import Row
from policy_reference.measures import CLOCKS, OUTCOMES, measures, quiet_days
from policy_reference.responses import compared as compared_days
from policy_reference.responses import excepted_by_kind

from ingest.contract import load_contracts

ROOT = Path(__file__).parents[3]
SEEDS = ROOT / "seeds" / "policy" / "oklahoma"
SEED, REPORTS = 11, 6_000


@dataclass(frozen=True)
class Compared:
    """The reference's world and verdicts, and the file that the program published."""

    world: World
    versions: dict[str, list[Row]]
    verdicts: list[Verdict]
    published: Path
    # For each identifying column, its values in the extracts.
    identifying: dict[str, set[str]]

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query of the published file."""
        with duckdb.connect(str(self.published), read_only=True) as con:
            return con.execute(question).fetchall()


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory, already_read: Callable[[Path], None]) -> Compared:
    root = tmp_path_factory.mktemp("policy_reference")
    already_read(root / "home")
    columns = {
        name: [each.name for each in contract.fields if each.name not in {other.becomes for other in contract.fields}]
        for name, contract in load_contracts(SEEDS).items()
    }
    extracts = fill(vary(Maker(SEED, REPORTS).make()), columns)
    oldest, older = earlier(extracts["referrals"], SEED)
    (root / "in").mkdir()
    first, others = first_delivered(oldest)
    write({**extracts, FIRST: first, "referrals-1": others, "referrals-2": older}, root / "in")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
    done = subprocess.run(
        [sys.executable, "-c", "from hotline.cli import main; main()", "run", str(root / "in")],
        env={**kept, "PYTHONPATH": str(ROOT), "HOTLINE_HOME": str(root / "home"), "HOTLINE_MEMORY_LIMIT": "2GB"},
        capture_output=True, text=True, check=False, timeout=600, cwd=root,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    world = World(extracts, EXTRACTED, "America/Chicago", Law(SEEDS))
    identifying = {
        field.name: {str(row[field.name]) for row in extracts[name]} - {"None"}
        for name, contract in load_contracts(SEEDS).items()
        for field in contract.fields
        if field.identifying and name != "oca_complaints"
    }
    given = {column: values for column, values in identifying.items() if values}
    versions = {rows[-1]["referral_id"]: list(rows) for rows in zip(oldest, older, extracts["referrals"], strict=True)}
    return Compared(world, versions, list(verdicts(world)), root / "home" / "published" / "analysts.duckdb", given)


def differing(expected: dict[Any, Any], found: dict[Any, Any]) -> list[tuple[Any, Any, Any]]:
    """Return up to twenty differences, each as key, expected and found."""
    keys = [key for key in expected.keys() | found.keys() if expected.get(key) != found.get(key)]
    return [(key, expected.get(key), found.get(key)) for key in sorted(keys)[:20]]


def test_the_extracts_have_every_verdict_of_every_rule(compared: Compared) -> None:
    seen = Counter((each.rule_id, each.verdict) for each in compared.verdicts)
    listed = {row["rule_id"] for row in compared.world.law.rules}
    assert listed == set(RULES)
    # These rules are always in force, and once a report is in scope they read nothing that may be missing.
    always = {"priority_1_late", "priority_2_late", "response_time_out_of_range", "response_time_under_2_days"}
    always |= {"recording_missing", "recording_purged_early"}
    wanted = {(rule_id, verdict) for rule_id in listed for verdict in ("broken", "kept", "not_assessed")}
    wanted -= {(rule_id, "not_assessed") for rule_id in always}
    assert sorted(wanted - set(seen)) == []


def test_no_row_was_set_aside(compared: Compared) -> None:
    [(in_file, loaded)] = compared.rows("select sum(rows_in_file), sum(rows_loaded) from operations.loads")
    assert in_file == loaded > REPORTS


def test_reports_have_the_outcome_county_and_history_that_the_words_give(compared: Compared) -> None:
    world = compared.world
    expected = {
        key: (row["outcome"], row["county"], world.prior_accepted(row), world.pending_accepted(row))
        for key, row in world.reports.items()
    }
    found = compared.rows(
        "select referral_id, screening_outcome, county_fips, prior_accepted, pending_accepted from marts.referrals"
    )
    assert differing(expected, {row[0]: row[1:] for row in found}) == []


def test_reports_have_the_reason_and_the_findings_that_the_words_give(compared: Compared) -> None:
    world = compared.world
    expected = {
        key: (row["screen_out_reason"], row["reason_basis"], world.finding_outcome(row))
        for key, row in world.reports.items()
    }
    assert {basis for _, basis, _ in expected.values()} == {"stated", "from_inquiry", None}
    assert {outcome for _, _, outcome in expected.values()} == {
        "none", "pending", "substantiated", "unsubstantiated", "ruled_out", "unsubstantiated_or_ruled_out",
        "unsubstantiated_in_part", "other",
    }  # fmt: skip
    found = compared.rows("select referral_id, screen_out_reason, reason_basis, finding_outcome from marts.referrals")
    assert differing(expected, {row[0]: row[1:] for row in found}) == []


def test_response_clocks_run_as_the_words_say(compared: Compared) -> None:
    world = compared.world
    expected = {key: world.clock(row) for key, row in world.reports.items() if row["assigned"]}
    found = compared.rows("select referral_id, response_status, due_on from marts.response_times")
    assert {status for status, _ in expected.values()} == {
        "timely", "late", "overdue", "pending", "excepted", "not_evaluable",
    }  # fmt: skip
    assert differing(expected, {row[0]: row[1:] for row in found}) == []


def test_excepted_responses_have_the_kind_that_excused_them(compared: Compared) -> None:
    expected = excepted_by_kind(compared.world)
    assert {kind for *_, kind in expected} == {each["code"] for each in compared.world.law.exceptions}
    found = compared.rows(
        "select period_type, period_start, geography_type, geography_id, priority, initiation_exception, excepted "
        "from marts.response_exception_counts"
    )
    assert differing(expected, {row[:-1]: row[-1] for row in found}) == []


def test_ended_days_are_compared_with_as_many_of_the_year_before(compared: Compared) -> None:
    statuses = ("timely", "late", "overdue", "excepted")
    expected = {
        where: tuple(each[status] for each in both for status in statuses)
        for where, both in compared_days(compared.world).items()
    }
    assert all(not both[0]["pending"] for both in compared_days(compared.world).values())
    columns = [f"{status}{of}" for of in ("_to_date", "_to_date_previous_year") for status in statuses]
    rows = compared.rows(
        "select period_type, period_start, geography_type, geography_id, priority, "
        f"{', '.join(f'coalesce({column}, 0)' for column in columns)}, compliance_rate_to_date, "
        "compliance_rate_to_date_previous_year, compliance_rate_strict_to_date_previous_year "
        "from marts.response_compliance where breakdown = 'priority' and priority is not null"
    )
    found = {row[:5]: row[5:] for row in rows}
    # A slice without a response due says 0 in both readings.
    spoken = {where: counts for where, counts in expected.items() if any(counts)}
    assert differing(spoken, {where: row[:8] for where, row in found.items() if any(row[:8])}) == []
    for where, counts in spoken.items():
        timely, late, overdue, excepted = counts[4:]
        judged = timely + late + overdue
        rates = found[where][9:]
        assert rates[0] == (pytest.approx(timely / judged) if judged else None)
        assert rates[1] == (pytest.approx(timely / (judged + excepted)) if judged + excepted else None)


def test_every_rule_says_of_every_report_what_the_words_say(compared: Compared) -> None:
    expected = {(each.rule_id, each.referral_id): each[2:] for each in compared.verdicts}
    found = compared.rows("select rule_id, referral_id, county_fips, counted_on, verdict from marts.policy_verdicts")
    assert differing(expected, {row[:2]: row[2:] for row in found}) == []
    assert len(found) == len(expected)


def test_what_is_broken_is_an_exception_and_nothing_else_is(compared: Compared) -> None:
    law = compared.world.law
    expected = {
        (each.rule_id, each.referral_id): (each.county, each.counted_on, law.severity(each.rule_id))
        for each in compared.verdicts
        if each.verdict == "broken"
    }
    found = compared.rows(
        "select rule_id, referral_id, county_fips, occurred_on, severity from marts.policy_exceptions"
    )
    assert differing(expected, {row[:2]: row[2:] for row in found}) == []
    assert len(found) == len(expected)


def test_an_exception_says_what_was_found_and_asked_for_and_names_nobody(compared: Compared) -> None:
    said = compared.rows("select rule_id, observed, expected from marts.policy_exceptions")
    assert {rule for rule, _, _ in said} == set(RULES)
    # Only small letters: a name, a report's number or a court order's number would have a capital letter.
    plain = re.compile(r"-?[a-z0-9][a-z0-9_ ,.:-]*")
    texts = {(rule, text) for rule, *both in said for text in both}
    assert [each for each in texts if each[1] is None or not plain.fullmatch(each[1])] == []
    planted = {
        "reporter_first_name", "reporter_last_name", "reporter_phone", "search_exception", "court_order_number",
        "caller_number",
    }  # fmt: skip
    assert set(compared.identifying) == planted
    told = [
        (*each, column)
        for each in texts
        for column, values in compared.identifying.items()
        if any(re.search(rf"\b{re.escape(value.lower())}\b", each[1].lower()) for value in values)
    ]
    assert told == []


def test_exceptions_are_counted_as_the_words_say(compared: Compared) -> None:
    found = compared.rows(
        "select period_type, period_start, geography_type, geography_id, rule_id, "
        "in_scope, assessed, not_assessed, broken, rate from marts.policy_exception_counts where in_scope <> 0"
    )
    expected = counted(compared.world, compared.verdicts)
    assert differing(dict(expected), {Cell(*row[:5]): Count(*row[5:]) for row in found}) == []
    assert len(found) == len(expected)


def test_every_rule_has_a_count_in_every_period_and_geography(compared: Compared) -> None:
    world = compared.world
    places = {geography for county in world.law.districts for geography in geographies(world.law, county)}
    rows = compared.rows(
        "select period_type, period_start, period_end, is_complete, count(*), "
        "count(distinct (geography_type, geography_id, rule_id)) "
        "from marts.policy_exception_counts group by all order by all"
    )
    # In a period without a report in the state only the reports count that fall under a rule on one of its days.
    cells = Counter((cell.period_type, cell.period_start) for cell in counted(world, compared.verdicts))
    cells |= Counter(dict.fromkeys(periods(world), len(places) * len(RULES)))
    expected = []
    for (period_type, start), number in sorted(cells.items()):
        end = period_end(period_type, start)
        expected.append((period_type, start, end, world.as_of_on > end, number))
    assert [row[:5] for row in rows] == expected
    assert [row for row in rows if row[4] != row[5]] == []


def test_a_rule_that_nothing_falls_under_says_nothing_was_broken(compared: Compared) -> None:
    empty = compared.rows(
        "select distinct assessed, not_assessed, broken, rate from marts.policy_exception_counts where in_scope = 0"
    )
    assert empty == [(0, 0, 0, None)]
    told = compared.rows("select distinct rule_id, severity, rule_state from marts.policy_exception_counts")
    assert sorted(told) == sorted((rule, compared.world.law.severity(rule), "assessed") for rule in RULES)


def test_measures_come_to_what_the_words_say_in_every_period_and_county(compared: Compared) -> None:
    expected = measures(compared.world, compared.versions)
    names = sorted({name for each in expected.values() for name in each})
    rows = compared.rows(
        f"select period_type, period_start, if(geography_type = 'state', 'state', geography_id), {', '.join(names)} "
        "from marts.screening_measures where geography_type <> 'district'"
    )
    found = {row[:3]: dict(zip(names, row[3:], strict=True)) for row in rows}
    assert differing(_spoken(expected), _spoken(found)) == []


def test_every_measure_is_there_to_be_compared(compared: Compared) -> None:
    seen = {name for each in measures(compared.world, compared.versions).values() for name in each}
    hours = {f"{kind}_hours_{name}" for kind in ("reports_with", "median", "p90") for name in CLOCKS}
    wanted = hours | {f"{willing}_{outcome}" for willing in ("anonymous", "named") for outcome in OUTCOMES} | {
        "out_of_order_to_screening", "out_of_order_to_district", "out_of_order_from_county_office",
        "screened_out_referred_to_services", "screened_out_services_not_recorded",
        "screened_out_reporter_informed", "screened_out_informing_not_recorded",
        "reported_by_registered_sex_offender", "reporter_type_not_recorded",
        "possible_indian_child", "possible_indian_child_not_recorded", "named_without_contact",
        "calls_on_young_children", "young_children_screened_out", "young_children_not_recorded",
        "calls_on_children_with_disability", "children_with_disability_screened_out", "child_disability_not_recorded",
        "decision_changed_after_screening", "priority_changed_after_screening",
        "response_type_changed_after_screening", "changed_after_screening", "reports_screened",
        "screened_since_first_delivery", "changed_since_first_delivery",
        "unable_to_locate", "unable_to_locate_followed", "unable_to_locate_reported_again",
        "information_and_referral_to_services", "information_and_referral_services_not_recorded",
        "median_hours_to_first_attempt", "p90_hours_to_first_attempt", "reports_with_hours_to_first_attempt",
        "median_hours_to_first_contact", "p90_hours_to_first_contact", "reports_with_hours_to_first_contact",
        "investigations_completed", "assessments_completed", "completed_of_several_pending",
        *(f"{each}_days_of_{kind}" for each in ("median", "p90")
          for kind in ("investigations", "assessments", "several_pending")),
        *(f"level_{level}_reviews{part}" for level in (1, 2) for part in ("", "_decided", "_overturned")),
    }  # fmt: skip
    assert sorted(wanted - seen) == []


def test_days_without_a_report_are_those_that_have_ended(compared: Compared) -> None:
    found = compared.rows(
        "select period_type, period_start, days_ended, days_without_reports from marts.screening_measures "
        "where geography_type = 'state' and days_ended > 0"
    )
    assert differing(quiet_days(compared.world), {row[:2]: row[2:] for row in found}) == []


def _spoken(measured: dict[Any, dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """Leave out counts of 0, missing values and empty places, and round hours to some milliseconds."""
    spoken = {
        key: {
            name: round(value, 6)
            for name, value in each.items()
            if value is not None and (value or name.startswith(("median", "p90")))
        }
        for key, each in measured.items()
    }
    return {key: each for key, each in spoken.items() if each}
