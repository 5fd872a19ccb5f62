"""Does once, before the first reader comes, what no reader should wait for."""

from __future__ import annotations

from contextlib import suppress

from dashboards import access
from serving.attention.earlier import publication_before
from serving.drawing import chart_forms


def warm() -> None:
    """Compare the published files with their hashes, and make the first charts, for which Altair reads its schema.

    Whatever is wrong with a file is left for the page, which says it and logs it.
    """
    with suppress(Exception):
        published = access.published()
        if published is not None and published.as_of is not None:
            publication_before(published)
    for running in (False, True):
        chart_forms.count_trend_form(ended=True, running=running, lone=False)
