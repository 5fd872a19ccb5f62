"""A backup holds the filed reports, and a restore brings them back as they were filed."""

from __future__ import annotations

import hashlib
import json
import tarfile
from pathlib import Path

import pytest
from cli_fixture import Hotline
from published_fixture import publish
from report_fixture import file_of

from hotline.warehouse.home import Home
from serving.published import open_audience


@pytest.fixture
def filed(hotline: Hotline, extract: Path, tmp_path: Path) -> Path:
    """A warehouse with a publication, and a filed report of another one's figures."""
    hotline("run", extract)
    home = Home(tmp_path / "home")
    publish(tmp_path / "figures", publication_id="20261120T110000Z-0123456789")
    source = open_audience(tmp_path / "figures", "administrators")
    assert source is not None
    file_of(home, source)
    return home.root


def reports(home: Path) -> dict[str, tuple[int, str]]:
    return {
        path.relative_to(home).as_posix(): (path.stat().st_mode & 0o777, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in (home / "reports").rglob("*")
        if path.is_file()
    }


def test_there_and_back(hotline: Hotline, filed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, status = reports(filed), hotline("status", "--json").document
    assert len(before) > 10
    said = hotline("backup", tmp_path / "copy.tar")
    assert (said.code, said.err) == (0, "")
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "second"))
    assert hotline("restore", tmp_path / "copy.tar").code == 0
    assert reports(tmp_path / "second") == before
    assert hotline("status", "--json").document["filings"] == status["filings"]
    assert [each["trouble"] for each in status["filings"]] == [None]


def test_a_changed_filing_is_told_and_left_out(
    hotline: Hotline, filed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [path] = filed.rglob("hotline-report-fy2026.html")
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + b" ")
    said = hotline("backup", tmp_path / "copy.tar")
    assert said.code == 0
    assert "The report of fiscal year 2026, filing 1, is not as it was filed" in said.err
    assert said.err.endswith("It is not in this backup.\n")
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "second"))
    assert hotline("restore", tmp_path / "copy.tar").code == 0
    assert not (tmp_path / "second" / "reports").exists()


@pytest.mark.usefixtures("filed")
def test_a_backup_with_a_changed_filing_is_refused(
    hotline: Hotline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its contents say the hash of the changed file, as somebody who forges one would write."""
    hotline("backup", tmp_path / "copy.tar")
    with tarfile.open(tmp_path / "copy.tar") as archive:
        archive.extractall(tmp_path / "parts", filter="data")
    parts = tmp_path / "parts"
    [path] = (parts / "reports").rglob("figures.json")
    path.write_text(path.read_text().replace("1", "2"))
    contents = json.loads((parts / "contents.json").read_text())
    contents["files"][path.relative_to(parts).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    (parts / "contents.json").write_text(json.dumps(contents))
    with tarfile.open(tmp_path / "forged.tar", "w") as archive:
        for name in (*contents["files"], "contents.json"):
            archive.add(parts / name, name)
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "second"))
    said = hotline("restore", tmp_path / "forged.tar")
    assert said.code == 1
    assert "is no backup, or is damaged" in said.err
    assert not (tmp_path / "second" / "landing.duckdb").exists()
    assert not (tmp_path / "second" / "reports").exists()


def test_a_home_with_filed_reports_alone_is_not_overwritten(
    hotline: Hotline, filed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hotline("backup", tmp_path / "copy.tar")
    (tmp_path / "second").mkdir()
    (filed / "reports").rename(tmp_path / "second" / "reports")
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "second"))
    assert "already holds a warehouse" in hotline("restore", tmp_path / "copy.tar").err
