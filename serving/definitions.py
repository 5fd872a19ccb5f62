"""What a figure means and the law behind it, from `reference.metrics`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from serving.published import Published


@dataclass(frozen=True)
class Definition:
    """One metric: label, plain definition, citation, and the SQL that gives it, from which mart and by which date."""

    metric_id: str
    label: str
    definition: str
    citation: str
    sql: str
    counted_from: str
    counted_on: str


def definitions(published: Published) -> dict[str, Definition]:
    """Every metric of the published file by its id."""
    rows = published.query(
        "select metric_id, label, definition, citation, sql, counted_from, counted_on from reference.metrics"
    )
    found = [Definition(**{str(key): str(value) for key, value in row.items()}) for row in rows.to_dict("records")]
    return {metric.metric_id: metric for metric in found}


def labels(metrics: Mapping[str, Definition], names: Iterable[str]) -> dict[str, str]:
    """What these figures are called, in the order given; one that the file does not define by its own name."""
    return {name: metrics[name].label if name in metrics else name for name in names}


def of(metrics: Mapping[str, Definition], names: Iterable[str]) -> tuple[Definition, ...]:
    """The definitions of these figures, those that the file holds."""
    return tuple(metrics[name] for name in names if name in metrics)
