"""The same publication gives the same bytes in every form, in whatever process, order and time zone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from published_fixture import publish
from report_fixture import forms_of, published, report_of

HOTLINE = str(Path(sys.executable).with_name("hotline"))


def made(home: Path, folder: Path, **environment: str) -> dict[str, bytes]:
    subprocess.run(
        [HOTLINE, "report", "--fiscal-year", "2026", "--to", str(folder)],
        env={**os.environ, "HOTLINE_HOME": str(home), **environment}, check=True, capture_output=True,
    )  # fmt: skip
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_processes_give_the_same_bytes(tmp_path: Path) -> None:
    publish(tmp_path / "home")
    first = made(tmp_path / "home", tmp_path / "a", TZ="Asia/Tokyo", PYTHONHASHSEED="1", LC_ALL="C")
    second = made(tmp_path / "home", tmp_path / "b", TZ="UTC", PYTHONHASHSEED="2", SOURCE_DATE_EPOCH="1")
    assert len(first) > 10
    assert first == second


def test_another_home_gives_the_same_bytes(tmp_path: Path) -> None:
    assert forms_of(report_of(published(tmp_path / "a"))) == forms_of(report_of(published(tmp_path / "b")))
