"""The published files: what a publication is called, what it was built from, its manifest, and the current one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from pathlib import Path

from hotline.warehouse.audiences import OVERSIGHT
from hotline.warehouse.disk.files import point
from hotline.warehouse.disk.limited_database import open_limited
from hotline.warehouse.documents import utc_text
from hotline.warehouse.home import Home
from hotline.warehouse.publications.publication_ids import as_seen_by, publication_id
from hotline.warehouse.publications.shelves import Shelf
from hotline.warehouse.settings import Settings
from serving.genuine import digest_of, require_genuine, state_of
from serving.publication_files import FILE, publication_path

MANIFEST = "manifest.json"

# The mode of a published file: only the operator may read it, and nobody may write it.
READ_ONLY = 0o400


@dataclass(frozen=True)
class Withdrawal:
    """A batch that was taken back after a publication was made from it; `at` is UTC text."""

    load_id: str
    at: str | None


@dataclass(frozen=True)
class Manifest:
    """What readers are told beside a published file. Instants are UTC text; `tables` has the rows of each table.

    `build_id` is the build as the audience may see it; `history` has the earlier publications' ids, newest first.
    `sha256` is the file's, and `file_state` the state in which it had it: see serving/genuine.py.
    `withdrawn` names those of the `loads` that were taken back since.
    """

    publication_id: str
    audience: str = ""
    as_of: str | None = None
    as_of_on: str | None = None
    time_zone: str = ""
    jurisdiction_name: str = ""
    published_at: str | None = None
    build_id: str = ""
    code_version: str = ""
    tables: dict[str, int] = field(default_factory=dict)
    loads: list[str] = field(default_factory=list)
    history: list[str] = field(default_factory=list)
    sha256: str | None = None
    file_state: list[int] = field(default_factory=list)
    withdrawn: list[Withdrawal] = field(default_factory=list)


@dataclass(frozen=True)
class Publication:
    """One audience's publication of a build. `build_id` is the build's own; readers see it `as_seen_by` them."""

    publication_id: str
    audience: str
    build_id: str
    as_of: datetime | None
    as_of_on: date | None
    time_zone: str
    jurisdiction_name: str
    published_at: datetime
    code_version: str
    loads: tuple[str, ...]

    def file(self, shelf: Shelf) -> Path:
        """Where the publication lies on a shelf."""
        return publication_file(shelf, self.audience, self.publication_id)

    def manifest(self, tables: dict[str, int]) -> Manifest:
        """The publication's manifest, before it has become the current one; `tables` has the rows of each table."""
        return Manifest(
            publication_id=self.publication_id,
            audience=self.audience,
            as_of=utc_text(self.as_of),
            as_of_on=self.as_of_on.isoformat() if self.as_of_on else None,
            time_zone=self.time_zone,
            jurisdiction_name=self.jurisdiction_name,
            published_at=utc_text(self.published_at),
            build_id=as_seen_by(self.build_id, self.audience),
            code_version=self.code_version,
            tables=tables,
            loads=list(self.loads),
        )


def publications_of(
    build: Path, audiences: tuple[str, ...], settings: Settings, home: Home, now: datetime
) -> list[Publication]:
    """The publications that a build file would become, one per audience, published at `now`."""
    with open_limited(build, settings, home.temp, read_only=True) as con:
        row = con.execute(
            "select build.build_id, build.as_of, build.as_of_on, build.time_zone, "
            "jurisdiction.jurisdiction_name, build.code_version "
            "from control.build as build cross join reference.jurisdiction as jurisdiction"
        ).fetchone()
        loads = con.execute("select load_id, oversight from control.loads order by load_id").fetchall()
    if row is None:
        raise RuntimeError("the build file does not say what it is a build of")
    build_id, as_of, as_of_on, zone, name, code_version = row
    return [
        Publication(
            publication_id(build_id, audience), audience, build_id, as_of, as_of_on, zone, name, now,
            code_version, tuple(load for load, oversight in loads if audience == OVERSIGHT or not oversight),
        )
        for audience in audiences
    ]  # fmt: skip


def current_manifest(shelf: Shelf, audience: str) -> Manifest | None:
    """The manifest of what an audience reads on a shelf; None where it has nothing there."""
    return read_manifest(shelf.audience(audience) / MANIFEST)


def read_manifest(path: Path) -> Manifest | None:
    """A manifest, or None where there is none that can be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or "publication_id" not in found:
        return None
    known = {each.name: found[each.name] for each in fields(Manifest) if each.name in found}
    known["withdrawn"] = [Withdrawal(each["load_id"], each["at"]) for each in found.get("withdrawn", [])]
    return Manifest(**known)


def publication_file(shelf: Shelf, audience: str, publication_id: str) -> Path:
    """Where a publication of an audience lies."""
    return publication_path(shelf.audience(audience), publication_id)


def name_catalog(shelf: Shelf, audience: str) -> None:
    """Let what an audience reads be found as `<audience>/hotline.duckdb` too, which never changes.

    Python follows a link before it names the catalog after its file. The command line and `attach` name it by the link.
    """
    link = shelf.audience(audience) / FILE
    if not link.is_symlink():
        point(link, f"../{shelf.link(audience).name}")


def current_file(shelf: Shelf, audience: str) -> Path | None:
    """The real path of the file that an audience reads on a shelf; None where it has nothing there."""
    link = shelf.link(audience)
    return link.resolve() if link.exists() else None


def genuine_file(shelf: Shelf, audience: str) -> Path | None:
    """As `current_file`, for whoever reads from it. Raises NotAsPublished if it is not the file that was published."""
    file = current_file(shelf, audience)
    if file is not None:
        require_genuine(file)
    return file


def sealed(manifest: Manifest, file: Path) -> Manifest:
    """The manifest with the hash and the state of its file, which nobody writes any more."""
    return replace(manifest, sha256=digest_of(file), file_state=list(state_of(file)))
