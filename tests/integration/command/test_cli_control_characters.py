"""Nothing that is printed steers a terminal: not a file's name, a path, an argument, a setting or a question."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

import pytest
from cli_fixture import HEADER, ROW, Hotline, Said

# The title of a window, a colour, a carriage return, an 8-bit escape, a text turned round, no width, a new line.
EVIL = "\x1b]0;x\x07\x1b[31m\r\x9b1A\u202egnp\u200b\u2028\n"
NO_UTF8 = os.fsdecode(b"\xff\xfe")
OBEYED = ("Cc", "Cf", "Cs", "Zl", "Zp")


def assert_plain(said: Said) -> None:
    """Every line of both outputs has only characters that show themselves."""
    for text in (said.out, said.err):
        assert not [each for each in text.replace("\n", "") if unicodedata.category(each) in OBEYED], repr(text)
    assert (said.out + said.err).strip()


@pytest.mark.parametrize("evil", [EVIL, NO_UTF8])
@pytest.mark.parametrize(
    "arguments",
    [
        ("{evil}",),
        ("--{evil}",),
        ("run", "{evil}"),
        ("check", "/nowhere/{evil}"),
        ("ingest", "--{evil}"),
        ("explain", "{evil}"),
        ("explain", "--referral", "{evil}"),
        ("explain", "--on", "{evil}"),
        ("explain", "late", "--audience", "{evil}"),
        ("release", "{evil}", "--reason", "x"),
        ("release", "L1", "--reason", "{evil}"),
        ("sql", "{evil}"),
        ("sql", "select 1", "--audience", "{evil}"),
        ("sql", "select 1", "--format", "{evil}"),
        ("build", "--as-of", "{evil}", "--json"),
        ("restore", "{evil}"),
        ("backup", "/nowhere/{evil}/b"),
    ],
)
def test_an_argument_is_quoted_plainly(hotline: Hotline, arguments: tuple[str, ...], evil: str) -> None:
    said = hotline(*(each.format(evil=evil) for each in arguments))
    assert said.code in (1, 2)
    assert said.err.count("\n") == 1
    assert_plain(said)


@pytest.mark.parametrize("evil", [EVIL, NO_UTF8])
def test_the_name_of_a_file_is_shown_plainly(hotline: Hotline, tmp_path: Path, evil: str) -> None:
    inbox = tmp_path / f"in {evil}"
    inbox.mkdir()
    (inbox / f"referrals_{evil}_2026-11-20.csv").write_text(HEADER + ROW.format("R1", "assigned"))
    (inbox / f"referrals_2026-11-21{evil}.csv").write_text(f"{HEADER.strip()},{EVIL}x\n".replace("\n", " "))
    (inbox / f"{evil}.csv").write_text("")
    (inbox / "manifest.json").write_text(json.dumps({f"contacts_{evil}.csv": {}, "reviews_\udcff.csv": {}}))
    for arguments in (
        ("check", inbox),
        ("ingest", inbox),
        ("ingest", inbox, "--json"),
        ("status",),
        ("status", "--json"),
    ):
        said = hotline(*arguments)
        assert_plain(said)
        if "--json" in arguments:
            assert said.document["exit_code" if arguments[0] == "ingest" else "home"]


@pytest.mark.parametrize("evil", [EVIL.replace("\n", ""), NO_UTF8])
def test_the_home_is_shown_plainly(
    hotline: Hotline, extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, evil: str
) -> None:
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / f"home{evil}"))
    for arguments in (
        ("ingest", extract),
        ("status",),
        ("status", "--json"),
        ("template", tmp_path / f"t{evil}"),
        ("backup", tmp_path / f"b{evil}.tar"),
        ("backup", tmp_path / f"b{evil}.tar"),
    ):
        assert_plain(hotline(*arguments))
    if evil != NO_UTF8:  # DuckDB opens no file in a folder of that name
        assert (tmp_path / f"home{evil}" / "status.json").is_file()


def test_a_setting_is_shown_plainly(hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"HOTLINE_{EVIL}", "1")
    said = hotline("status")
    assert said.code == 2
    assert_plain(said)
