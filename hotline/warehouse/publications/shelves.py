"""The shelves of publications: the current ones, and beside them those of each moment that was built again.

A shelf is a folder with a symlink per audience, which names the file that the audience reads, and a folder per audience
with its files and manifests. `published/` is the shelf of the current publications. A rebuild as of a past moment is
never among them: it lies on a shelf of its own, `published/as_of/<as_of>/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hotline.warehouse.home import Home
from serving.genuine import REBUILDS


@dataclass(frozen=True)
class Shelf:
    """A folder of publications. `as_of` names the moment of a rebuild, and is None for the current publications."""

    folder: Path
    as_of: str | None = None

    def audience(self, name: str) -> Path:
        """An audience's folder of publications."""
        return self.folder / name

    def link(self, audience: str) -> Path:
        """The symlink that names the file which an audience reads."""
        return self.folder / f"{audience}.duckdb"


def current_shelf(home: Home) -> Shelf:
    """The shelf of the current publications."""
    return Shelf(home.published)


def rebuild_shelf(home: Home, as_of: str) -> Shelf:
    """The shelf of the rebuild as of a moment, as the id of its build begins."""
    return Shelf(home.published / REBUILDS / as_of, as_of)


def rebuild_shelves(home: Home) -> list[Shelf]:
    """The shelves of all rebuilds, the earliest moment first."""
    folders = (path for path in (home.published / REBUILDS).glob("*") if path.is_dir())
    return [rebuild_shelf(home, path.name) for path in sorted(folders)]


def all_shelves(home: Home) -> Iterator[Shelf]:
    """The shelf of the current publications, then those of all rebuilds."""
    yield current_shelf(home)
    yield from rebuild_shelves(home)
