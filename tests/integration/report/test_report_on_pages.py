"""The page of the counts says what has changed since the fiscal year was filed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages_fixture import DATA, Open, shown
from published_fixture import publish
from report_fixture import change, file_of, published

from hotline.warehouse.home import Home

LATER = "20261121T110000Z-0123456789"


@pytest.fixture
def filed(home: Path) -> Path:
    file_of(Home(home), published(home, publication_id="20261120T110000Z-0123456789"))
    return home


@pytest.mark.usefixtures("filed")
def test_it_says_that_nothing_has_changed(visit: Open) -> None:
    page = shown(visit(by="Fiscal year", period="FY2026"))
    assert "No count of the state has changed since." in page


def test_it_says_what_has_changed_of_the_state_and_of_a_county(filed: Path, visit: Open) -> None:
    change(
        publish(filed, publication_id=LATER),
        "update marts.statutory_counts set calls_received = calls_received + 5 where period_label = 'FY2026' "
        "and (geography_type = 'state' or geography_name = 'Tulsa')",
    )
    for place, of in (("Oklahoma (whole state)", "the state"), ("Tulsa County", "the county")):
        page = shown(visit(place=place, by="Fiscal year", period="FY2026"))
        assert f"Since then, of {of}: reports received " in page
    page = shown(visit(place="Canadian County", by="Fiscal year", period="FY2026"))
    assert "No count of the county has changed since." in page


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize(("by", "period"), [("Fiscal year", "FY2027"), ("Quarter", "FY2026 Q2")])
def test_it_says_nothing_of_what_was_not_filed(visit: Open, by: str, period: str) -> None:
    assert "was filed on" not in shown(visit(by=by, period=period))


@pytest.mark.usefixtures("filed")
def test_the_data_page_lists_filings(visit: Open) -> None:
    page = shown(visit(DATA))
    assert "Annual reports that were filed" in page
    assert "20261120T110000Z-0123456789</td>" in page
    assert "as it was filed" in page
