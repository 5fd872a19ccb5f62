"""A dbt that the installed program started ends with the killed command, so the next one finds nothing open."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

EXTRACT = """referral_id,received_at,updated_at
R1,2024-11-01T10:00:00,2024-11-10T10:00:00
R2,2024-11-01T10:00:00,2024-11-10T10:00:00
"""


def test_dbt_does_not_outlive_the_command_that_started_it(tmp_path: Path, already_read: Callable[[Path], None]) -> None:
    home, extracts = tmp_path / "home", tmp_path / "in"
    already_read(home)
    extracts.mkdir()
    (extracts / "referrals_2024-11-10.csv").write_text(EXTRACT)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
    hotline = [str(Path(sys.executable).with_name("hotline")), "run", str(extracts)]
    environment = {**inherited, "HOTLINE_HOME": str(home), "HOTLINE_MEMORY_LIMIT": "1GB"}
    with subprocess.Popen(hotline, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as first:
        until = time.monotonic() + 120
        while not list((home / "build").glob("warehouse.duckdb*")) and time.monotonic() < until:
            time.sleep(0.1)
        time.sleep(4)  # dbt is now starting
        first.kill()
    done = subprocess.run(hotline, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert (home / "published" / "analysts.duckdb").exists()
