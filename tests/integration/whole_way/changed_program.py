"""A copy of the program with every worked example of docs/how-to/ applied to it, and a home for it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb

from docs.worked_examples import apply_steps, pages, read_steps

ROOT = Path(__file__).parents[3]
STATE = "heron"
NOT_COPIED = shutil.ignore_patterns(".*_cache", ".git", ".venv", "__pycache__", "*.egg-info", "build", "images", "var")


class ChangedProgram:
    """The copy in `folder`/program; what it runs has its home in `folder`/home."""

    def __init__(self, folder: Path) -> None:
        self.program, self.home = folder / "program", folder / "home"
        shutil.copytree(ROOT, self.program, ignore=NOT_COPIED)
        for page in pages():
            apply_steps(read_steps(page), self.program)

    def python(self, *words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run Python in the copy, with the copy's own packages."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("HOTLINE_", "DBT_", "PYTEST"))
        }
        return subprocess.run(
            [sys.executable, *map(str, words)],
            env={
                **kept, "PYTHONPATH": str(self.program), "PYTHONDONTWRITEBYTECODE": "1",
                "HOTLINE_HOME": str(self.home), "HOTLINE_MEMORY_LIMIT": "2GB", **environment,
            },
            capture_output=True, text=True, check=False, timeout=600, cwd=self.program,
        )  # fmt: skip

    def hotline(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command of the copy for the state that the examples add."""
        return self.python("-c", "from hotline.cli import main; main()", *arguments, HOTLINE_JURISDICTION=STATE)

    def unit_tests(self, model: str) -> list[dict[str, Any]]:
        """Run the unit tests of a model on the tables of the last build; returns their results as dbt tells them."""
        [build] = (self.home / "build").glob("*.duckdb")
        warehouse, target = self.home / "temp" / "warehouse.duckdb", self.home / "dbt" / "target"
        shutil.copy(build, warehouse)
        dbt = [self.program / "hotline" / "building" / "dbt_anywhere.py", "test"]
        folders = ["--project-dir", self.program, "--profiles-dir", self.program]
        done = self.python(
            "-P", *dbt, "--select", f"{model},test_type:unit", *folders,
            HOTLINE_BUILD_PATH=str(warehouse), HOTLINE_LANDING_PATH=str(self.home / "landing.duckdb"),
            HOTLINE_JURISDICTION=STATE, HOTLINE_TEMP=str(self.home / "temp"), DBT_TARGET_PATH=str(target),
            DBT_LOG_PATH=str(self.home / "logs"), DBT_SEND_ANONYMOUS_USAGE_STATS="false",
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        results: list[dict[str, Any]] = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
        return results

    def pytest(self, *tests: str) -> subprocess.CompletedProcess[str]:
        """Run tests of the copy."""
        return self.python("-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)

    def answer(self, question: str, audience: str = "analysts") -> list[tuple[Any, ...]]:
        """The answer of an audience's published file to a question."""
        with duckdb.connect(str(self.home / "published" / f"{audience}.duckdb"), read_only=True) as connection:
            return connection.execute(question).fetchall()

    def columns(self, table: str, audience: str) -> list[str]:
        """The columns of a table in an audience's published file."""
        return [row[0] for row in self.answer(f"describe {table}", audience)]
