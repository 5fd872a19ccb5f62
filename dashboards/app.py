"""Entry script: opens the published file, draws the frame, and routes to the page.

The menu holds the pages of the audience. Asked for any other address, it shows the first page.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import streamlit as st

from dashboards import access, frame, newer
from dashboards.pages import PRODUCT, by_group, page_of, seen_by
from serving.genuine import NotAsPublished

LOG = logging.getLogger(__name__)


def main() -> None:
    """Run the app once."""
    who = access.audience()
    pages = seen_by(who)
    if not pages:
        st.set_page_config(page_title=PRODUCT, layout="wide")
        frame.style()
        frame.not_an_audience(who)
        return
    links = {
        page.name: st.Page(page.view, title=page.title, url_path=page.address, default=not page.address)
        for page in pages
    }
    groups = {group: [links[page.name] for page in found] for group, found in by_group(pages).items()}
    running = st.navigation(groups, position="hidden")
    page = page_of(running.url_path, pages)
    st.set_page_config(page_title=f"{page.title} – {PRODUCT}", layout="wide")
    frame.style()
    frame.menu(groups)
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
    chosen, unknown = None, []
    if published.as_of is not None and page.filters:
        unknown = frame.filters(published, page)
        chosen = frame.choice(published) if "period" in page.filters else None
    with top:
        frame.banner(published, chosen)
        newer.tell(published)
    frame.say_unknown(unknown)
    try:
        running.run()
    except Exception as error:
        LOG.error("the page %s could not be drawn: %s", page.name, _told(error))
        frame.could_not_be_drawn()
    frame.footer(published)


def _told(error: Exception) -> str:
    """An exception's type and place, without its text, which may quote rows."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return f"{type(error).__name__} in {' > '.join(f'{Path(each.filename).name}:{each.lineno}' for each in frames)}"


if __name__ == "__main__":
    main()
