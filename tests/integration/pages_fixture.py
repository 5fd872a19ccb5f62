"""Fixtures that open the pages through the entry script, as a reader does, on a publication in its own home."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

APP = Path(__file__).resolve().parents[2] / "dashboards" / "app.py"
VIEWS = ("views/statutory_counts.py", "views/response_times.py", "views/data.py")
STATE_YEAR = "from marts.statutory_counts where geography_type = 'state' and period_label = 'FY2027'"
Open = Callable[..., AppTest]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path))
    monkeypatch.setenv("HOTLINE_AUDIENCE", "administrators")
    return tmp_path


@pytest.fixture
def visit() -> Open:
    def run(view: str = VIEWS[0], **address: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=60)
        for name, value in address.items():
            app.query_params[name] = value
        app.run()
        if view != VIEWS[0]:
            app.switch_page(view).run()
        assert not app.exception
        assert "could not be drawn" not in shown(app)
        return app

    return run


def shown(app: AppTest) -> str:
    bodies = [element.proto.body for element in app.get("html")]
    text = "\n".join(body for body in bodies if not body.startswith("<style>"))
    return text.replace("\N{NO-BREAK SPACE}", " ")


def published(path: Path, sql: str) -> tuple[Any, ...]:
    with duckdb.connect(str(path), read_only=True) as connection:
        row = connection.execute(sql).fetchone()
    assert row is not None
    return row
