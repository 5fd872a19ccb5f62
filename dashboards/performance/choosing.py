"""The measure and the fiscal year in the page's address: read, and chosen in a list."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

MEASURE, YEAR = "measure", "year"


def asked(name: str, known: Mapping[str, str], default: str) -> tuple[str, str]:
    """Return what the address asks for, or the default, and what it asks for that is not known."""
    wanted = st.query_params.get(name, default)
    return (wanted, "") if wanted in known else (default, wanted)


def choose(name: str, label: str, known: Mapping[str, str], chosen: str) -> None:
    """Draw the list of what can be chosen, by its names. A choice goes into the address, which decides."""
    key = f"chosen_{name}"
    st.session_state[key] = chosen
    st.selectbox(label, list(known), format_func=lambda each: known[each], key=key, on_change=_remember, args=(name,))


def address(measure: str, place: str | None = None) -> str:
    """Return the address of a measure on the page, with the place and the year that the address has.

    `place` is the name of another place, as the filter has it; empty for the whole state.
    """
    kept = {name: st.query_params[name] for name in ("place", YEAR) if name in st.query_params}
    if place is not None:
        kept.pop("place", None)
    return f"trends?{urlencode({MEASURE: measure, **kept, **({'place': place} if place else {})})}"


def _remember(name: str) -> None:
    st.query_params[name] = st.session_state[f"chosen_{name}"]
