"""Comments of published tables and columns, in the names and the law of the state that publishes them.

The descriptions of the models are written for every state. They name what each state names otherwise in braces, such as
{case_system}, and the seed `names` has the name. They end with their citation in brackets, by the policy of the default
jurisdiction. In the file of another state the paragraphs stand there that its own seed `provisions` names the table or
column for; where it names none, the state's rule stands there.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hotline.warehouse.program_files import default_jurisdiction, seeds_of

_NAME = re.compile(r"\{([a-z_]+)\}")
_MOST_PARAGRAPHS = 5


@dataclass(frozen=True)
class StateWords:
    """What a state calls things, and the paragraphs of its law by what they are about.

    `paragraphs` is None for the state by whose policy the descriptions are written.
    """

    names: Mapping[str, str]
    paragraphs: Mapping[str, tuple[str, ...]] | None

    def comment(self, description: str, schema: str, table: str, column: str | None = None) -> str:
        """Return the comment of a table, or of a column of it. Raises KeyError for a name that no state has."""
        text = _NAME.sub(lambda found: self.names[found[1]], " ".join(description.split()))
        if self.paragraphs is None:
            return text
        place = ".".join(filter(None, (schema, table, column)))
        cited = self.paragraphs.get(place) or (self.names["rule"],)
        more = " and others" if len(cited) > _MOST_PARAGRAPHS else ""
        before, after = _around_citation(text)
        return f"{before} ({'; '.join(cited[:_MOST_PARAGRAPHS])}{more}){after}".strip()


def state_words(jurisdiction: str) -> StateWords:
    """Read the words of a jurisdiction from its seeds."""
    seeds = seeds_of(jurisdiction)
    names = {row["name_id"]: row["name"] for row in _rows(seeds / "names.csv")}
    return StateWords(names, None if jurisdiction == default_jurisdiction() else _paragraphs(seeds))


def _paragraphs(seeds: Path) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in _rows(seeds / "provisions.csv"):
        for place in filter(None, row["objects"].split(";")):
            found[place].append(row["citation"])
    return {place: tuple(citations) for place, citations in found.items()}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _around_citation(text: str) -> tuple[str, str]:
    """The text before and after the brackets at its end; all of it where there are none."""
    ended = text.removesuffix(".")
    if not ended.endswith(")"):
        return text, ""
    depth = 0
    for at in range(len(ended) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(ended[at], 0)
        if depth == 0:
            return ended[:at].rstrip(), text[len(ended) :]
    return text, ""
