"""A copy of a warehouse, and a warehouse from the copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_fixture import Hotline


class TestBackup:
    """A copy, and a warehouse from it."""

    def test_there_and_back(
        self, hotline: Hotline, extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hotline("run", extract)
        before = hotline("status", "--json").document
        assert hotline("backup", tmp_path / "copy.tar").code == 0
        assert (tmp_path / "copy.tar").stat().st_mode & 0o777 == 0o600
        monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "second"))
        assert hotline("restore", tmp_path / "copy.tar").code == 0
        after = hotline("status", "--json").document
        assert {**after, "home": None} == {**before, "home": None}
        assert hotline("sql", "select calls_received from marts.calls").out == "calls_received\n2\n"
        assert hotline("run", extract, "--json").document["publish"]["outcome"] == "nothing_new"

    def test_nothing_is_replaced(self, hotline: Hotline, extract: Path, tmp_path: Path) -> None:
        hotline("run", extract)
        hotline("backup", tmp_path / "copy.tar")
        assert "exists already" in hotline("backup", tmp_path / "copy.tar").err
        said = hotline("restore", tmp_path / "copy.tar")
        assert said.code == 1
        assert "set HOTLINE_HOME to an empty folder" in said.err

    def test_a_damaged_copy_leaves_the_home_empty(
        self, hotline: Hotline, extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hotline("run", extract)
        copy = tmp_path / "copy.tar"
        hotline("backup", copy)
        whole = copy.read_bytes()
        monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "second"))
        middle = len(whole) // 3
        for damaged in (whole[:middle], b"no backup", whole[:middle] + b"x" + whole[middle + 1 :]):
            copy.write_bytes(damaged)
            said = hotline("restore", copy)
            assert (said.code, said.err.count("\n")) == (1, 1)
            assert "damaged" in said.err
            assert not (tmp_path / "second" / "landing.duckdb").exists()
        copy.write_bytes(whole)
        assert hotline("restore", copy).code == 0
