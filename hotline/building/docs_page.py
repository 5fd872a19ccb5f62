"""Makes the documentation's page: dbt reads its project in a process of its own, in a folder that is removed after."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from hotline.building.dbt_run import dbt_environment
from hotline.warehouse.errors import CommandError
from hotline.warehouse.home import Home
from hotline.warehouse.program_files import ROOT
from hotline.warehouse.settings import Settings


def docs_page(settings: Settings) -> bytes:
    """Return the page. The warehouse is neither read nor written.

    Raises CommandError if dbt can't read the project.
    """
    with TemporaryDirectory() as folder:
        made = Path(folder) / "index.html"
        done = subprocess.run(
            [sys.executable, "-P", "-m", "hotline.building.dbt_docs", str(made), settings.jurisdiction],
            cwd=ROOT, env=dbt_environment(Home(Path(folder)), settings), text=True, errors="replace", check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        if done.returncode != 0 or not made.is_file():
            said = " ".join(done.stdout.split())[:300]
            raise CommandError(f"The documentation could not be made, because dbt can't read the project: {said}")
        return made.read_bytes()
