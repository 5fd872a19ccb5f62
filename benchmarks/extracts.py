"""Writes the files that the warehouse and the floor both read: a synthetic initial load, as plain CSV.

In: a folder and a number of reports. Out: the folder that holds the files.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import duckdb

from hotline.warehouse.program_files import ROOT, default_jurisdiction
from ingest.contract import load_contracts
from ingest.synthetic import generate

SEEDS = ROOT / "seeds" / "policy" / default_jurisdiction()


def files_of_every_extract(folder: Path, referrals: int) -> Path:
    """Write one CSV per extract for `referrals` reports below `folder`, unless it is there; return their folder."""
    target = folder / f"{referrals}"
    if (target / "done").exists():
        return target
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        files = generate(Path(scratch), referrals=referrals, jurisdiction_seeds=SEEDS)
        manifests = sorted({each.parent / "manifest.json" for each in files})
        stated = json.loads(manifests[0].read_text(encoding="utf-8"))["files"]
        for extract in load_contracts(SEEDS):
            name = next(each for each in stated if each.startswith(extract))
            _as_csv(manifests[0].parent / name, target / f"{extract}_{manifests[0].parent.name}T06-00.csv")
    (target / "done").touch()
    return target


def _as_csv(source: Path, target: Path) -> None:
    if source.suffix == ".csv":
        target.write_bytes(source.read_bytes())
        return
    reader = "read_parquet(?)" if source.suffix == ".parquet" else "read_csv(?, all_varchar = true)"
    duckdb.connect().execute(f"copy (select * from {reader}) to '{target}' (header)", [str(source)])
