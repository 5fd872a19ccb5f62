"""The rule in the page's address: read, chosen in a list, and said to be unknown where it is."""

from __future__ import annotations

from urllib.parse import urlencode

import pandas as pd
import streamlit as st

_KEY = "chosen_rule"
# The name of the rule in the address, and those of the frame's filters.
_RULE, _FILTERS = "rule", ("place", "by", "period")
ALL = ""


def choose(rules: pd.DataFrame) -> tuple[str, str]:
    """Draw the list of rules. Return the chosen rule, or ALL, and a sentence where the address names an unknown one."""
    labels = {ALL: "All rules", **dict(zip(rules["rule_id"], rules["label"], strict=True))}
    asked = st.query_params.get(_RULE, ALL)
    chosen = asked if asked in labels else ALL
    # The address decides, also after a step back in the browser.
    st.session_state[_KEY] = chosen
    st.selectbox("Rule", list(labels), format_func=lambda rule: labels[rule], key=_KEY, on_change=_remember)
    unknown = "" if asked == chosen else f"There is no rule “{asked}” in these figures: all rules are shown."
    return chosen, unknown


def address(rule_id: str, place: str | None = None) -> str:
    """Return the address of a rule, or of ALL, on this page, with the period that the page shows and its place.

    `place` is the name of another place, as the filter has it.
    """
    kept = {name: st.query_params[name] for name in _FILTERS if name in st.query_params}
    kept |= {"place": place} if place else {}
    asked = {_RULE: rule_id, **kept} if rule_id else kept
    return f"exceptions?{urlencode(asked)}"


def _remember() -> None:
    chosen = st.session_state[_KEY]
    if chosen:
        st.query_params[_RULE] = chosen
    else:
        st.query_params.pop(_RULE, None)
