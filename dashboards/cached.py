"""Keeps published rows between reruns.

Streamlit shares this cache between users. The file's path, its audience and its publication id are therefore part of
every key, so that nobody sees rows of another audience or of an older publication.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import pandas as pd
import streamlit as st

from serving.published import Published

Result = TypeVar("Result")
Key = tuple[str | int, ...]


def cached(query: Callable[..., Result], published: Published, *arguments: Any) -> Result:
    """Return `query(published, *arguments)`, run at most once per publication. The arguments must be hashable.

    All readers get the same value, so nobody may change it. A frame is a copy that shares its values until it is
    changed.
    """
    result: Any = _remembered(key_of(query, published), arguments, query, published)
    return cast(Result, result.copy(deep=False) if isinstance(result, pd.DataFrame) else result)


def key_of(function: Callable[..., Any], published: Published) -> Key:
    """Return what tells a function of this publication from all others.

    Streamlit runs every view as the module `__main__`. So only the file and the line tell a view's function from one
    of the same name in another view.
    """
    place = function.__code__
    return (
        str(published.path), published.audience, published.publication_id,
        place.co_filename, place.co_firstlineno, function.__qualname__,
    )  # fmt: skip


def _run(key: Key, arguments: tuple[Any, ...], _query: Any, _published: Any) -> Any:
    del key
    return _query(_published, *arguments)


# As a resource a value is not written and read again for every reader, which took a sixth of a page's time.
_remembered = st.cache_resource(show_spinner=False, max_entries=1000)(_run)
