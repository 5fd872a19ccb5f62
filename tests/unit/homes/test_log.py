"""The log: a line that can't be written is let go, without a word on stderr."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline.warehouse.log import log_event


def test_a_log_on_a_full_disk_prints_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "hotline.jsonl").symlink_to("/dev/full")
    try:
        raise ValueError("a row with the name of a reporter")
    except ValueError:
        log_event(tmp_path, "finished", command="run")
    assert "".join(capfd.readouterr()) == ""
