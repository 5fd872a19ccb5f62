"""The examples of docs/own-tools.md and of its notebook, and how to run one in a folder in which var/ lies."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

_DOCS = Path(__file__).resolve().parents[3] / "docs"


def examples() -> Mapping[str, tuple[str, ...]]:
    """Each example's command by a name; the notebook's cells are one, in their order."""
    page = (_DOCS / "own-tools.md").read_text(encoding="utf-8")
    notebook = json.loads((_DOCS / "notebooks" / "first-questions.ipynb").read_text(encoding="utf-8"))
    cells = [each for each in notebook["cells"] if each["cell_type"] == "code"]
    assert [each["outputs"] for each in cells] == [[]] * len(cells), "the notebook holds answers"
    found = {"notebook": (sys.executable, "-c", "\n".join("".join(each["source"]) for each in cells))}
    for number, text in enumerate(re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)):
        found[f"command line {number + 1}"] = ("sh", "-ec", text)
    for text in re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        name = next(tool for tool in ("sqlalchemy", "polars", "pandas") if tool in text)
        found[name] = (sys.executable, "-c", text)
    return found


def run_in(folder: Path, command: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """Run an example without anything that its user has set up."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": path, "HOME": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
