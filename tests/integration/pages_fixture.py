"""Fixtures that open the pages through the entry script, as a reader does, on a publication in its own home."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboards.pages import PAGES, seen_by

APP = Path(__file__).resolve().parents[2] / "dashboards" / "app.py"
# The views that administrators may see, and single ones by what they show.
VIEWS = tuple(page.view for page in seen_by("administrators"))
COUNTS, RESPONSES, DATA = "views/statutory_counts.py", "views/response_times.py", "views/data.py"
TODAY, EXCEPTIONS = "views/today.py", "views/exceptions.py"
STATE_YEAR = "from marts.statutory_counts where geography_type = 'state' and period_label = 'FY2027'"
ADDRESSES = {page.view: page.address for page in PAGES}
Open = Callable[..., AppTest]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path))
    monkeypatch.setenv("HOTLINE_AUDIENCE", "administrators")
    return tmp_path


@pytest.fixture
def visit() -> Open:
    def run(view: str = COUNTS, **address: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=60)
        for name, value in address.items():
            app.query_params[name] = value
        # As in a browser that opens this page before any other; `switch_page` needs a run of the first page.
        app._page_hash = calc_hash(ADDRESSES[view])
        app.run()
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
