"""Does once, before the first reader comes, what no reader should wait for."""

from __future__ import annotations

from contextlib import suppress

from dashboards import access
from dashboards.cached import cached
from serving.attention import breaches
from serving.drawing import chart_forms, histogram
from serving.figures import places
from serving.oversight import caseload
from serving.published import OVERSIGHT


def warm() -> None:
    """Compare the current publication with the one before, and make forms of charts that most pages have.

    Both files are then open and found to be genuine, and Altair has read its schema.

    Whatever is wrong with a file is left for the page, which says it and logs it.
    """
    with suppress(Exception):
        published = access.published()
        if published is not None and published.as_of is not None:
            state = cached(places, published)[0]
            cached(breaches.since_before, published, state)
            if published.audience == OVERSIGHT:
                cached(caseload.came_and_went, published)
    for running in (False, True):
        chart_forms.count_trend_form(ended=True, running=running, lone=False)
    histogram.form()
