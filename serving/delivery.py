"""Which columns a figure needs, and which of them no landed file has: then the figure is not assessed, never 0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from serving.published import Published

# A column by its extract and its name.
Column = tuple[str, str]
# What a figure needs: for each need the columns of which any one will do.
Needs = tuple[tuple[Column, ...], ...]


@dataclass(frozen=True)
class Delivery:
    """The columns that some landed file has, the extracts that landed at all, and what each figure needs."""

    columns: frozenset[Column]
    extracts: frozenset[str]
    needs: Mapping[str, Needs]

    def missing(self, figure: str) -> list[Column]:
        """What the figure needs and no landed file has; empty also where only its rows are missing."""
        return [
            column
            for alternatives in self.needs.get(figure, ())
            if not self.columns.intersection(alternatives)
            for column in alternatives
        ]

    def why_not_assessed(self, figure: str) -> str:
        """A plain sentence for a figure that is null: what it lacks. `figure` is the id of its metric."""
        return self.lacking(self.missing(figure)) or "The published file holds no value for it."

    def lacking(self, columns: Iterable[Column]) -> str:
        """A plain sentence on those of the columns that no landed file has; empty where there is none."""
        missing = [column for column in columns if column not in self.columns]
        if not missing:
            return ""
        absent = sorted({extract for extract, _ in missing if extract not in self.extracts})
        parts = [f"the extract {extract} was not delivered" for extract in absent]
        for extract in sorted({extract for extract, _ in missing} - set(absent)):
            names = [column for owner, column in missing if owner == extract]
            noun = "column" if len(names) == 1 else "columns"
            verb = "was" if len(names) == 1 else "were"
            parts.append(f"the {noun} {', '.join(names)} of the extract {extract} {verb} not delivered")
        text = "; ".join(parts)
        return f"{text[0].upper()}{text[1:]}."


def delivery(published: Published) -> Delivery:
    """Reads `operations.delivered_columns`, and from `reference.metrics` what each figure needs.

    A file of an earlier version does not say what figures need; then nothing is said of what one lacks.
    """
    rows = published.query("select extract, column_name from operations.delivered_columns where delivered")
    pairs = frozenset(zip(rows["extract"], rows["column_name"], strict=True))
    metrics = published.rows("select * from reference.metrics")
    needs = {str(row["metric_id"]): parse(row.get("needs"), row.get("needs_at_priority_2")) for row in metrics}
    return Delivery(pairs, frozenset(extract for extract, _ in pairs), needs)


def parse(*texts: str | None) -> Needs:
    """What the texts name: `extract.column`, with ; between needs and | between columns of which any one will do."""
    return tuple(tuple(_column(each) for each in need.split("|")) for text in texts if text for need in text.split(";"))


def _column(text: str) -> Column:
    extract, _, column = text.partition(".")
    return extract, column
