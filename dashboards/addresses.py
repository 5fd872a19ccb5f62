"""Addresses of explanations, with the place and period that the page shows, so that a number leads to the same number.

A report is named by its number, which is a key of the case system and not an identifying column: the contract of the
extracts lets it into tables. It stands in the address so that a row leads to its explanation and the browser's way back
works. Such an address is of this machine, and no page sends it on: see `dashboards/process/guard.py` and ADR 34.
"""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

METRIC, RULE, REPORT = "metric", "rule", "report"
# The names of the frame's filters in the address.
_FILTERS = ("place", "by", "period")


def explanation(kind: str, name: str) -> str:
    """Return the address of the explanation of a figure, a rule or a report. A report has no place and no period."""
    kept = {each: st.query_params[each] for each in _FILTERS if each in st.query_params} if kind != REPORT else {}
    return f"explain?{urlencode({kind: name, **kept})}"
