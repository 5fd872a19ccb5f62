"""The example queries of docs/examples/ as the documents use them: a link to each, and one by its question."""

from __future__ import annotations

import re

from serving.asking.examples import Example, read_examples


def link(example: Example) -> str:
    """The example's place, as a link from a page in docs/."""
    anchor = re.sub(r"[^\w -]", "", example.question.lower()).replace(" ", "-")
    return f"[{example.question}](examples/{example.page}.md#{anchor})"


def example_that_answers(question: str) -> Example:
    """The example with this heading.

    Raises LookupError if there is none.
    """
    for example in read_examples():
        if example.question == question:
            return example
    raise LookupError(f"no example answers {question}")
