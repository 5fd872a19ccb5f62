"""The command `hotline report`: where it writes, what it says, and how it ends."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from cli_fixture import Hotline, Said
from published_fixture import publish, seal

REPORT = ("report", "--fiscal-year", "2026")


@pytest.fixture
def ask(hotline: Hotline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Run the command on a publication, in a folder of its own."""
    publish(tmp_path / "home")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def run(*arguments: str | Path) -> Said:
        return hotline(*REPORT, *arguments)

    return run


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_it_writes_every_form_into_a_folder_named_for_the_year(ask, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    said = ask()
    assert (said.code, said.err) == (0, "")
    folder = tmp_path / "here" / "report-fy2026"
    assert [path.name for path in sorted(folder.iterdir())] == [
        "csv", "hotline-report-fy2026.html", "hotline-report-fy2026.pdf", "hotline-report-fy2026.xlsx",
    ]  # fmt: skip
    assert f"{folder}: {len(files(folder))} files written" in said.out
    assert said.out.startswith("Annual report, fiscal year 2026, as of 20 November 2026, 05:00 CST")
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["report-fy2026"]


def test_the_forms_and_the_folder_can_be_chosen(ask, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert ask("--format", "XLSX, html", "--to", tmp_path / "a" / "b").code == 0
    assert files(tmp_path / "a" / "b") == ["hotline-report-fy2026.html", "hotline-report-fy2026.xlsx"]


def test_what_is_replaced_is_told(ask, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    ask("--format", "html")
    page = tmp_path / "here" / "report-fy2026" / "hotline-report-fy2026.html"
    again = ask("--format", "html")
    assert "1 file unchanged" in again.out
    page.write_text("something else")
    said = ask("--format", "html,pdf")
    assert "1 file written, 1 file replaced" in said.out
    assert said.err == f"Other files of these names were replaced: {page.name}\n"


def test_a_link_is_replaced_and_not_followed(ask, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    other = tmp_path / "other"
    other.write_text("kept")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "hotline-report-fy2026.html").symlink_to(other)
    assert "1 file replaced" in ask("--format", "html", "--to", tmp_path / "out").out
    assert other.read_text() == "kept"


def test_a_document_names_every_file(ask, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    found = ask("--json").document
    folder = tmp_path / "here" / "report-fy2026"
    assert sorted(each["path"] for each in found["files"]) == [str(folder / name) for name in files(folder)]
    assert (found["command"], found["fiscal_year"], found["is_whole"], found["filing"]) == ("report", 2026, True, None)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--fiscal-year", "1990"), 1,
         "There are no figures of fiscal year 1990. The publication has fiscal years 2025 to 2027.\n"),
        (("--fiscal-year", "next"), 2, "Invalid value for '--fiscal-year'"),
        (("--format", "docx"), 2, "There is no format 'docx': there are html, pdf, xlsx, csv.\n"),
        (("--format", ""), 2, "There is no format ''"),
        (("--audience", "public"), 2, "There is no audience 'public'"),
        (("--audience", "analysts"), 1, "Nothing is published for analysts yet"),
        (("--as-of", "2026-11-01"), 1, ""),
        (("--to", "file"), 2, "Invalid value for '--to'"),
        (("--to", "file/in"), 1, "is no folder, but should be one"),
    ],
)  # fmt: skip
def test_every_error_is_one_sentence(ask, arguments: tuple[str, ...], code: int, sentence: str) -> None:  # type: ignore[no-untyped-def]
    Path("file").write_text("")
    said = ask(*arguments)
    assert (said.code, said.out, said.err.count("\n")) == (code, "", 1)
    assert sentence in said.err


def test_a_past_moment_is_asked_of_its_rebuild(ask, hotline: Hotline, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """The newest referrals by the end of that day were extracted at 05:00, local time."""
    publish(tmp_path / "other", publication_id="20261120T110000Z-0123456789", scale=2.0)
    shelf = tmp_path / "home" / "published" / "as_of" / "20261120T110000Z"
    shelf.parent.mkdir()
    (tmp_path / "other" / "published").rename(shelf)
    then = hotline(*REPORT, "--as-of", "2026-11-20", "--to", tmp_path / "past", "--json")
    now = ask("--json")
    assert then.document["publication_id"] == "20261120T110000Z-0123456789"
    assert "This is a rebuild as of" in then.err
    assert now.document["findings"] != then.document["findings"]


def test_an_empty_warehouse_has_no_report(hotline: Hotline, tmp_path: Path) -> None:
    publish(tmp_path / "home", empty=True)
    said = hotline(*REPORT, "--to", tmp_path / "out")
    assert said.code == 1
    assert said.err == (
        "There are no figures of fiscal year 2026. The publication has no fiscal year yet: nothing can be counted "
        "until a referrals extract has landed.\n"
    )
    assert not (tmp_path / "out").exists()


def test_a_changed_publication_has_no_report(ask, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = (tmp_path / "home" / "published" / "administrators.duckdb").resolve()
    with duckdb.connect(str(file)) as connection:
        connection.execute("update marts.statutory_counts set calls_received = 1")
    said = ask()
    assert said.code == 1
    assert "is not the one that was published" in said.err
    seal(file)
    assert ask().code == 0
