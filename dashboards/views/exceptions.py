"""The page on policy exceptions: every rule with its counts, and one rule with its law, months and reports."""

from __future__ import annotations

import streamlit as st

from dashboards import access, frame, markup
from dashboards.cached import cached
from dashboards.drawn import draw_once
from dashboards.exceptions import choosing, one_rule, rule_list
from serving import exceptions


def draw_page() -> None:
    """Draw the page."""
    published = access.require("exceptions")
    chosen = frame.choice(published)
    if chosen is None:
        st.html(
            markup.heading(
                "Policy exceptions", "No figures yet", "No rule can be judged until a referrals extract has landed."
            )
        )
        return
    rule_id, unknown = choosing.choose(cached(exceptions.rules, published))
    frame.say_unknown([unknown] if unknown else [])
    if rule_id == choosing.ALL:
        draw_once(rule_list.draw, published, chosen)
        return
    for part in (one_rule.draw, one_rule.draw_counties, one_rule.draw_reports):
        draw_once(part, published, chosen, rule_id)


if __name__ == "__main__":
    draw_page()
