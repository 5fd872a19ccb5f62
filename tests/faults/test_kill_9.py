"""After kill -9 at any point, the last publication is still served, and the next run gives the same figures."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest

pytestmark = pytest.mark.long

KILLED = Path(__file__).with_name("killed_command.py")
HEADER = "referral_id,received_at,updated_at\n"
AUDIENCES = ("administrators", "analysts", "oca")

# (function, number of the call): killed before the call, or after it if there is a plus sign.
POINTS = [
    ("ingest.land:_read", 1),
    ("ingest.storing.ledger:_write", 1),
    ("ingest.storing.ledger:_write", 2),
    ("ingest.storing.ledger:land+", 1),
    ("ingest.land:_decide+", 1),
    ("hotline.commands.run:build_from_landing", 1),
    ("hotline.building.build_file:_begin+", 1),
    ("hotline.building.build_file:run_dbt+", 1),
    ("hotline.building.build_file:rename_database", 1),
    ("hotline.building.build_file:rename_database+", 1),
    ("hotline.building.build_file:list_build+", 1),
    ("hotline.building.build_file:prune_builds", 1),
    ("hotline.publishing.publish_build:record_verdict+", 1),
    ("hotline.publishing.history:_keep+", 1),
    ("hotline.publishing.history:_keep+", 2),
    ("hotline.publishing.publish_build:record_build+", 1),
    ("hotline.publishing.publish_build:copy_objects+", 2),
    ("hotline.publishing.publish_build:complete_copy+", 2),
    ("hotline.publishing.publish_build:put_beside+", 1),
    ("hotline.publishing.swap:rename_database", 3),
    ("hotline.publishing.publish_build:make_current", 1),
    ("hotline.publishing.swap:point", 1),
    ("hotline.publishing.swap:point+", 1),
    ("hotline.publishing.publish_build:make_current+", 1),
    ("hotline.publishing.publish_build:make_current+", 2),
    ("hotline.publishing.publish_build:make_current+", 3),
    ("hotline.publishing.publish_build:record_publications", 1),
    ("hotline.publishing.publish_build:prune_publications", 1),
    ("hotline.commands.session:keep_views", 1),
]


@dataclass(frozen=True)
class Ended:
    """How a command ended. `returncode` is negative if a signal killed it."""

    returncode: int
    stdout: str
    stderr: str


@cache
def _runner() -> subprocess.Popen[str]:
    """Start the process that runs the commands. It ends with the tests, when its stdin closes."""
    return subprocess.Popen([sys.executable, str(KILLED)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def command(home: Path, *arguments: str | Path, point: str = "-", times: int = 0) -> Ended:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
    runner = _runner()
    assert runner.stdin
    assert runner.stdout
    with TemporaryDirectory() as folder:
        output, errors = Path(folder) / "output", Path(folder) / "errors"
        asked = {
            "point": point, "times": times, "arguments": list(map(str, arguments)),
            "environment": {
                **inherited, "HOTLINE_HOME": str(home), "HOTLINE_MEMORY_LIMIT": "1GB", "HOTLINE_THREADS": "1",
            },
            "output": str(output), "errors": str(errors),
        }  # fmt: skip
        print(json.dumps(asked), file=runner.stdin, flush=True)
        return Ended(int(runner.stdout.readline()), output.read_text(), errors.read_text())


def calls(home: Path, audience: str) -> int:
    with duckdb.connect(str((home / "published" / f"{audience}.duckdb").resolve()), read_only=True) as con:
        return int(con.execute("select calls_received from marts.calls").fetchall()[0][0])


def deliver(folder: Path, day: int, keys: tuple[str, ...]) -> None:
    folder.mkdir(exist_ok=True)
    rows = "".join(f"{key},2026-11-01T10:00:00,2026-11-{day:02}T10:00:00\n" for key in keys)
    (folder / f"referrals_2026-11-{day:02}.csv").write_text(HEADER + rows)


def recorded(home: Path) -> list[tuple[int, list[int]]]:
    """Return how many reports the ledger has as new since the first publication, and how many each publication had."""
    with duckdb.connect(str(home / "landing.duckdb"), read_only=True) as con:
        return con.execute(
            "select count(*) filter (where from_sequence = 2), (select list(reports order by sequence) from ("
            "  select builds.sequence, count(*) as reports from ledger.recorded_builds as builds "
            "  join ledger.recorded_reports as reports on reports.from_sequence <= builds.sequence group by 1)) "
            "from ledger.recorded_reports where until_sequence is null"
        ).fetchall()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a home that has published once and with its extracts. Each test begins with a copy of it."""
    folder = tmp_path_factory.mktemp("served")
    deliver(folder / "in", 10, ("R1", "R2"))
    assert command(folder / "home", "run", folder / "in").returncode == 0
    return folder


@pytest.mark.parametrize(("point", "times"), POINTS)
def test_the_last_publication_serves_and_the_next_run_converges(
    served: Path, tmp_path: Path, point: str, times: int
) -> None:
    home, extracts = tmp_path / "home", tmp_path / "in"
    shutil.copytree(served, tmp_path, symlinks=True, dirs_exist_ok=True)
    deliver(extracts, 11, ("R3",))
    deliver(extracts, 12, ("R4", "R5"))

    killed = command(home, "run", extracts, point=point, times=times)
    assert killed.returncode == -signal.SIGKILL, killed.stderr

    # Each audience reads all of the old publication or all of the new one.
    assert {calls(home, audience) for audience in AUDIENCES} <= {2, 5}
    assert command(home, "status").returncode == 0

    again = command(home, "run", extracts, "--json")
    assert again.returncode == 0, again.stderr
    assert [calls(home, audience) for audience in AUDIENCES] == [5, 5, 5]
    status: dict[str, Any] = json.loads(command(home, "status", "--json").stdout)
    assert status["ledger_adds_up"] is True
    assert status["writer"] is None
    ids = {name: published["publication_id"] for name, published in status["publications"].items()}
    assert ids == {name: json.loads(again.stdout)["publish"]["publications"][name] for name in ids}
    for audience in AUDIENCES:
        link = home / "published" / f"{audience}.duckdb"
        manifest = json.loads((home / "published" / audience / "manifest.json").read_text())
        assert link.resolve().stem == manifest["publication_id"]
        with duckdb.connect(str(home / "landing.duckdb"), read_only=True) as con:
            lines = con.execute(
                "select count(*) from ledger.publications where publication_id = ? and audience = ?",
                [manifest["publication_id"], audience],
            ).fetchall()
        assert lines == [(1,)]
    assert command(home, "run", extracts, "--json").stdout.count('"nothing_new"') == 1
    assert recorded(home) == [(3, [2, 5])]
    left = [path.name for path in home.rglob("*") if ".tmp" in path.name or path.name.endswith(".wal")]
    assert left == []
    assert not (home / "build" / "warehouse.duckdb").exists()


def test_a_killed_restore_is_finished_by_the_next(tmp_path: Path) -> None:
    home, second, extracts = tmp_path / "home", tmp_path / "second", tmp_path / "in"
    deliver(extracts, 10, ("R1", "R2"))
    command(home, "run", extracts)
    assert command(home, "backup", tmp_path / "copy.tar").returncode == 0
    killed = command(second, "restore", tmp_path / "copy.tar", point="hotline.commands.restore:point", times=2)
    assert killed.returncode == -signal.SIGKILL
    refused = command(second, "run", extracts)
    assert refused.returncode == 1
    assert "run 'hotline restore' with the same file again" in refused.stderr
    assert command(second, "restore", tmp_path / "copy.tar").returncode == 0
    assert calls(second, "analysts") == 2


def test_a_killed_backup_leaves_no_file_that_looks_like_one(tmp_path: Path) -> None:
    home, extracts = tmp_path / "home", tmp_path / "in"
    deliver(extracts, 10, ("R1",))
    command(home, "run", extracts)
    killed = command(home, "backup", tmp_path / "copy.tar", point="hotline.commands.backup:move_into_place", times=1)
    assert killed.returncode == -signal.SIGKILL
    assert not (tmp_path / "copy.tar").exists()
    assert command(home, "backup", tmp_path / "copy.tar").returncode == 0


def test_dbt_does_not_outlive_the_command_that_started_it(tmp_path: Path, already_read: Callable[[Path], None]) -> None:
    home, extracts = tmp_path / "home", tmp_path / "in"
    already_read(home)
    deliver(extracts, 10, ("R1", "R2"))
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
