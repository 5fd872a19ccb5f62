"""Reads what each figure means and which law is behind it, and finds figures, rules and provisions by their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from serving.published import Published


@dataclass(frozen=True)
class Definition:
    """One metric: its label, plain definition, citation and SQL, and the mart and the date that it is counted by."""

    metric_id: str
    label: str
    definition: str
    citation: str
    sql: str
    counted_from: str
    counted_on: str


def definitions(published: Published) -> dict[str, Definition]:
    """Return every metric of the published file by its id."""
    rows = published.query(
        "select metric_id, label, definition, citation, sql, counted_from, counted_on from reference.metrics"
    )
    found = [Definition(**{str(key): str(value) for key, value in row.items()}) for row in rows.to_dict("records")]
    return {metric.metric_id: metric for metric in found}


def labels(metrics: Mapping[str, Definition], names: Iterable[str]) -> dict[str, str]:
    """Return these figures with their labels, in the order given; a figure that the file lacks keeps its id."""
    return {name: metrics[name].label if name in metrics else name for name in names}


def definitions_of(metrics: Mapping[str, Definition], names: Iterable[str]) -> tuple[Definition, ...]:
    """Return the definitions of these figures, leaving out figures that the file does not define."""
    return tuple(metrics[name] for name in names if name in metrics)


def entries(published: Published) -> pd.DataFrame:
    """Return every figure, rule and provision of the file: its kind, its id, its name, its citation and its meaning.

    A rule is that of its newest generation. A provision is known by its citation.
    """
    return published.query(
        "select 'figure' as kind, 1 as position, metric_id as id, label as name, citation, definition as meaning "
        "from reference.metrics "
        "union all select 'rule', position, rule_id, label, citation, sentence from (select * from "
        "reference.policy_rules qualify row_number() over (partition by rule_id order by effective_from desc) = 1) "
        "union all select 'provision', position, citation, citation, subject, plain_sentence from reference.provisions "
        "order by kind, position, name, id"
    )


def matching(rows: pd.DataFrame, words: str) -> pd.DataFrame:
    """Return the entries that hold every one of the words, in whatever case, anywhere in their texts."""
    texts = rows[["id", "name", "citation", "meaning"]].fillna("").agg(" ".join, axis=1).str.casefold()
    found = pd.Series(True, index=rows.index)
    for word in words.casefold().split():
        found &= texts.str.contains(word, regex=False)
    return rows[found]


def provision(published: Published, citation: str) -> dict[str, object] | None:
    """Return one paragraph of the policy by its citation, or None where the file does not list it."""
    rows = published.rows("select * from reference.provisions where citation = $citation", {"citation": citation})
    return rows[0] if rows else None
