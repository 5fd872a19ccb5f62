"""Make demonstration extracts, run them and serve the dashboards.

The extracts are made once, and kept as long as the same ones would come out.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from hotline.commands.answers import serve
from hotline.commands.publications.run import ingest_build_publish
from hotline.commands.session import writing_session
from hotline.publishing.judge import start_judge
from hotline.terminal.outcomes import tell_run
from hotline.terminal.reporting import Reporting
from hotline.warehouse.disk.files import write_json
from hotline.warehouse.errors import DONE, QUARANTINED
from hotline.warehouse.home import Home
from hotline.warehouse.program_files import ROOT, digest_of_files, seeds_of
from hotline.warehouse.seeds.check import require_sound_seeds
from hotline.warehouse.settings import Settings, load_settings
from ingest.synthetic import generate

SEED = 20260701
REFERRALS = 250_000


def execute(referrals: int | None, then_serve: bool, port: int | None) -> int:
    """Make `referrals` reports up; ingest, build and publish them; then serve the dashboards if `then_serve`."""
    settings, reporting = load_settings(port=port), Reporting(as_json=False)
    require_sound_seeds(settings.jurisdiction)
    with writing_session(settings, "demo") as session, start_judge() as judge:
        wanted = referrals or REFERRALS
        with reporting.waiting(f"Making {wanted:,} reports up"):
            folder = demonstration_extracts(session.home, settings, wanted)
        result = ingest_build_publish(session, [folder], None, judge, reporting)
    tell_run(result, reporting)
    # Rows in quarantine are part of the demonstration.
    code = DONE if result.exit_code == QUARANTINED else result.exit_code
    if then_serve and code == DONE:
        return serve.execute(port)
    return code


def demonstration_extracts(home: Home, settings: Settings, referrals: int) -> Path:
    """The folder of the extracts of `referrals` reports, made unless the same ones are there."""
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
