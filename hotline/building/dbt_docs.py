"""The documentation of every model as one page, as a program of its own: dbt reads its project, and no row of data.

Usage: python -P -m hotline.building.dbt_docs FILE JURISDICTION

dbt's own viewer is the page. Its tables and columns are described in the words of the state, as in the published files,
and have the types of their contracts. Names of folders of this machine are left out. The exit code is 0, or 2 where dbt
could not read the project; then its words are on stdout.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from typing import Any

from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest
from dbt.task.docs import DOCS_INDEX_FILE_PATH

from hotline.building.dbt_anywhere import read_anywhere
from hotline.building.dbt_build import QUIETLY, WHERE
from hotline.building.state_words import StateWords, state_words

_SAID = ("model", "seed", "source")
# The viewer never shows unit tests, and they are a third of the page.
_LEFT_OUT = ("unit_tests", "disabled")
_CATALOG = "hotline"
_OVERVIEW = "doc.{}.__overview__"
_FIRST_PAGE = """# What the tables hold, and what they are made of

Under *Projects*, `hotline` has the models by room. `staging` reads what has landed. `basis`, `reports` and `rules` say
what happened to each report and which paragraph was kept. `figures`, `oversight`, `operations` and `reference` are what
readers ask. A model's page has its description, its columns with their citations, who may read it (*audience*), its
SQL, and what it depends on. The round button shows the way of the data as a picture.

No row of data is in this page. Published files hold the tables whose audience is named, and no other.
"""


def main(file: Path, jurisdiction: str) -> int:
    """Write the page to `file`. Returns the exit code."""
    read = dbtRunner().invoke([*QUIETLY, "parse", *WHERE])
    if not isinstance(read.result, Manifest):
        print(read.exception)
        return 2
    file.write_bytes(page(read.result.writable_manifest().to_dict(), state_words(jurisdiction)))
    return 0


def page(manifest: dict[str, Any], words: StateWords) -> bytes:
    """The viewer with what it shows inside."""
    for each in _LEFT_OUT:
        manifest[each] = {}
    described = {**manifest["nodes"], **manifest["sources"]}
    for node in described.values():
        node.pop("root_path", None)
        node["database"] = _CATALOG
        if node.get("relation_name"):
            node["relation_name"] = f"{_CATALOG}.{node['schema']}.{node.get('alias') or node['name']}"
        if node["resource_type"] in _SAID:
            _describe(node, words)
    overview = manifest["docs"].pop(_OVERVIEW.format("dbt"))
    own = {"unique_id": _OVERVIEW.format(_CATALOG), "package_name": _CATALOG, "block_contents": _FIRST_PAGE}
    manifest["docs"] = {own["unique_id"]: {**overview, **own}}
    catalog = {
        "metadata": {},
        "nodes": {name: _catalogued(node) for name, node in manifest["nodes"].items() if _is_table(node)},
        "sources": {name: _catalogued(node) for name, node in manifest["sources"].items()},
        "errors": None,
    }
    text = Path(DOCS_INDEX_FILE_PATH).read_text(encoding="utf-8")
    for marker, document in (("MANIFEST", manifest), ("CATALOG", catalog)):
        # A description may hold what would end the script that it stands in.
        said = json.dumps(document, default=str).replace("<", "\\u003c")
        text = text.replace(f'"{marker}.JSON INLINE DATA"', said)
    return text.encode()


def _is_table(node: dict[str, Any]) -> bool:
    return node["resource_type"] in _SAID


def _describe(node: dict[str, Any], words: StateWords) -> None:
    schema, table = node["schema"], node.get("alias") or node["name"]
    if node["description"]:
        node["description"] = words.comment(node["description"], schema, table)
    for column in node["columns"].values():
        if column["description"]:
            column["description"] = words.comment(column["description"], schema, table, column["name"])


def _catalogued(node: dict[str, Any]) -> dict[str, Any]:
    """What the viewer would ask the database for."""
    kind = node.get("config", {}).get("materialized") or node["resource_type"]
    return {
        "unique_id": node["unique_id"],
        "metadata": {"type": kind, "schema": node["schema"], "name": node["name"], "database": "", "owner": ""},
        "columns": {
            each["name"]: {"type": each["data_type"] or "", "index": at, "name": each["name"], "comment": ""}
            for at, each in enumerate(node["columns"].values(), start=1)
        },
        "stats": {},
    }


if __name__ == "__main__":
    # As in hotline/building/dbt_build.py.
    gc.disable()
    read_anywhere()
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
