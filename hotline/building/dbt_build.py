"""One dbt build, as a program of its own: its progress goes to stdout, the models and what failed into a file.

Usage: python -P -m hotline.building.dbt_build FILE

A line `3 206` says that 3 of 206 steps are done. FILE then has `nodes`, with what publishing asks of each model and
seed, and `failed`, whose messages may quote rows: the reader of FILE removes them. The exit code is 0, or 1 where
something failed, or 2 where dbt stopped before it built anything; then dbt's words are on stdout, and quote no row.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from typing import Any

from dbt.artifacts.resources.types import NodeType
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

from hotline.building.dbt_anywhere import read_anywhere
from hotline.warehouse.program_files import ROOT

# Of dbt's own files only the partial parse is written, for the next time: nobody reads the others.
QUIETLY = ["--log-level", "none", "--log-level-file", "none", "--no-use-colors", "--no-write-json"]
WHERE = ["--project-dir", str(ROOT), "--profiles-dir", str(ROOT)]
_RESULTS = ("LogSeedResult", "LogModelResult", "LogTestResult")
_FAILED = ("error", "fail", "runtime error")


class _Progress:
    """Prints how far the build is, from dbt's events."""

    def __init__(self) -> None:
        self.done = 0
        self.all = 0

    def __call__(self, event: Any) -> None:
        if event.info.name == "LogStartLine":
            self.all = event.data.total
        elif event.info.name in _RESULTS:
            self.done += 1
            print(self.done, self.all, flush=True)


def main(file: Path) -> int:
    """Build every seed, model and data test, and write `file`. Returns the exit code."""
    read = dbtRunner().invoke([*QUIETLY, "parse", *WHERE])
    if not isinstance(read.result, Manifest):
        print(read.exception)
        return 2
    command = ["build", "--exclude-resource-type", "unit_test"]
    built = dbtRunner(manifest=read.result, callbacks=[_Progress()]).invoke([*QUIETLY, *command, *WHERE])
    if built.result is None:
        print(built.exception)
        return 2
    failed = [
        {
            "unique_id": each.node.unique_id,
            "failures": each.failures,
            "message": each.message,
        }
        for each in built.result.results
        if each.status in _FAILED
    ]
    file.write_text(json.dumps({"nodes": _nodes(read.result), "failed": failed}), encoding="utf-8")
    return 1 if failed or not built.success else 0


def _nodes(manifest: Manifest) -> dict[str, object]:
    """The models and seeds in the form of dbt's manifest, without their code and its place, which nobody asks for."""
    return {
        name: {
            "unique_id": name,
            "resource_type": str(node.resource_type),
            "schema": node.schema,
            "alias": node.alias,
            "description": node.description,
            "meta": node.meta,
            "config": {"meta": node.config.meta},
            "columns": {
                each.name: {
                    "name": each.name,
                    "description": each.description,
                    "meta": each.meta,
                    "config": {"meta": each.config.meta},
                }
                for each in node.columns.values()
            },
        }
        for name, node in manifest.nodes.items()
        if node.resource_type in (NodeType.Model, NodeType.Seed)
    }


if __name__ == "__main__":
    # dbt keeps what it has read until the end, so a search for garbage finds nothing: it took a tenth of dbt's time.
    gc.disable()
    read_anywhere()
    sys.exit(main(Path(sys.argv[1])))
