"""Keeps published rows between reruns.

Streamlit shares this cache between users. The file's path, its audience and its publication id are therefore part of
every key, so that nobody sees rows of another audience or of an older publication.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from serving.published import Published

Result = TypeVar("Result")


def cached(query: Callable[..., Result], published: Published, *arguments: Any) -> Result:
    """Return `query(published, *arguments)`, run at most once per publication. The arguments must be hashable."""
    result: Result = _remembered(key_of(query, published), arguments, query, published)
    return result


def key_of(function: Callable[..., Any], published: Published) -> tuple[str, ...]:
    """Return what tells a function of this publication from all others."""
    return (
        str(published.path), published.audience, published.publication_id, function.__module__, function.__qualname__
    )  # fmt: skip


def _run(key: tuple[str, ...], arguments: tuple[Any, ...], _query: Any, _published: Any) -> Any:
    del key
    return _query(_published, *arguments)


_remembered = st.cache_data(show_spinner=False, max_entries=512)(_run)
