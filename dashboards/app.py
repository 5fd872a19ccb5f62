"""Entry script: opens the published file, draws the frame, and routes to the page."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import streamlit as st

from dashboards import access, frame
from serving.genuine import NotAsPublished

LOG = logging.getLogger(__name__)


def main() -> None:
    """Run the app once."""
    st.set_page_config(page_title="Child abuse hotline", layout="wide")
    page = st.navigation(
        [
            st.Page("views/statutory_counts.py", title="Statutory counts", url_path="counts", default=True),
            st.Page("views/response_times.py", title="Response times", url_path="response-times"),
            st.Page("views/data.py", title="Data", url_path="data"),
        ],
        position="top",
    )
    frame.style()
    if access.audience() not in access.AUDIENCES:
        frame.not_an_audience(access.audience())
        return
    try:
        published = access.published()
    except NotAsPublished as changed:
        frame.not_as_published(str(changed))
        return
    except Exception as error:
        LOG.error("the published file can't be read: %s", _told(error))
        frame.could_not_be_read()
        return
    if published is None:
        frame.nothing_published()
        return
    top = st.container()
    chosen = None
    if published.as_of is not None and page.url_path != "data":
        frame.filters(published)
        chosen = frame.choice(published)
    with top:
        frame.banner(published, chosen)
    try:
        page.run()
    except Exception as error:
        LOG.error("the page %s could not be drawn: %s", page.url_path, _told(error))
        frame.could_not_be_drawn()
    frame.footer(published)


def _told(error: Exception) -> str:
    """An exception's type and place, without its text, which may quote rows."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return f"{type(error).__name__} in {' > '.join(f'{Path(each.filename).name}:{each.lineno}' for each in frames)}"


if __name__ == "__main__":
    main()
