"""The example queries of docs/examples/: one Markdown page for each folder of models.

In: the pages. Out: an `Example` for each query, in the order of the pages. An example is a heading (the question that
it answers), perhaps a remark, a line with the audiences that can run it, and one block of SQL.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("examples")
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

    @property
    def link(self) -> str:
        """The example's place, as a link from a page in docs/."""
        anchor = re.sub(r"[^\w -]", "", self.question.lower()).replace(" ", "-")
        return f"[{self.question}](examples/{self.page}.md#{anchor})"


def read_examples(folder: Path = FOLDER) -> list[Example]:
    """The examples of every page, pages by name.

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


def example_that_answers(question: str) -> Example:
    """The example with this heading.

    Raises LookupError if there is none.
    """
    for example in read_examples():
        if example.question == question:
            return example
    raise LookupError(f"no example answers {question}")
