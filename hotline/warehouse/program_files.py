"""The program's own files: where they lie, and versions that change whenever they do."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from hotline.warehouse.errors import WrongUsage

ROOT = Path(__file__).resolve().parents[2]

# These files decide which figures a build has and which of them are published; the jurisdiction's seeds count apart.
DECIDING = (
    "dbt_project.yml",
    "profiles.yml",
    "models",
    "macros",
    "seeds/product",
    "seeds/definitions",
    "ingest/contracts",
    "hotline/publishing/audience_file.py",
    "hotline/publishing/build_catalog.py",
    "hotline/building/published_objects.py",
    "hotline/building/state_words.py",
    "hotline/building/withheld_rows.py",
)


def default_jurisdiction() -> str:
    """The jurisdiction where none is set. dbt's project file names it, so that dbt on its own takes the same one.

    Raises WrongUsage if the project file names none.
    """
    project = (ROOT / "dbt_project.yml").read_text(encoding="utf-8")
    found = re.search(r"HOTLINE_JURISDICTION'\s*,\s*'([a-z0-9_]+)'", project)
    if found is None:
        raise WrongUsage("No jurisdiction is set: set HOTLINE_JURISDICTION to the name of a folder in seeds/policy/.")
    return found[1]


def seeds_of(jurisdiction: str) -> Path:
    """The folder of a jurisdiction's seeds. Raises WrongUsage if there is none."""
    folder = ROOT / "seeds" / "policy" / jurisdiction
    if not (folder / "jurisdiction.csv").is_file():
        raise WrongUsage(
            f"There is no jurisdiction '{jurisdiction}': "
            "seeds/policy/ has no folder of that name with a jurisdiction.csv."
        )
    return folder


def county_shapes_of(jurisdiction: str) -> Path | None:
    """The file of the outlines of the jurisdiction's counties, or None: a state without one has no map."""
    path = ROOT / "seeds" / "policy" / jurisdiction / "county_shapes.json"
    return path if path.is_file() else None


def package_version() -> str:
    """The version of the installed package, as pyproject.toml has it."""
    return version("hotline-warehouse")


@cache
def code_version() -> str:
    """Return the package's version, and twelve characters that change whenever a file that decides the figures does."""
    files: list[Path] = []
    for pattern in DECIDING:
        for path in sorted(ROOT.glob(pattern)):
            files += sorted(path.rglob("*")) if path.is_dir() else [path]
    return f"{package_version()}+{digest_of_files(files, ROOT)}"


def policy_version(seeds: Path) -> str:
    """Twelve characters that change whenever the jurisdiction's seeds do."""
    return digest_of_files(sorted(seeds.rglob("*.csv")), seeds)


def digest_of_files(files: Iterable[Path], root: Path) -> str:
    """Twelve characters that stand for the files: their names below `root`, their contents and their order."""
    digest = hashlib.sha256()
    for path in files:
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
