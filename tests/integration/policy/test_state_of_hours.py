"""Another state's limits in hours, months and years are followed, and what it publishes speaks of its own law."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

import pytest
from other_state import SHIPPED, OtherState
from state_of_hours import CLOCKS, EXTRACTS, INQUIRIES, NAMES, RECORDINGS, REVIEWS, give_it_hours

pytestmark = pytest.mark.long

AUDIENCES = ("administrators", "analysts", "oca")
# What names the shipped state, its law, its systems and the office whose page was read.
FOREIGN = re.compile(
    r"Oklahoma|America/Chicago|\bOKDHS\b|\bOAC\b|O\.S\.|\bITS\b|\bR\([a-z]\)|\bR, |04KI|\bKIDS\b|\bKK\b|\bIMS\b"
    r"|Missouri|Children's Division|\bOCA FAQ|Office of Child Advocate"
)


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> OtherState:
    made = OtherState(tmp_path_factory.mktemp("state_of_hours"))
    give_it_hours(made)
    for extract, rows in EXTRACTS.items():
        made.deliver(f"{extract}_2026-06-20.csv", rows)
    done = made.hotline("run", made.extracts)
    assert done.returncode == 0, done.stdout + done.stderr
    return made


def told(state: OtherState, table: str, key: str, column: str) -> dict[str, str]:
    return dict(state.published(f"select {key}, {column} from marts.{table}"))


def test_every_response_clock_ends_as_its_unit_and_start_say(state: OtherState) -> None:
    rows = state.published(
        "select referral_id, response_status, cast(timezone('Pacific/Auckland', due_at) as varchar), "
        "cast(due_on as varchar) from marts.response_times"
    )
    found = {number: rest for number, *rest in rows}
    expected = {str(row["referral_id"]): list(rest) for row, *rest in CLOCKS}
    assert {number: found[number] for number in expected} == expected


def test_the_rule_says_by_when(state: OtherState) -> None:
    said = state.published(
        "select observed, expected from marts.policy_exceptions "
        "where rule_id = 'priority_1_late' and referral_id = 'back:25'"
    )
    assert said == [("initiated at 2026-04-05 19:00:01", "initiated by 2026-04-05 19:00:00")]


def test_reviews_inquiries_and_recordings_have_their_units(state: OtherState) -> None:
    assert told(state, "screening_reviews", "review_id", "review_status") == {
        row["review_id"]: status for row, status in REVIEWS
    }
    assert told(state, "preliminary_inquiries", "inquiry_id", "inquiry_status") == {
        row["inquiry_id"]: status for row, status in INQUIRIES
    }
    assert told(state, "recordings", "recording_id", "recording_status") == {
        row["recording_id"]: status for row, status in RECORDINGS
    }


def test_a_rules_own_limit_has_its_unit(state: OtherState) -> None:
    assert dict(
        state.published(
            "select referral_id, verdict from marts.policy_verdicts where rule_id = 'county_office_not_immediate'"
        )
    ) == {"office:next-day": "kept", "office:two-days": "broken"}


def test_a_window_of_days_is_one_of_days(state: OtherState) -> None:
    windows = state.published(
        "select window_id, window_length, window_unit, window_months, cast(window_ends_on as varchar), is_re_reported "
        "from oversight.re_reports order by 1 desc",
        "oca",
    )
    assert windows == [
        ("within_6_months", 90, "days", None, "2026-06-15", True),
        ("within_12_months", 1, "years", 12, "2027-03-17", True),
    ]


def test_the_limits_are_told_in_their_units(state: OtherState) -> None:
    shown = state.hotline("explain", "priority_1_late", "--audience", "administrators").stdout
    assert re.search(r"initiation_days:[^*]*\b24 hours", shown)
    report = state.hotline("explain", "--referral", "hour:25", "--audience", "analysts").stdout
    assert re.search(r"initiation_days +24 hours +received_at", report)
    assert re.search(r"due_at +2026-05-12 09:00:00 NZST", report)


def texts(state: OtherState, audience: str) -> Iterator[tuple[str, str]]:
    """Yield every comment and every text value of an audience's file, each with its place."""
    with state.open(audience) as file:
        for schema, table, comment in file.execute(
            "select schema_name, table_name, comment from duckdb_tables() where not internal"
        ).fetchall():
            yield f"comment on {schema}.{table}", comment
        columns = file.execute(
            "select schema_name, table_name, column_name, comment, data_type from duckdb_columns() where not internal"
        ).fetchall()
        for schema, table, column, comment, kind in columns:
            place = f"{schema}.{table}.{column}"
            yield f"comment on {place}", comment
            if kind == "VARCHAR" or kind.startswith("ENUM"):
                for (value,) in file.execute(f'select distinct "{column}" from {schema}."{table}"').fetchall():
                    if value is not None:
                        yield place, value


@pytest.mark.parametrize("audience", AUDIENCES)
def test_nothing_that_it_publishes_names_the_shipped_states_law(state: OtherState, audience: str) -> None:
    found = [(place, text) for place, text in texts(state, audience) if FOREIGN.search(text)]
    assert found == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_comment_cites_its_own_law_and_names_its_own_system(state: OtherState, audience: str) -> None:
    comments = {place: text for place, text in texts(state, audience) if place.startswith("comment on")}
    own = re.compile(r"\((Rule|Book|Law|Ward)\b")
    ours = {place for place in comments if place.startswith("comment on operations.publications.")}
    assert [place for place in comments.keys() - ours if not own.search(comments[place])] == []
    assert not [text for text in comments.values() if "{" in text]
    assert NAMES["case_system"] in " ".join(comments.values()) or audience == "administrators"


def test_a_comment_cites_what_the_states_provisions_say_of_it(state: OtherState) -> None:
    with state.open("analysts") as file:
        [[comment]] = file.execute(
            "select comment from duckdb_columns() where table_name = 'referrals' and column_name = 'received_via'"
        ).fetchall()
    assert comment.endswith("(Rule (a)).")


def test_the_shipped_seeds_do_name_it() -> None:
    """The pattern finds what it is to find."""
    named = {}
    for path in SHIPPED.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as handle:
            named[path.stem] = any(FOREIGN.search(value) for row in csv.DictReader(handle) for value in row.values())
    assert {each for each in named if named[each]} >= {"names", "provisions", "policy_rules", "metric_citations"}
