"""Nothing in the oversight office's file tells what kind of person made a report.

Two ways to find out are tried on the demonstration. The first exchanges all reporters and courts in the landing file
and builds again: the office's file must stay as it is, to the last row. The second looks for anything in the file, a
value or the lack of a row, that picks out reports of mostly one kind: what rightly has to do with the reporter may
shift the shares a little, and nothing may decide.
"""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from ingest.synthetic import generate

ROOT = Path(__file__).resolve().parents[3]
SEEDS = ROOT / "seeds" / "policy" / "oklahoma"
# Every reporter becomes another, and what says that a court reported says the opposite.
EXCHANGE = """
    update raw.referrals set
        reporter_type = case reporter_type
            when 'parent' then 'education' when 'alleged_victim' then 'court' when 'court' then 'alleged_perpetrator'
            when 'education' then 'alleged_victim' when 'medical' then 'parent' else 'medical' end,
        judicial_report = not coalesce(judicial_report, false),
        court_permits_screen_out = case when court_permits_screen_out then null else true end
"""
# Kinds that the policy treats apart, and all that report by profession. Each kind is also looked at alone.
GROUPS = {
    "family": ("alleged_victim", "parent", "alleged_perpetrator"),
    "court": ("court",),
    "professional": (
        "social_services", "medical", "mental_health", "law_enforcement", "education", "child_care", "foster_care",
        "court",
    ),
}  # fmt: skip
# Fewer reports than these say nothing.
FEWEST = 15
# How far the share of a kind may lie from its share in the same stratum: a few of a hundred for what reporters rightly
# have to do with, and five standard errors for chance, which thousands of questions would otherwise find somewhere.
FARTHEST = 0.15
STANDARD_ERRORS = 5
# A column with more values is a key, an instant or a measurement: only whether there is a value is looked at.
MOST_VALUES = 40

pytestmark = pytest.mark.long


def hotline(home: Path, *arguments: object) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hotline.cli", *map(str, arguments)],
        cwd=ROOT, env={**os.environ, "HOTLINE_HOME": str(home)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 3), done.stderr


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory, already_read: Callable[[Path], None]) -> dict[str, Path]:
    """A home as it is, and one in which other people made the same reports."""
    folder = tmp_path_factory.mktemp("who")
    homes = {"as_it_is": folder / "as_it_is", "exchanged": folder / "exchanged"}
    homes["as_it_is"].mkdir(mode=0o700)
    already_read(homes["as_it_is"])
    generate(folder / "extracts", referrals=4_000, jurisdiction_seeds=SEEDS)
    hotline(homes["as_it_is"], "ingest", folder / "extracts")
    shutil.copytree(homes["as_it_is"], homes["exchanged"])
    with duckdb.connect(str(homes["exchanged"] / "landing.duckdb")) as con:
        con.execute(EXCHANGE)
    for home in homes.values():
        hotline(home, "build")
        hotline(home, "publish")
    return homes


def opened(home: Path, audience: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str((home / "published" / f"{audience}.duckdb").resolve()), read_only=True)


def tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Every table but those of operations, which are the history of the home."""
    return [
        name
        for (name,) in con.execute(
            "select schema_name || '.' || table_name from duckdb_tables() where schema_name <> 'operations' order by 1"
        ).fetchall()
    ]


def different(homes: dict[str, Path], audience: str) -> list[str]:
    """The tables that differ between the two homes."""
    with opened(homes["as_it_is"], audience) as one, opened(homes["exchanged"], audience) as other:
        assert tables(one) == tables(other)
        return [
            name
            for name in tables(one)
            if Counter(one.execute(f"from {name}").fetchall()) != Counter(other.execute(f"from {name}").fetchall())
        ]


def test_the_offices_file_is_the_same_whoever_reported(homes: dict[str, Path]) -> None:
    assert different(homes, "oca") == []


def test_the_analysts_file_shows_that_others_reported(homes: dict[str, Path]) -> None:
    """Otherwise the test above would hold for any file."""
    assert {"marts.referrals", "marts.policy_verdicts", "marts.policy_exception_counts"} <= set(
        different(homes, "analysts")
    )


def test_the_rules_that_tell_are_those_whose_verdicts_change(homes: dict[str, Path]) -> None:
    """A rule that depends on the reporter by whatever way is left out of the office's file, and no other rule is."""
    asked = "select rule_id::varchar, referral_id, verdict::varchar, observed, expected from marts.policy_verdicts"
    with opened(homes["as_it_is"], "analysts") as one, opened(homes["exchanged"], "analysts") as other:
        verdicts = [set(con.execute(asked).fetchall()) for con in (one, other)]
        rules = set(one.execute("select distinct rule_id from reference.policy_rules").fetchall())
    with opened(homes["as_it_is"], "oca") as oca:
        held = set(oca.execute("select distinct rule_id from reference.policy_rules").fetchall())
    assert {rule for rule, *_ in verdicts[0] ^ verdicts[1]} == {rule for (rule,) in rules - held}


def test_nothing_in_the_offices_file_picks_out_a_kind_of_reporter(homes: dict[str, Path]) -> None:
    with opened(homes["as_it_is"], "analysts") as analysts:
        kinds = dict(analysts.execute("select referral_id, reporter_type from marts.referrals").fetchall())
    with opened(homes["as_it_is"], "oca") as oca:
        strata = {
            name: reports_where(oca, where)
            for name, where in (
                ("all reports", "true"),
                ("screened reports", "screened_at is not null"),
                ("screened reports without an inquiry", "screened_at is not null and referral_id not in "
                 "(select referral_id from marts.preliminary_inquiries)"),
                ("reports that are not assigned", "screening_outcome in ('screened_out', 'information_and_referral')"),
            )
        }  # fmt: skip
        assert len(strata["screened reports"]) > 500
        groups = GROUPS | {kind: (kind,) for kind in kinds.values() if kind}
        found = [
            (stratum, feature, group, round(share, 2), round(usual, 2), size)
            for feature, reports in features(oca)
            for stratum, members in strata.items()
            for picked in (reports & members,)
            if len(picked) >= FEWEST
            for group, codes in groups.items()
            for size in (len(picked),)
            for share, usual in ((share_of(picked, kinds, codes), share_of(members, kinds, codes)),)
            if tells(share, usual, size)
        ]
    assert found == []


def tells(share: float, usual: float, size: int) -> bool:
    return abs(share - usual) > max(FARTHEST, STANDARD_ERRORS * math.sqrt(usual * (1 - usual) / size))


def reports_where(oca: duckdb.DuckDBPyConnection, where: str) -> set[str]:
    return {report for (report,) in oca.execute(f"select referral_id from marts.referrals where {where}").fetchall()}


def share_of(reports: set[str], kinds: dict[str, str | None], codes: tuple[str, ...]) -> float:
    return sum(kinds[report] in codes for report in reports) / len(reports)


def features(oca: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, set[str]]]:
    """Every set of reports that the office can pick out by one question, with the question.

    Of each table with reports: those with a row, those without, and those with a value, or with any, in a column. Of
    tables of rules the same for each rule.
    """
    everything = reports_where(oca, "true")
    for schema, table in oca.execute(
        "select schema_name, table_name from duckdb_columns() where column_name = 'referral_id' order by all"
    ).fetchall():
        name = f"{schema}.{table}"
        columns = [column for (column,) in oca.execute(f"select column_name from (describe {name})").fetchall()]
        by_rule = "rule_id" in columns
        for rule, where in rules_of(oca, name) if by_rule else [("", "true")]:
            with_row = {
                report for (report,) in oca.execute(f"select referral_id from {name} where {where}").fetchall()
            } & everything
            yield f"a row in {name} {rule}", with_row
            yield f"no row in {name} {rule}", everything - with_row
            for column in columns:
                for value, reports in values_of(oca, name, column, where).items():
                    yield f"{name}.{column} {rule} is {value}", reports & everything


def rules_of(oca: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    found = oca.execute(f"select distinct rule_id::varchar from {table} where rule_id is not null").fetchall()
    return [(f"for {rule}", f"rule_id = '{rule}'") for (rule,) in sorted(found)]


def values_of(oca: duckdb.DuckDBPyConnection, table: str, column: str, where: str) -> dict[str, set[str]]:
    """The reports by their value in a column; by whether they have one, where there are many values."""
    few = f"(select count(distinct {column}) from {table}) <= {MOST_VALUES}"
    shown = f"case when {column} is null then 'missing' when {few} then {column}::varchar else 'given' end"
    found: dict[str, set[str]] = defaultdict(set)
    for value, report in oca.execute(f"select {shown}, referral_id from {table} where {where}").fetchall():
        found[value].add(report)
    return found
