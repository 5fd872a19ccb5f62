"""Draws the sections of the statutory counts: outcomes, anonymity by basis, findings so far, parts and rows."""

from __future__ import annotations

from collections.abc import Hashable
from html import escape

import pandas as pd
import streamlit as st

from dashboards import frame, markup
from dashboards.cached import cached
from dashboards.downloads import Files
from dashboards.markup import Column
from serving import figures, wording
from serving.definitions import definitions, definitions_of, labels
from serving.delivery import delivery
from serving.published import Published

OUTCOMES = ("calls_screened_out", "information_and_referral", "referrals_assigned", "calls_pending_screening")
SHARES = {
    "calls_screened_out": "share_screened_out",
    "information_and_referral": "share_information_and_referral",
    "referrals_assigned": "share_assigned",
    "calls_pending_screening": "share_pending_screening",
    "calls_anonymous": "share_anonymous",
    "calls_unsubstantiated_or_ruled_out": "share_unsubstantiated_or_ruled_out",
}
# The address of the page on the statutory counts.
PAGE = "counts"
BASES = ("calls_anonymous_stated", "calls_anonymous_inferred")
FINDINGS = (
    "investigations",
    "investigations_awaiting_finding",
    "calls_partly_unsubstantiated",
    "allegations_unsubstantiated",
    "allegations_ruled_out",
)
SHOWN = (
    "calls_received",
    "calls_by_telephone",
    *OUTCOMES,
    "calls_anonymous",
    "calls_unsubstantiated_or_ruled_out",
    "calls_partly_unsubstantiated",
    "investigations",
    "investigations_awaiting_finding",
)


def draw_outcomes(published: Published, row: pd.Series) -> None:
    """Draw the identity: each report has one outcome, and the four outcomes add up to the reports received."""
    metrics = cached(definitions, published)
    received = wording.count(row["calls_received"])
    st.html(markup.section("Outcomes of the reports"))
    if any(wording.is_missing(row[column]) for column in OUTCOMES):
        why = cached(delivery, published).why_not_assessed("calls_screened_out")
        st.html(f'<p><span class="none">Not assessed.</span> {escape(why)}</p>')
        return
    outcomes = labels(metrics, OUTCOMES)
    line = " + ".join(f"{wording.count(row[column])} {name.lower()}" for column, name in outcomes.items())
    heads = [
        Column("Outcome"),
        Column("Reports", numeric=True),
        Column("Share", numeric=True),
        Column("Drawn as a bar", bar=True),
    ]
    rows = []
    for column, name in outcomes.items():
        share = row[SHARES[column]]
        rows.append([name, wording.count(row[column]), wording.percent(share), share])
    st.html(
        f'<p class="identity">{escape(line)} = <b>{escape(received)} received</b></p>'
        + markup.table(
            "Each report has one outcome. The four add up to the reports received, on every day and in every county",
            heads,
            rows,
            total=[*labels(metrics, ["calls_received"]).values(), received, "", None],
        )
        + markup.definitions(definitions_of(metrics, OUTCOMES), "How these are counted")
    )


def draw_anonymity_and_findings(published: Published, row: pd.Series) -> None:
    """Draw anonymity with the basis on which it is known, and beside it the findings with those still awaited."""
    left, right = st.columns(2, gap="large")
    with left:
        _draw_anonymity(published, row)
    with right:
        _draw_findings(published, row)


def _draw_anonymity(published: Published, row: pd.Series) -> None:
    metrics = cached(definitions, published)
    why = cached(delivery, published).why_not_assessed
    missing = [column for column in BASES if wording.is_missing(row[column])]
    total, not_recorded = labels(metrics, ("calls_anonymous", "calls_anonymity_not_recorded")).values()
    st.html(
        markup.section("Unwilling to be named, by basis")
        + markup.table(
            "Reports from persons unwilling to be named, by how that is known",
            [Column("Basis"), Column("Reports", numeric=True)],
            [[name, wording.count(row[column])] for column, name in labels(metrics, BASES).items()],
            total=[total, wording.count(row["calls_anonymous"])],
            below=[[f"{not_recorded}, and not counted", wording.count(row["calls_anonymity_not_recorded"])]],
        )
        + "".join(f'<p class="quiet">{escape(why(column))}</p>' for column in missing)
        + markup.definitions(definitions_of(metrics, [*BASES, "calls_anonymity_not_recorded"]), "How these are counted")
    )


def _draw_findings(published: Published, row: pd.Series) -> None:
    metrics = cached(definitions, published)
    if wording.is_missing(row["investigations_awaiting_finding"]):
        why = cached(delivery, published).why_not_assessed("investigations_awaiting_finding")
        lead = f'<span class="none">Not assessed.</span> {escape(why)}'
    elif wording.is_missing(row["findings_pending_share"]):
        lead = "No investigation falls in this period."
    else:
        lead = (
            f"<b>{escape(wording.percent(row['findings_pending_share']))}</b> of the "
            f"{escape(wording.count(row['investigations']))} investigations still await a finding. A pending "
            "investigation is never counted as ruled out."
        )
    st.html(
        markup.section("Findings so far")
        + f"<p>{lead}</p>"
        + markup.table(
            "Investigations of these reports, and the allegations in them",
            [Column("Figure"), Column("Number", numeric=True)],
            [[name, wording.count(row[column])] for column, name in labels(metrics, FINDINGS).items()],
        )
        + markup.definitions(definitions_of(metrics, [*FINDINGS, "findings_pending_share"]), "How these are counted")
    )


def draw_parts(published: Published, chosen: frame.Choice, page: str) -> None:
    """Draw the districts of the state, or the counties of the district, by name and with their shares.

    A name leads to that place on `page`.
    """
    state = chosen.place.geography_type == "state"
    found = cached(figures.counts_of_parts, published, chosen.period, chosen.place)
    # The largest part has the longest bar. A bar only draws a published count.
    most = found["calls_received"].max() if not found.empty else 0
    link = frame.place_links(published, page)
    rows = [
        [
            link(item["geography_id"], item["geography_name"]),
            wording.count(item["calls_received"]),
            item["calls_received"] / most if most else None,
            *(_share(item, column) for column in (*OUTCOMES, "calls_anonymous")),
        ]
        for item in found.to_dict("records")
    ]
    received, *others = labels(
        cached(definitions, published), ("calls_received", *OUTCOMES, "calls_anonymous")
    ).values()
    heads = [Column("District" if state else "County"), Column(received, numeric=True)]
    heads.append(Column("Drawn as a bar", bar=True))
    heads += [Column(name, numeric=True) for name in others]
    st.html(
        markup.section(
            "By district" if state else "Counties of this district",
            "In order of name. The agency has its own districts; the grouping shown here is illustrative."
            if state
            else "In order of name.",
        )
        + markup.table(f"{chosen.period.label}: reports received, and their shares by outcome", heads, rows)
    )


def _share(row: dict[Hashable, object], column: str) -> str:
    """Write the share: a dash where nothing was received, and words where the count was not assessed."""
    return wording.NOT_ASSESSED if wording.is_missing(row[column]) else wording.percent(row[SHARES[column]])


def draw_rows(published: Published, chosen: frame.Choice) -> Files:
    """Draw all counts by county as plain rows, and offer them as files."""
    counties = cached(figures.counts_of_counties, published, chosen.period)
    shown = labels(cached(definitions, published), SHOWN)
    heads = [Column("County"), *(Column(name, numeric=True) for name in shown.values())]
    link = frame.place_links(published, PAGE)
    body = [
        [
            link(row["geography_id"], row["geography_name"]),
            *(wording.count(row[column]) for column in SHOWN),
        ]
        for row in counties.to_dict("records")
    ]
    table = markup.table(f"Statutory counts by county, {chosen.period.label}", heads, body, tall=True)
    st.html(
        markup.section("Rows", "All published counts as they stand. Read them here or download them.")
        + markup.folded(f"All counties, {chosen.period.label}", table)
    )
    return Files("counties", counties, f"counts-by-county-{chosen.period.label}", of=chosen.period.label)
