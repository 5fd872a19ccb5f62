"""Draws what was alleged, by type and age, and what could not be assessed."""

from __future__ import annotations

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
from serving.drawing import charts
from serving.published import Published
from serving.screening import breakdowns

NEEDS = tuple(("allegations", name) for name in ("maltreatment_type", "perpetrator_role", "finding", "child_age_years"))
NOT_RECORDED = (
    "young_children_not_recorded",
    "child_disability_not_recorded",
    "screened_out_services_not_recorded",
    "screened_out_informing_not_recorded",
    "reporter_type_not_recorded",
)
COUNTED = ("calls_screened_out", "referrals_assigned")


# What a section says whose table the file does not hold.
NOT_HELD = "<p>This publication holds no such figures: it was made by an earlier version.</p>"


def few(number: object) -> str:
    """Write a warning where a share rests on fewer than 20 reports."""
    return "Fewer than 20 reports: read the numbers, not the share." if charts.is_small(number) else ""


def draw_allegations(published: Published, chosen: frame.Choice) -> Files | None:
    """Draw the allegations by type of maltreatment and by age of the child. It counts allegations, not reports."""
    rows = cached(breakdowns.allegations, published, chosen.period, chosen.place)
    st.html(
        markup.section(
            "What was alleged",
            "Allegations, by the day their report was received. One report may hold several, so they are more than "
            "the reports.",
        )
    )
    if not published.has("marts", "maltreatment_counts"):
        st.html(NOT_HELD)
        return None
    if rows.empty or rows["allegations"].isna().all():
        why = cached(delivery, published).lacking(NEEDS)
        said = f'<span class="none">Not assessed.</span> {escape(why)}' if why else "No allegation was delivered."
        st.html(f"<p>{said}</p>")
        return None
    types = [_label(row["label"], row["maltreatment_type"], "Type not recorded") for row in rows.to_dict("records")]
    ages = cached(breakdowns.ages, published, chosen.period, chosen.place)
    bands = [_label(row["age_band"], None, "Age not recorded") for row in ages.to_dict("records")]
    st.html(
        _table(published, chosen, rows, types, "Type of maltreatment")
        + markup.explained(
            "What each type means, and the law behind it",
            [
                (str(row["label"]), str(row["citation"]), str(row["description"]))
                for row in rows.dropna(subset=["label"]).to_dict("records")
            ],
        )
        + _table(published, chosen, ages, bands, "Age of the child")
        + '<p class="cite">Source: R(b)(4), ITS 5, 8(1)(B), 19</p>'
    )
    return Files("types", rows, f"allegations-by-type-{chosen.period.label}")


def _table(published: Published, chosen: frame.Choice, rows: pd.DataFrame, names: list[str], of: str) -> str:
    most = rows["allegations"].max()
    body = [
        [
            name,
            wording.count(row["allegations"]),
            row["allegations"] / most if most else None,
            wording.count(row["screened_out"]),
            wording.count(row["assigned"]),
        ]
        for name, row in zip(names, rows.to_dict("records"), strict=True)
    ]
    outcomes = labels(cached(definitions, published), COUNTED).values()
    heads = [Column(of), Column("Allegations", numeric=True), Column("Drawn as a bar", bar=True)]
    heads += [Column(f"{name}, of these", numeric=True) for name in outcomes]
    return markup.table(f"{of}: allegations of {chosen.period.label}, and the outcome of their reports", heads, body)


def draw_not_assessed(published: Published, chosen: frame.Choice) -> None:
    """Draw what nobody can judge: reports without a decision, a reason or a value that a share needs."""
    row = cached(figures.counts, published, chosen.period, chosen.place).iloc[0]
    reasons = cached(breakdowns.reasons, published, chosen.period, chosen.place)
    metrics, delivered = cached(definitions, published), cached(delivery, published)
    found = cached(breakdowns.measures, published, chosen.period, chosen.place)
    pending = "calls_pending_screening"
    body = [[*labels(metrics, [pending]).values(), wording.count(row[pending])]]
    if not reasons.empty:
        unknown = reasons[reasons["screen_out_reason"].isna()]["reports"]
        body.append(["Screened out without a reason", wording.count(unknown.iloc[0] if len(unknown) else 0)])
    # A file leaves out what its audience does not get.
    held = [name for name in NOT_RECORDED if name in found.columns]
    names = labels(metrics, held)
    if not found.empty:
        body += [[names[name], wording.count(found.iloc[0][name])] for name in held]
    missing = [
        f"{names[name]}: {delivered.why_not_assessed(name)}"
        for name in held
        if not found.empty and wording.is_missing(found.iloc[0][name])
    ]
    # Two columns of numbers are read together only where they stand near each other.
    near, _ = st.columns(2)
    near.html(
        markup.section(
            "What could not be assessed",
            "These reports stay in every whole that they belong to, so a share says at least how many there were.",
        )
        + markup.table(
            f"Reports of {chosen.period.label} that do not say it",
            [Column("Figure"), Column("Reports", numeric=True)],
            body,
        )
        + "".join(f'<p class="quiet">{escape(text)}</p>' for text in missing)
        + markup.definitions(definitions_of(metrics, [pending, *held]), "How these are counted")
    )


def _label(label: object, code: object, missing: str) -> str:
    if not wording.is_missing(label):
        return str(label)
    return missing if wording.is_missing(code) else str(code)
