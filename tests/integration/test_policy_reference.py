"""The rules in SQL against a second reading of the policy's words, on extracts made to lie on every edge.

`policy_reference` was written from the words alone. Where they leave room its reading is the SQL's: a row that is there
is judged also outside of its extract's days, only what is not there is unknown; what was disclosed is judged by the law
of the day of its recording; before a rule began, a review or an inquiry that is not finished is in its scope and a
response that was not initiated is not; of several rows a kept one is chosen as a broken one is.
"""

from __future__ import annotations

import os
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
from policy_reference.extracts import EXTRACTED, Maker, fill, write

from ingest.contract import load_contracts

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds" / "policy" / "oklahoma"
SEED, REPORTS = 11, 6_000


@dataclass(frozen=True)
class Compared:
    """The reference's world and verdicts, and the file that the program published."""

    world: World
    verdicts: list[Verdict]
    published: Path

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """The answer of the published file to a question."""
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
    extracts = fill(Maker(SEED, REPORTS).make(), columns)
    (root / "in").mkdir()
    write(extracts, root / "in")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
    done = subprocess.run(
        [sys.executable, "-c", "from hotline.cli import main; main()", "run", str(root / "in")],
        env={**kept, "PYTHONPATH": str(ROOT), "HOTLINE_HOME": str(root / "home"), "HOTLINE_MEMORY_LIMIT": "2GB"},
        capture_output=True, text=True, check=False, timeout=600, cwd=root,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    world = World(extracts, EXTRACTED, "America/Chicago", Law(SEEDS))
    return Compared(world, list(verdicts(world)), root / "home" / "published" / "analysts.duckdb")


def differing(expected: dict[Any, Any], found: dict[Any, Any]) -> list[tuple[Any, Any, Any]]:
    """What is said differently: key, expected, found; a few are enough to read."""
    keys = [key for key in expected.keys() | found.keys() if expected.get(key) != found.get(key)]
    return [(key, expected.get(key), found.get(key)) for key in sorted(keys)[:20]]


def test_the_extracts_have_every_verdict_of_every_rule(compared: Compared) -> None:
    seen = Counter((each.rule_id, each.verdict) for each in compared.verdicts)
    listed = {row["rule_id"] for row in compared.world.law.rules}
    assert listed == set(RULES)
    # In force at all times, and of nothing that may be missing once a report is in their scope.
    always = {"priority_1_late", "priority_2_late", "response_time_out_of_range", "recording_missing"}
    always |= {"recording_purged_early"}
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


def test_response_clocks_run_as_the_words_say(compared: Compared) -> None:
    world = compared.world
    expected = {key: world.clock(row) for key, row in world.reports.items() if row["assigned"]}
    found = compared.rows("select referral_id, response_status, due_on from marts.response_times")
    assert {status for status, _ in expected.values()} == {
        "timely", "late", "overdue", "pending", "excepted", "not_evaluable",
    }  # fmt: skip
    assert differing(expected, {row[0]: row[1:] for row in found}) == []


def test_every_rule_says_of_every_report_what_the_words_say(compared: Compared) -> None:
    expected = {(each.rule_id, each.referral_id): each[2:] for each in compared.verdicts}
    found = compared.rows("select rule_id, referral_id, county_fips, counted_on, verdict from marts.policy_verdicts")
    assert differing(expected, {row[:2]: row[2:] for row in found}) == []
    assert len(found) == len(expected)


def test_what_is_broken_is_an_exception_and_nothing_else_is(compared: Compared) -> None:
    expected = {
        (each.rule_id, each.referral_id): (each.county, each.counted_on)
        for each in compared.verdicts
        if each.verdict == "broken"
    }
    found = compared.rows("select rule_id, referral_id, county_fips, occurred_on from marts.policy_exceptions")
    assert differing(expected, {row[:2]: row[2:] for row in found}) == []
    assert len(found) == len(expected)
