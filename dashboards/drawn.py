"""Draws a part of a page once, and shows it again as it was drawn.

A part draws from the publication and its arguments, and its links keep the filters of the address. All of these are
therefore part of every key, as in `dashboards/cached.py`: nobody sees what was drawn for another audience or from an
older publication. A part holds no filter or button, which belong to one reader; the files that it offers are drawn
below it in every run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboards import downloads
from dashboards.cached import Key, key_of
from dashboards.downloads import Files
from serving.published import Published

# A part that offers no files may return nothing at all.
Part = Callable[..., Files | None] | Callable[..., None]


def draw_once(part: Part, published: Published, *arguments: Any) -> None:
    """Draw what `part(published, *arguments)` draws, and the menu of the files that it returns.

    The part runs at most once per publication, arguments and address. The arguments must be hashable, and nothing else
    may bear on what the part draws.
    """
    address = tuple(sorted(st.query_params.to_dict().items()))
    files = _drawn(key_of(part, published), address, arguments, part, published)
    if files is not None:
        downloads.menu(files, published)


def _run(key: Key, address: tuple[Any, ...], arguments: tuple[Any, ...], _part: Part, _of: Any) -> Any:
    del key, address
    return _part(_of, *arguments)


# As a resource the files are not copied for every reader: nobody changes them.
_drawn = st.cache_resource(show_spinner=False, max_entries=2000)(_run)
