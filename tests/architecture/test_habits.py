"""No model and no module holds a clock, a state or an engine's name."""

from __future__ import annotations

import ast
import csv
import io
import re
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SQL = sorted(path for room in ("models", "macros", "tests/dbt") for path in (ROOT / room).rglob("*.sql"))
YAML = sorted(
    [ROOT / "dbt_project.yml", *(path for room in ("models", "seeds") for path in (ROOT / room).rglob("*.yml"))]
)
PYTHON = sorted(
    path for room in ("ingest", "expectations", "serving", "dashboards", "hotline", "benchmarks")
    for path in (ROOT / room).rglob("*.py")
)  # fmt: skip

# A test may name the state that it tests.
OF_TESTS = ("dbt", "data", "generic")

CLOCK = re.compile(
    r"\bcurrent_(date|timestamp|time)\b|\bnow\s*\(|\btoday\s*\(|\blocaltime|\bgetdate\s*\(|\bget_current_timestamp\b"
    r"|run_started_at|modules\.datetime|dbt\.current_timestamp",
    re.IGNORECASE,
)
ENGINE = re.compile(r"\btarget\.(type|name)\b|\badapter\.type\s*\(")
# The expressions that dbt fills in, and names of the connection in them. dbt's partial parse must hold wherever the
# files lie (see dbt_anywhere.py).
TEMPLATE = re.compile(r"{[{%].*?[%}]}", re.DOTALL)
CONNECTION = re.compile(r"\btarget\b(?!\.schema\b)|\bcredentials\b")
DATEDIFF_DEADLINE = re.compile(r"date_?diff\s*\([^)]*\)\s*(<=?|>=?)", re.IGNORECASE)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def without_comments(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".sql":
        text = re.sub(r"{#.*?#}", "", text, flags=re.DOTALL)
        return re.sub(r"--[^\n]*", "", text)
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return "\n".join(token.string for token in tokens if token.type != tokenize.COMMENT)


@pytest.mark.parametrize("path", SQL, ids=name)
def test_no_model_reads_the_clock(path: Path) -> None:
    assert CLOCK.search(without_comments(path)) is None


@pytest.mark.parametrize("path", SQL, ids=name)
def test_no_model_asks_which_engine_it_is_on(path: Path) -> None:
    assert ENGINE.search(without_comments(path)) is None


@pytest.mark.parametrize("path", [*SQL, *YAML], ids=name)
def test_no_model_asks_where_the_files_lie(path: Path) -> None:
    text = path.read_text(encoding="utf-8") if path in YAML else without_comments(path)
    assert [each for each in TEMPLATE.findall(text) if CONNECTION.search(each)] == []


@pytest.mark.parametrize("path", SQL, ids=name)
def test_no_deadline_is_judged_with_datediff(path: Path) -> None:
    assert DATEDIFF_DEADLINE.search(without_comments(path)) is None


@pytest.mark.parametrize("path", [*(path for path in SQL if path.parts[-2] not in OF_TESTS), *PYTHON], ids=name)
def test_no_state_stands_in_sql_or_python(path: Path) -> None:
    text = without_comments(path)
    for folder in (ROOT / "seeds/policy").iterdir():
        with (folder / "jurisdiction.csv").open(encoding="utf-8", newline="") as handle:
            state = next(csv.DictReader(handle))
        words = (state["jurisdiction_name"], state["time_zone"], folder.name)
        assert [word for word in words if re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)] == []
        assert re.search(rf"['\"]{state['jurisdiction_id']}['\"]", text) is None
        # A county's code, and the prefix of one on its own as text.
        assert re.search(rf"\b{state['state_fips']}\d{{3}}\b|['\"]{state['state_fips']}['\"]", text) is None


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_python_takes_the_time_with_its_zone(path: Path) -> None:
    """`datetime.now()` without a zone is in the machine's zone; with a zone it is the same everywhere."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    naive = [
        node.lineno
        for node in calls
        if isinstance(node.func, ast.Attribute)
        and (
            (node.func.attr in ("utcnow", "today")) or (node.func.attr == "now" and not node.args and not node.keywords)
        )
    ]
    assert naive == []


@pytest.mark.parametrize("path", [*SQL, *PYTHON], ids=name)
def test_files_are_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 350


def test_there_is_something_to_look_at() -> None:
    assert SQL
    assert YAML
    assert PYTHON
