"""Are the rules' unit tests sharp? Each comparison of each rule is flipped, one at a time, and a test must fail.

`python tests/dbt/rule_mutations.py` prints every mutant, and whether a unit test of its model noticed. dbt writes a
unit test as one query that holds the rows given, the model and the rows expected. Here the model's part of the query
is changed and the query is run again.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

# Models that judge for a rule: their comparisons count as the rule's.
CLOCKS = (
    "response_times", "screening_reviews", "preliminary_inquiries", "recordings", "int_contacts_before_screening",
    "int_allegation_screening_marks", "int_serious_allegations", "int_near_reports",
)  # fmt: skip
_FLIPPED = {
    "<=": ("<", ">"), "<": ("<=", ">="), ">=": (">", "<"), ">": (">=", "<="), "=": ("<>",), "<>": ("=",),
    " is not null": (" is null",), " is null": (" is not null",), " is not true": (" is true",),
    "upper_limit": ("upper_limit + 1",), "lower_limit": ("lower_limit - 1",),
    "initiation_days": ("initiation_days + 1",), "exception_days": ("exception_days + 1",),
    "set_date_min_days": ("set_date_min_days - 1",), "set_date_max_days": ("set_date_max_days + 1",),
}  # fmt: skip
_COMPARISON = re.compile(
    r"<=|>=|<>|(?<![<>=!])[<>=](?![<>=])| is not null| is null| is not true"
    r"|\b(?:upper_limit|lower_limit|initiation_days|exception_days|set_date_min_days|set_date_max_days)\b"
)
# The join on the dates in force belongs to a macro that has tests of its own, so it is no comparison of the rule.
_IN_FORCE = re.compile(r"on\s+rule\.rule_id = '.*?< rule\.effective_to", re.DOTALL)
_WORDS = re.compile(r"'[^']*'|--[^\n]*")


@dataclass(frozen=True)
class Mutant:
    """One flipped comparison of a model. `killed_by` is the unit test that noticed, or None."""

    model: str
    line: str
    change: str
    killed_by: str | None

    def __str__(self) -> str:
        return f"{self.killed_by or 'SURVIVED':60} {self.model}: {self.line}   [{self.change}]"


def mutants(target: Path) -> Iterator[Mutant]:
    """Yield every mutant of every rule whose unit tests dbt has run into the folder `target`."""
    queries: dict[str, dict[str, str]] = defaultdict(dict)
    for path in sorted((target / "run").rglob("*.yml/**/*.sql")):
        sql = path.read_text(encoding="utf-8")
        model = _model_of(path)
        if model:
            queries[model][path.stem] = sql
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'UTC'")
        for model, tests in sorted(queries.items()):
            yield from _mutants_of(con, model, tests)


def _model_of(path: Path) -> str | None:
    """Return the rule or clock that a unit test tests: dbt names the test's folder after the model's YAML."""
    model = next(each.stem for each in path.parents if each.suffix == ".yml")
    return model if model.startswith("rule_") or model in CLOCKS else None


def _mutants_of(con: duckdb.DuckDBPyConnection, model: str, tests: dict[str, str]) -> Iterator[Mutant]:
    bodies = {name: _body(sql) for name, sql in tests.items()}
    start, end = next(iter(bodies.values()))
    body = next(iter(tests.values()))[start:end]
    for at, old in _comparisons(body):
        for new in _FLIPPED[old]:
            changed = body[:at] + new + body[at + len(old) :]
            killed = next(
                (
                    name
                    for name, sql in tests.items()
                    if _fails(con, sql[: bodies[name][0]] + changed + sql[bodies[name][1] :])
                ),
                None,
            )
            line = " ".join(body[body.rfind("\n", 0, at) + 1 : body.find("\n", at)].split())
            yield Mutant(model, line, f"{old.strip()} -> {new.strip()}", killed)


def _comparisons(body: str) -> list[tuple[int, str]]:
    silent = [each.span() for pattern in (_IN_FORCE, _WORDS) for each in pattern.finditer(body)]
    return [
        (found.start(), found[0])
        for found in _COMPARISON.finditer(body)
        if not any(start <= found.start() < end for start, end in silent)
    ]


def _body(sql: str) -> tuple[int, int]:
    """Return where the model's own SQL begins and ends: after the rows given and before the rows expected."""
    end = sql.index(") _dbt_internal_unit_test_actual")
    fixtures = [each.start() for each in re.finditer(r"-- Fixture for ", sql[:end])]
    start = fixtures[-1] if fixtures else 0
    depth = 0
    for at in range(start, end):
        depth += {"(": 1, ")": -1}.get(sql[at], 0)
        if depth < 0:
            return at + 1, end
    raise ValueError("the unit test's query has another form than this script knows")


def _fails(con: duckdb.DuckDBPyConnection, sql: str) -> bool:
    try:
        rows = con.execute(sql).fetchall()
        names = [each[0] for each in con.description or []]
    except duckdb.Error:
        return True
    side = names.index("actual_or_expected")
    counted: Counter[tuple[object, ...]] = Counter()
    for row in rows:
        counted[row[:side] + row[side + 1 :]] += 1 if row[side] == "actual" else -1
    return any(counted.values())


def main() -> int:
    """Run the unit tests, then print every mutant. Returns 1 if one survived, else 0."""
    sys.path.insert(0, str(Path(__file__).parent))
    from conftest import Warehouse

    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse(Path(folder))
        warehouse.create()
        warehouse.start_build(None, None)
        warehouse.dbt("build", "--empty", "--resource-type", "seed", "--resource-type", "model")
        warehouse.dbt("test", "--select", "test_type:unit")
        found = list(mutants(warehouse.target))
    for each in found:
        print(each)
    survived = sum(each.killed_by is None for each in found)
    print(f"{len(found)} mutants of {len({each.model for each in found})} models, {survived} survived")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
