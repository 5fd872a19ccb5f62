"""What a page says of the days that its figures cover."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from dashboards import frame
from serving.figures import Period

AS_OF = SimpleNamespace(as_of=datetime(2026, 11, 20, 12, tzinfo=UTC), as_of_on=date(2026, 11, 20))


def extent(
    monkeypatch: pytest.MonkeyPatch, *, is_complete: bool, is_covered: bool, missing: int = 0, published: Any = AS_OF
) -> str:
    facts = {"newest_report_on": date(2026, 9, 14), "days_without_reports": missing}
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
