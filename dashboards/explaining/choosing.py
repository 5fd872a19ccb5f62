"""What the page explains: read from the address, chosen in a list or typed, and said to be unknown where it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from dashboards.addresses import METRIC, REPORT, RULE
from dashboards.cached import cached
from serving import explain, explain_report
from serving.published import Published

KINDS = (METRIC, RULE, REPORT)
_CHOSEN, _NUMBER = "explain_chosen", "explain_number"
# No name of a rule or a metric and no number of a report is longer than a sentence quotes.
_QUOTED = 60


@dataclass(frozen=True)
class Asked:
    """What is to be explained: its kind and its name; no kind where nothing is."""

    kind: str = ""
    name: str = ""


def choose(published: Published) -> tuple[Asked, str]:
    """Draw what to choose from. Return what is asked for, and a sentence where the address names what is not there."""
    listed = cached(explain.subjects, published)
    labels = {
        **{f"{METRIC}={each['metric_id']}": f"Figure: {each['label']}" for each in listed["metrics"]},
        **{f"{RULE}={each['rule_id']}": f"Rule: {each['label']}" for each in listed["rules"]},
    }
    kind = next((each for each in KINDS if each in st.query_params), "")
    asked = Asked(kind, st.query_params[kind].strip()) if kind else Asked()
    key = f"{asked.kind}={asked.name}"
    # The address decides, also after a step back in the browser.
    st.session_state[_CHOSEN] = key if key in labels else None
    left, right = st.columns([3, 2])
    left.selectbox(
        "Figure or rule",
        list(labels),
        format_func=lambda each: labels[each],
        key=_CHOSEN,
        placeholder="Choose a figure or a rule",
        on_change=_remember_chosen,
    )
    if explain_report.holds_reports(published):
        st.session_state[_NUMBER] = asked.name if asked.kind == REPORT else ""
        right.text_input("Number of a report", key=_NUMBER, on_change=_remember_number)
    if asked.kind in (METRIC, RULE) and key not in labels:
        return Asked(), _unknown(asked, labels)
    return asked, ""


def _unknown(asked: Asked, labels: Mapping[str, str]) -> str:
    noun = "figure" if asked.kind == METRIC else "rule"
    names = [each.partition("=")[2] for each in labels if each.startswith(f"{asked.kind}=")]
    near = explain.near(asked.name, names)
    hint = f" Near it are {', '.join(near)}." if near else ""
    quoted = "".join(each for each in asked.name[:_QUOTED] if each.isprintable())
    return f"There is no {noun} “{quoted}” in this publication.{hint}"


def _remember_chosen() -> None:
    kind, _, name = (st.session_state[_CHOSEN] or "").partition("=")
    _remember(kind, name)


def _remember_number() -> None:
    _remember(REPORT, st.session_state[_NUMBER].strip())


def _remember(kind: str, name: str) -> None:
    """Name this and nothing else in the address, in one step, so that one step back leads to what was there before."""
    kept = {each: value for each, value in st.query_params.to_dict().items() if each not in KINDS and kind != REPORT}
    st.query_params.from_dict({**kept, **({kind: name} if name else {})})
