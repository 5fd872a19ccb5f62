"""The command `hotline digest`: its two files say what the page Today says, in counts alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from cli_fixture import Hotline, Said
from published_fixture import publish

from serving.published import open_audience

Digest = Callable[..., tuple[Said, str, str]]
EARLIER = "20261119T110000Z-0123456789"
AUDIENCES = ("administrators", "analysts", "oca")


@pytest.fixture
def digest(hotline: Hotline, tmp_path: Path) -> Digest:
    """Run the command for an audience. Returns what it said, and its HTML and its text."""

    def run(audience: str, **fixture: object) -> tuple[Said, str, str]:
        if fixture.get("earlier"):
            publish(tmp_path / "home", audience, publication_id=EARLIER)
        publish(tmp_path / "home", audience, **fixture)  # type: ignore[arg-type]
        said = hotline("digest", "--audience", audience, "--to", tmp_path / "to")
        stem = tmp_path / "to" / f"hotline-digest-{audience}"
        return said, stem.with_suffix(".html").read_text(), stem.with_suffix(".txt").read_text()

    return run


def words(page: str) -> str:
    """The text of a page, with one space between words."""
    return " ".join(
        unescape(re.sub("<[^>]+>", " ", page.partition("<body>")[2])).replace("\N{NO-BREAK SPACE}", " ").split()
    )


@pytest.mark.parametrize("audience", AUDIENCES)
def test_both_forms_say_the_same_finding_first(digest: Digest, audience: str) -> None:
    said, page, text = digest(audience, earlier=EARLIER)
    assert (said.code, said.err) == (0, "")
    finding = said.out.splitlines()[0]
    assert "overdue" in finding
    assert words(page).startswith(finding)
    assert " ".join(text.split()).startswith(finding)
    # Every title and every number of the page stands in the text too.
    for title in re.findall("<h2>(.*?)</h2>", page):
        assert unescape(title) in " ".join(text.split())
    assert set(re.findall(r"\d[\d,.]*\d", words(page))) == set(re.findall(r"\d[\d,.]*\d", text))
    assert max(map(len, text.splitlines())) <= 78


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_message_names_no_single_report_and_asks_nobody_for_anything(
    digest: Digest, tmp_path: Path, audience: str
) -> None:
    _, page, text = digest(audience, earlier=EARLIER)
    file = open_audience(tmp_path / "home", audience)
    assert file is not None
    tables = [table for table in ("referrals", "due_reports") if file.has("marts", table)]
    reports = {str(row["referral_id"]) for table in tables for row in file.rows(f"from marts.{table}")}
    assert bool(reports) == (audience != "administrators")
    told = set(re.findall(r"[\w-]+", page + text))
    assert reports & told == set()
    assert re.findall(r"https?:|<script|<img|<link|url\(", page) == []


def test_only_the_oversight_office_is_told_of_its_caseload(digest: Digest) -> None:
    for audience in AUDIENCES:
        _, _, text = digest(audience)
        assert ("in the caseload" in text) == (audience == "oca")
        assert ("complaint" in text.lower()) == (audience == "oca")


def test_an_empty_warehouse_and_a_first_publication_say_so(digest: Digest) -> None:
    _, page, text = digest("administrators", empty=True)
    assert "No figures yet" in text
    assert "No figures yet" in page
    _, _, text = digest("administrators")
    assert "no earlier publication is kept" in text


def test_what_was_not_delivered_is_not_told_as_nothing(digest: Digest) -> None:
    _, _, text = digest("administrators", lost_findings=True)
    assert "Not assessed, because a column was not delivered: finding." in " ".join(text.split())


def test_the_same_again_leaves_the_files_alone(hotline: Hotline, tmp_path: Path) -> None:
    publish(tmp_path / "home", "analysts")
    asked = ("digest", "--audience", "analysts", "--to", tmp_path / "to", "--json")
    outcomes = [[each["outcome"] for each in hotline(*asked).document["files"]] for _ in range(2)]
    assert outcomes == [["written", "written"], ["unchanged", "unchanged"]]


def test_there_is_no_digest_without_a_publication_or_for_nobody(hotline: Hotline) -> None:
    said = hotline("digest")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert hotline("digest", "--audience", "the press").code == 2
    assert hotline("serve", "--audience", "the press").code == 2


def test_a_file_that_waits_says_what_settles_it(digest: Digest) -> None:
    _, html, text = digest("administrators")
    for said in (words(html), " ".join(text.split())):
        assert "Over 2 % of the rows would be quarantined. A mended file of the same place or time settles it" in said
