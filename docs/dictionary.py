"""Write the data dictionary, docs/data-dictionary.md, from dbt's manifest and the examples of docs/examples/.

Usage: python -m docs.dictionary MANIFEST
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from docs.example_pages import link
from hotline.building.state_words import StateWords, state_words
from hotline.warehouse.program_files import default_jurisdiction
from serving.asking.examples import Example, read_examples

PAGE = Path(__file__).with_name("data-dictionary.md")
SCHEMAS = ("marts", "oversight", "reference", "operations")
_HEAD = """# Data dictionary

Every published table and column, from the models themselves (`make docs` writes this page; a test holds it to them).
A table's first sentence is its grain. R(x) is the rule OAC 340:75-3-130, ITS n an instruction to its staff;
`reference.metrics` names the legal texts behind a citation. One table is not listed: `operations.publications` is
written when a file is published and has one row per publication of that audience.
"""


def render(manifest: dict[str, Any]) -> str:
    """Return the page as Markdown; `manifest` is the content of dbt's manifest.json."""
    models = [
        each for each in manifest["nodes"].values() if each["resource_type"] == "model" and each["schema"] in SCHEMAS
    ]
    examples = read_examples()
    words = state_words(default_jurisdiction())
    parts = [_HEAD]
    for schema in SCHEMAS:
        of_schema = sorted((each for each in models if each["schema"] == schema), key=lambda each: each["alias"])
        if of_schema:
            parts.append(f"\n## Schema `{schema}`\n")
        parts += [_table(each, examples, words) for each in of_schema]
    return "".join(parts)


def _table(model: dict[str, Any], examples: list[Example], words: StateWords) -> str:
    meta = model["config"]["meta"]
    audiences = ", ".join(
        f"{each} (the rows of `{meta['limited_to'][each]}`)" if each in meta.get("limited_to", {}) else each
        for each in meta.get("audience", [])
    )
    name = f"{model['schema']}.{model['alias']}"
    lines = [
        f"\n### `{name}`\n",
        f"{words.comment(model['description'], model['schema'], model['alias'])}\n",
        f"\nAudiences: {audiences}.\n",
    ]
    if links := [link(each) for each in examples if name in each.tables]:
        lines.append("\nExamples:\n\n" + "".join(f"- {each}\n" for each in links))
    lines.append("\n| column | type | what it is |\n|---|---|---|\n")
    for column in model["columns"].values():
        text = words.comment(column["description"], model["schema"], model["alias"], column["name"])
        text = text.replace("|", "\\|")
        own = column["config"]["meta"].get("audience")
        alone = f" For {', '.join(own)} alone." if own else ""
        lines.append(f"| {column['name']} | {column['data_type'].partition('(')[0].upper()} | {text}{alone} |\n")
    return "".join(lines)


if __name__ == "__main__":
    PAGE.write_text(render(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))), encoding="utf-8")
