"""Sections of the statutory counts: the identity, the anonymous by basis, findings so far, parts, and rows."""

from __future__ import annotations

from collections.abc import Hashable
from html import escape

import pandas as pd
import streamlit as st

from dashboards import frame, markup
from dashboards.cached import cached
from dashboards.markup import Column
from dashboards.views import downloads, trends
from serving import figures, wording
from serving.definitions import definitions, labels, of
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
BASES = ("calls_anonymous_stated", "calls_anonymous_inferred")
FINDINGS = (
    "investigations",
    "investigations_awaiting_finding",
    "allegations_unsubstantiated",
    "allegations_ruled_out",
)
SHOWN = (
    "calls_received",
    "calls_by_telephone",
    *OUTCOMES,
    "calls_anonymous",
    "calls_unsubstantiated_or_ruled_out",
    "investigations",
    "investigations_awaiting_finding",
)


def identity(published: Published, row: pd.Series) -> None:
    """Every report in exactly one outcome: the parts, their shares, and the sum that they add up to."""
    metrics = cached(definitions, published)
    received = wording.count(row["calls_received"])
    st.html(markup.section("What became of the reports"))
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
            "Each report has one outcome; the four add up to the reports received, every day and in every county",
            heads,
            rows,
            total=[*labels(metrics, ["calls_received"]).values(), received, "", None],
        )
        + markup.definitions(of(metrics, OUTCOMES), "How these are counted")
    )


def anonymity_and_findings(published: Published, row: pd.Series) -> None:
    """Figures that need their basis told: who was unwilling to be named, which findings are still to come."""
    left, right = st.columns(2, gap="large")
    with left:
        _anonymity(published, row)
    with right:
        _findings(published, row)


def _anonymity(published: Published, row: pd.Series) -> None:
    metrics = cached(definitions, published)
    why = cached(delivery, published).why_not_assessed
    missing = [column for column in BASES if wording.is_missing(row[column])]
    total, not_recorded = labels(metrics, ("calls_anonymous", "calls_anonymity_not_recorded")).values()
    st.html(
        markup.section("Unwilling to be named, by basis")
        + markup.table(
            "Reports by how the reporter's unwillingness is known",
            [Column("Basis"), Column("Reports", numeric=True)],
            [[name, wording.count(row[column])] for column, name in labels(metrics, BASES).items()],
            total=[total, wording.count(row["calls_anonymous"])],
            below=[[f"{not_recorded}, and not counted", wording.count(row["calls_anonymity_not_recorded"])]],
        )
        + "".join(f'<p class="quiet">{escape(why(column))}</p>' for column in missing)
        + markup.definitions(of(metrics, [*BASES, "calls_anonymity_not_recorded"]), "How these are counted")
    )


def _findings(published: Published, row: pd.Series) -> None:
    metrics = cached(definitions, published)
    if wording.is_missing(row["investigations_awaiting_finding"]):
        why = cached(delivery, published).why_not_assessed("investigations_awaiting_finding")
        lead = f'<span class="none">Not assessed.</span> {escape(why)}'
    elif wording.is_missing(row["findings_pending_share"]):
        lead = "No investigation falls in this period."
    else:
        lead = (
            f"<b>{escape(wording.percent(row['findings_pending_share']))}</b> of the "
            f"{escape(wording.count(row['investigations']))} investigations still await a finding. Nothing pending is "
            "ever counted as ruled out."
        )
    st.html(
        markup.section("Findings so far")
        + f"<p>{lead}</p>"
        + markup.table(
            "Investigations of these reports, and the allegations in them",
            [Column("What"), Column("Number", numeric=True)],
            [[name, wording.count(row[column])] for column, name in labels(metrics, FINDINGS).items()],
        )
        + markup.definitions(of(metrics, [*FINDINGS, "findings_pending_share"]), "How these are counted")
    )


def parts(published: Published, chosen: frame.Choice) -> None:
    """The districts of the state, or the counties of the district: by name, with their share of the received."""
    state = chosen.place.geography_type == "state"
    found = cached(figures.counts_of_parts, published, chosen.period, chosen.place)
    # The longest bar is the largest part; a bar draws a published count and is no figure of its own.
    most = found["calls_received"].max() if not found.empty else 0
    rows = [
        [
            item["geography_name"],
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
            "By name. Districts are the agency's own; the grouping shown is illustrative." if state else "By name.",
        )
        + markup.table(f"{chosen.period.label}: reports received, and the share of them by outcome", heads, rows)
    )


def _share(row: dict[Hashable, object], column: str) -> str:
    """The share; a dash where nothing was received, and in words where the count was not assessed."""
    return wording.NOT_ASSESSED if wording.is_missing(row[column]) else wording.percent(row[SHARES[column]])


def rows(published: Published, chosen: frame.Choice) -> None:
    """All counts as plain rows, by county and by month, to read or to take along."""
    counties = cached(figures.counts_of_counties, published, chosen.period)
    months = cached(figures.counts_by_month, published, chosen.place, *trends.months_to(chosen.period))
    shown = labels(cached(definitions, published), SHOWN)
    heads = [Column("County"), *(Column(name, numeric=True) for name in shown.values())]
    body = [[row["geography_name"], *(wording.count(row[c]) for c in SHOWN)] for row in counties.to_dict("records")]
    table = markup.table(f"Statutory counts by county, {chosen.period.label}", heads, body, tall=True)
    st.html(
        markup.section("Rows", "Every published count as it stands, to read here or to take along as CSV.")
        + markup.folded(f"All counties, {chosen.period.label}", table)
    )
    with st.container(horizontal=True):
        downloads.csv_button("Counties as CSV", counties, published, f"counts-by-county-{chosen.period.label}")
        downloads.csv_button("Months as CSV", months, published, f"counts-by-month-{chosen.place.geography_id}")
