"""The worked examples of docs/how-to/: what each page adds to the project, step by step.

In: the pages. Out: a `Step` for each block that a page heads with the file that it belongs to; `apply_steps` writes
them into a copy of the project. A block of a language needs such a head; a block without one holds commands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("how-to")
_HEAD = re.compile(
    r"(?P<how>New file|At the end of|In) `(?P<path>[^`]+)`(?:, (?P<where>below|in place of) `(?P<line>.+)`)?:"
)
_BLOCK = re.compile(r"(?P<before>[^\n]*)\n\n```(?P<language>[a-z]+)\n(?P<text>.*?)^```$", re.S | re.M)


@dataclass(frozen=True)
class Step:
    """One block of a page: a new file, lines at the end of one, or lines below or in place of one of its lines.

    `how` is "new file", "at the end of", "below" or "in place of"; `line` is what the last two look for.
    """

    page: str
    how: str
    path: str
    line: str
    text: str


def read_steps(page: Path) -> list[Step]:
    """The steps of one page, in their order.

    Raises ValueError if a block of a language has no head that says which file it belongs to.
    """
    return [_step(page, block) for block in _BLOCK.finditer(page.read_text(encoding="utf-8"))]


def pages() -> list[Path]:
    """The pages of docs/how-to/ that hold a worked example: all but the list of them."""
    return sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")


def new_files(steps: Iterable[Step]) -> list[str]:
    """The files that the steps add to the project, by their paths in it."""
    return [step.path for step in steps if step.how == "new file"]


def apply_steps(steps: Iterable[Step], project: Path) -> None:
    """Write the steps into a copy of the project.

    Raises ValueError if a new file is there already, or a file to change is not, or the line that a step looks for
    does not stand in it exactly once.
    """
    for step in steps:
        path = project / step.path
        if path.is_file() == (step.how == "new file"):
            raise ValueError(f"{step.page}: {step.path} is {'there already' if path.is_file() else 'not there'}")
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        path.write_text(_changed(step, before), encoding="utf-8")


def _step(page: Path, block: re.Match[str]) -> Step:
    head = _HEAD.fullmatch(block["before"])
    if head is None or (head["how"] == "In") != (head["where"] is not None):
        raise ValueError(f"{page.name}: no file is named above the block that begins {block['text'].splitlines()[0]}")
    how = head["where"] or head["how"].lower()
    return Step(page.name, how, head["path"], head["line"] or "", block["text"])


def _changed(step: Step, before: str) -> str:
    if step.how in ("new file", "at the end of"):
        return before + step.text
    lines = before.splitlines(keepends=True)
    found = [number for number, line in enumerate(lines) if line.strip() == step.line]
    if len(found) != 1:
        raise ValueError(f"{step.page}: {step.path} has the line {step.line!r} {len(found)} times")
    keep = found[0] + (step.how == "below")
    return "".join([*lines[:keep], step.text, *lines[found[0] + 1 :]])
