"""The demonstration extracts: made once, kept as long as they would come out the same."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from hotline.files import write_json
from hotline.home import Home
from hotline.project import ROOT, digest_of_files, seeds_of
from hotline.settings import Settings

SEED = 20260701
REFERRALS = 250_000


def demonstration_extracts(home: Home, settings: Settings, referrals: int) -> Path:
    """The folder of the extracts, generated unless the same ones are there."""
    from ingest.synthetic import generate

    seeds = seeds_of(settings.jurisdiction)
    maker = ROOT / "ingest" / "synthetic"
    wanted = {
        "referrals": referrals,
        "seed": SEED,
        "jurisdiction": settings.jurisdiction,
        "policy": digest_of_files(sorted(seeds.glob("*.csv")), seeds),
        "maker": digest_of_files(sorted(maker.rglob("*.*")), maker),
    }
    folder, said = home.demo / "extracts", home.demo / "parameters.json"
    if said.is_file() and json.loads(said.read_text(encoding="utf-8")) == wanted:
        return folder
    said.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    generate(folder, referrals=referrals, seed=SEED, jurisdiction_seeds=seeds)
    write_json(said, wanted)
    return folder
