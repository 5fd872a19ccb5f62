"""What a page says of the days that its figures cover."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from dashboards import frame
from serving.figures import Period

AS_OF = SimpleNamespace(as_of=datetime(2026, 11, 20, 12, tzinfo=UTC), as_of_on=date(2026, 11, 20))


def extent(
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_complete: bool,
    is_covered: bool,
    missing: int = 0,
    set_aside: int = 0,
    published: Any = AS_OF,
) -> str:
    loads = pd.DataFrame({"status": ["landed", "held"], "rows_quarantined": [set_aside, 7]})
    facts = {"newest_report_on": date(2026, 9, 14), "days_without_reports": missing, "loads": loads}
    monkeypatch.setattr(frame, "cached", lambda query, *_: facts[query.__name__])
    september = Period("month", date(2026, 9, 1), date(2026, 9, 30), "2026-09", is_complete, is_covered, 20)
    return frame.extent(published, september)


def test_a_period_that_every_delivery_reaches_is_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    said = extent(monkeypatch, is_complete=True, is_covered=True)
    assert said == "1 September 2026 to 30 September 2026; complete."


def test_a_period_that_ended_after_the_last_delivered_report_is_not_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    said = extent(monkeypatch, is_complete=True, is_covered=False)
    assert said.endswith("not complete: the newest report that was delivered was received on 14 September 2026.")


def test_a_running_period_says_how_many_days_have_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "20 of 30 days have begun" in extent(monkeypatch, is_complete=False, is_covered=False)


@pytest.mark.parametrize(("missing", "said"), [(1, "1 day has no report"), (31, "31 days have no report")])
def test_days_without_any_report_are_a_gap(monkeypatch: pytest.MonkeyPatch, missing: int, said: str) -> None:
    assert said in extent(monkeypatch, is_complete=True, is_covered=True, missing=missing)


@pytest.mark.parametrize(("rows", "said"), [(1, "1 row is in quarantine"), (41, "41 rows are in quarantine")])
def test_rows_that_no_figure_counts_are_told_beside_the_finding(
    monkeypatch: pytest.MonkeyPatch, rows: int, said: str
) -> None:
    """The seven rows of the file that is held are not among them: nothing of it landed."""
    assert f"Of all rows delivered, {said}" in extent(monkeypatch, is_complete=True, is_covered=True, set_aside=rows)
