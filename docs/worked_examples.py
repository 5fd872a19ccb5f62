"""The worked examples of docs/how-to/: what each page adds to the project, step by step.

In: the pages. Out: a `Step` for each block that a page heads with the file that it belongs to, or with the project's
folder for commands; `apply_steps` writes and runs them in a copy of the project. A block of a language needs such a
head; a block without one holds commands for a reader.
"""

from __future__ import annotations

import csv
import io
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("how-to")
_HEAD = re.compile(
    r"(?P<how>New file|All of|At the end of|In) `(?P<path>[^`]+)`"
    r"(?:, (?P<where>below|in place of|in the row of the same) `(?P<line>.+)`)?:"
)
_COMMANDS = "In the project's folder:"
_BLOCK = re.compile(r"(?P<before>[^\n]*)\n\n```(?P<language>[a-z]+)\n(?P<text>.*?)^```$", re.S | re.M)


@dataclass(frozen=True)
class Step:
    """One block of a page. `how` says what becomes of its `text`, and so what `line` is:

    - "new file", "all of" (a file that may be there), "at the end of": none.
    - "below", "in place of": the line of the file that is looked for.
    - "in the row of the same": the column by which a row is found; the text is a table with one row.
    - "run": none; the text holds commands of a shell, and `path` is empty.
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
    """The files that the steps write whole, by their paths in the project."""
    return [step.path for step in steps if step.how in ("new file", "all of")]


def apply_steps(steps: Iterable[Step], project: Path) -> None:
    """Write the steps into a copy of the project, and run their commands there.

    Raises CalledProcessError if a command fails. Raises ValueError if a new file is there already, a file to change is
    not, or the line or row that a step looks for does not stand in its file exactly once.
    """
    for step in steps:
        if step.how == "run":
            subprocess.run(["sh", "-e", "-c", step.text], cwd=project, check=True)
            continue
        path = project / step.path
        if path.is_file() == (step.how == "new file"):
            raise ValueError(f"{step.page}: {step.path} is {'there already' if path.is_file() else 'not there'}")
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        path.write_text(_changed(step, before), encoding="utf-8")


def _step(page: Path, block: re.Match[str]) -> Step:
    if block["before"] == _COMMANDS:
        return Step(page.name, "run", "", "", block["text"])
    head = _HEAD.fullmatch(block["before"])
    if head is None or (head["how"] == "In") != (head["where"] is not None):
        raise ValueError(f"{page.name}: no file is named above the block that begins {block['text'].splitlines()[0]}")
    how = head["where"] or head["how"].lower()
    return Step(page.name, how, head["path"], head["line"] or "", block["text"])


def _changed(step: Step, before: str) -> str:
    if step.how in ("new file", "all of"):
        return step.text
    if step.how == "at the end of":
        return before + step.text
    if step.how == "in the row of the same":
        return _with_cells(step, before)
    lines = before.splitlines(keepends=True)
    found = [number for number, line in enumerate(lines) if line.strip() == step.line]
    if len(found) != 1:
        raise ValueError(f"{step.page}: {step.path} has the line {step.line!r} {len(found)} times")
    keep = found[0] + (step.how == "below")
    return "".join([*lines[:keep], step.text, *lines[found[0] + 1 :]])


def _with_cells(step: Step, before: str) -> str:
    [cells] = csv.DictReader(io.StringIO(step.text))
    rows = list(csv.DictReader(io.StringIO(before)))
    found = [row for row in rows if row[step.line] == cells[step.line]]
    if len(found) != 1 or not cells.keys() <= rows[0].keys():
        raise ValueError(f"{step.page}: {step.path} has {len(found)} rows of {step.line} {cells[step.line]}")
    found[0].update(cells)
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()
