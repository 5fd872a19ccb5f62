"""The example queries of docs/examples/: one Markdown page for each folder of models, and the only home of them.

In: the pages. Out: an `Example` for each query, in the order of the pages. An example is a heading (the question that
it answers), perhaps a remark, a line with the audiences that can run it, and one block of SQL.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "examples"
_FORM = re.compile(
    r"(?P<question>[^\n]+)\n.*?^Audiences: (?P<audiences>[a-z, ]+)\.\n\n```sql\n(?P<query>.+?)```\s*", re.S | re.M
)
_TABLE = re.compile(r"\b(?:marts|oversight|reference|operations)\.\w+")


@dataclass(frozen=True)
class Example:
    """One query; `page` is the name of its file without .md."""

    page: str
    question: str
    audiences: tuple[str, ...]
    query: str

    @property
    def tables(self) -> frozenset[str]:
        """The published tables that the query reads, each as schema.name."""
        return frozenset(_TABLE.findall(self.query))


def read_examples(folder: Path = FOLDER) -> list[Example]:
    """The examples of every page, pages by name; none where the pages were not installed.

    Raises ValueError if what stands under a heading is not an example, or if two examples answer the same question.
    """
    found: list[Example] = []
    for page in sorted(folder.glob("*.md")):
        for part in page.read_text(encoding="utf-8").split("\n## ")[1:]:
            if not (said := _FORM.fullmatch(part)):
                raise ValueError(f"{page.name}: {part.splitlines()[0]} is not followed by its audiences and one query")
            audiences = tuple(said["audiences"].split(", "))
            found.append(Example(page.stem, said["question"], audiences, said["query"].strip()))
    questions = [each.question for each in found]
    if twice := sorted({each for each in questions if questions.count(each) > 1}):
        raise ValueError(f"two examples answer {', '.join(twice)}")
    return found


def examples_for(every: Iterable[Example], audience: str, tables: Collection[str]) -> list[Example]:
    """The examples that an audience can run on a file with these tables: one of an earlier version may lack some."""
    return [each for each in every if audience in each.audiences and each.tables <= set(tables)]
