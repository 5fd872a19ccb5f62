"""Make a swapped file, its manifest and its row in the ledger agree, where a crash left them apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import duckdb

from hotline.warehouse.audiences import AUDIENCES
from hotline.warehouse.disk.files import point, second_name, write_json
from hotline.warehouse.documents import utc_text
from hotline.warehouse.home import Home
from hotline.warehouse.ledger_rows import has_no_hash, record_manifest, taken_back
from hotline.warehouse.publications.published_files import (
    MANIFEST,
    READ_ONLY,
    Withdrawal,
    current_file,
    current_manifest,
    name_catalog,
    publication_file,
    read_manifest,
    sealed,
)
from hotline.warehouse.publications.shelves import Shelf, all_shelves
from serving.publication_files import publication_of


def mend_manifests(home: Home) -> None:
    """Make each audience's manifest speak of the file that its symlink names, on every shelf. The lock must be held."""
    for shelf, audience in _places(home):
        file, manifest = current_file(shelf, audience), current_manifest(shelf, audience)
        if file is None or (manifest and manifest.publication_id == publication_of(file)):
            continue
        own = read_manifest(file.with_suffix(".json"))
        if own is not None:
            write_json(shelf.audience(audience) / MANIFEST, own)


def move_earlier_files(home: Home) -> None:
    """Give the files of earlier versions of the program the place that they have now. The lock must be held.

    Each is there under both names until its audience's symlink names the new one, so readers find it at every moment.
    """
    for shelf, audience in _places(home):
        for old in sorted(each for each in shelf.audience(audience).glob("*.duckdb") if not each.is_symlink()):
            new = publication_file(shelf, audience, old.stem)
            new.parent.mkdir(exist_ok=True)
            for ending in (".json", ".duckdb"):
                if old.with_suffix(ending).exists() and not new.with_suffix(ending).exists():
                    second_name(old.with_suffix(ending), new.with_suffix(ending))
            if current_file(shelf, audience) == old.resolve():
                point(shelf.link(audience), new.relative_to(shelf.folder).as_posix())
            old.unlink()
            old.with_suffix(".json").unlink(missing_ok=True)
        if current_file(shelf, audience):
            name_catalog(shelf, audience)


def mend_ledger(home: Home, con: duckdb.DuckDBPyConnection) -> None:
    """Add the ledger's row of each current publication that lacks one.

    A file that an earlier version of the program published gets its hash here, once.
    """
    for shelf, audience in _places(home):
        manifest, file = current_manifest(shelf, audience), current_file(shelf, audience)
        if manifest is None:
            continue
        record_manifest(con, manifest)
        if file is not None and has_no_hash(con, manifest):
            file.chmod(READ_ONLY)
            manifest = sealed(manifest, file)
            write_json(file.with_suffix(".json"), manifest)
            write_json(shelf.audience(audience) / MANIFEST, manifest)
            record_manifest(con, manifest)


def mark_withdrawn(home: Home, con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Let the manifests of all publications name the batches that were taken back since.

    Returns, for each audience, the publications that were made from such a batch.
    """
    back = taken_back(con)
    withdrawn: dict[str, list[str]] = {}
    if not back:
        return withdrawn
    for shelf, audience in _places(home):
        for path in sorted(shelf.audience(audience).rglob("*.json")):
            manifest = read_manifest(path)
            if manifest is None:
                continue
            found = [Withdrawal(each, utc_text(back[each])) for each in manifest.loads if each in back]
            if found != manifest.withdrawn:
                write_json(path, replace(manifest, withdrawn=found))
            if found and path.name != MANIFEST:
                withdrawn.setdefault(audience, []).append(manifest.publication_id)
    return withdrawn


def _places(home: Home) -> Iterator[tuple[Shelf, str]]:
    """Every shelf with every audience."""
    return ((shelf, audience) for shelf in all_shelves(home) for audience in AUDIENCES)
