"""What every test shares: how hard property tests try, and what dbt has read of the project.

HYPOTHESIS_PROFILE sets the first: dev unless set, ci in the gate.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from hotline.building.dbt_run import dbt_command

_SLOW_IS_FINE = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture)

# The same examples in every run: a failure is there for everybody, or for nobody.
settings.register_profile(
    "dev", max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=_SLOW_IS_FINE
)
settings.register_profile("ci", parent=settings.get_profile("dev"), max_examples=40)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


# These files take longest, so they come first: a worker that began with one of them last would keep the others waiting.
_LONGEST = (
    "test_kills.py", "test_whole_way.py", "test_full_disk.py", "test_upgraded_home.py", "test_cli_end_to_end.py",
    "test_names_in_wrong_places.py", "test_retract_whole_way.py", "test_two_at_once.py", "test_nothing_leaves.py",
    "test_read_only.py", "test_how_to_examples.py", "test_retract_as_never_come.py", "test_hostile_files.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the longest files first, and the others in the order of their paths."""
    rank = {name: place for place, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.name, len(rank)))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is the same for all workers of a run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def read_by_dbt(shared_folder: Path) -> Path:
    """A folder with what dbt has read of the project, its manifest and what it keeps; no database is opened.

    The workers of one run share it: the first to ask reads, the others wait.
    """
    folder = shared_folder / "read_by_dbt"
    with folder.with_suffix(".lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _read(folder.with_suffix(".tmp")).rename(folder)
    return folder


def _read(folder: Path) -> Path:
    """Let dbt read the project into a new folder."""
    folder.mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DBT_", "HOTLINE_"))}
    done = subprocess.run(
        dbt_command("parse"),
        env={
            **kept,
            "HOTLINE_BUILD_PATH": str(folder / "warehouse.duckdb"),
            "HOTLINE_LANDING_PATH": str(folder / "landing.duckdb"),
            "HOTLINE_JURISDICTION": "oklahoma",
            "DBT_TARGET_PATH": str(folder),
            "DBT_LOG_PATH": str(folder),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return folder


@pytest.fixture(scope="session")
def already_read(read_by_dbt: Path) -> Callable[[Path], None]:
    """Gives a home what dbt has read, so that its first build reads the project no second time."""

    def give(home: Path) -> None:
        target = home / "dbt" / "target"
        target.mkdir(parents=True)
        shutil.copy(read_by_dbt / "partial_parse.msgpack", target)

    return give
