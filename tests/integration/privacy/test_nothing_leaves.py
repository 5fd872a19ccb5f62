"""Every command, watched by this machine's kernel: none of them, and no process that they start, turns to another."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from watched import run_watched

HOTLINE = str(Path(sys.executable).with_name("hotline"))
# What an operator's shell may hold: the program must not follow it.
ASKED_TO_REPORT = {
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "true",
    "GX_ANALYTICS_ENABLED": "true",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "true",
}
PARTS = ("hotline demo", "expectations.worker", "hotline.building.dbt_build", "dbt_anywhere.py")


@pytest.mark.long
def test_no_command_turns_to_another_machine(tmp_path: Path) -> None:
    environment = {**os.environ, **ASKED_TO_REPORT, "HOTLINE_HOME": str(tmp_path / "home")}
    seen: list[str] = []
    demo = tmp_path / "home" / "demo"
    for number, words in enumerate(
        (
            ("demo", "--referrals", "300", "--no-serve"),
            ("check", str(demo)),
            ("status",),
            ("sql", "select count(*) from marts.statutory_counts"),
            ("explain",),
            ("report", "--fiscal-year", "2026", "--file", "--to", str(tmp_path / "report")),
            ("template", str(tmp_path / "templates")),
            ("backup", str(tmp_path / "backup.tar")),
        )
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        found = run_watched([HOTLINE, *words], folder, environment)
        assert found.code in (0, 3), found.said
        assert found.turned_to == ()
        seen += found.processes
    for part in PARTS:
        assert any(part in process for process in seen), f"{part} was not watched"
