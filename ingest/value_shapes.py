"""The shapes of a jurisdiction's numbers: what a key, a family's, a child's or a county's number looks like.

In: the jurisdiction's folder of seeds. Out: a `ValueShape` by name. A value of another shape, such as a person's name
in the wrong column, is never stored.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.refusal import Refusal
from ingest.sql_text import literal

SHAPES = "value_shapes.csv"
LONGEST = 200
_FILE = f"The jurisdiction's {SHAPES}"


@dataclass(frozen=True)
class ValueShape:
    """A value fits if the whole of it matches `pattern` (RE2) and it has at most `longest` characters.

    `takes_words` says that it may be words of any kind, so it can hold no name back: such a column is never published.
    """

    pattern: str
    longest: int
    in_words: str
    takes_words: bool = False

    def fits(self, text: str) -> str:
        """Return SQL that tells whether the SQL expression `text` fits."""
        return f"(length({text}) <= {self.longest} and regexp_full_match({text}, {literal(self.pattern)}))"

    def __str__(self) -> str:
        return f"{self.in_words}, {self.longest} characters at most"


def read_shapes(seeds: Path) -> dict[str, ValueShape]:
    """The shapes of a jurisdiction by name. Raises FileNotFoundError without the seed, Refusal if it can't be right."""
    with (seeds / SHAPES).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    try:
        found = {row["shape"]: ValueShape(row["pattern"], int(row["longest"]), row["in_words"]) for row in rows}
    except (KeyError, TypeError, ValueError):
        raise Refusal(
            f"{_FILE} has a row that lacks its shape, its pattern, its words or a whole number as the longest; mend it."
        ) from None
    for name, shape in found.items():
        if not 1 <= shape.longest <= LONGEST or len(shape.pattern) > LONGEST:
            raise Refusal(
                f"{_FILE} gives {name} a length that is not from 1 to {LONGEST}, or a longer pattern; mend that row."
            )
    return found


def one_line(longest: int) -> ValueShape:
    """The shape of a text of `longest` characters at most, without line ends and characters that nobody sees."""
    return ValueShape(r"[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+", longest, "one line of text", takes_words=True)


def shape_named(shapes: Mapping[str, ValueShape], name: str) -> ValueShape:
    """The shape of that name. Raises Refusal if the jurisdiction has none."""
    if name not in shapes:
        raise Refusal(f"{_FILE} has no row for {name}; add it.")
    return shapes[name]
