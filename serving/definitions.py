"""Reads from `reference.metrics` what each figure means and which law is behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
