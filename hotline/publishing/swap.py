"""A finished file becomes the one that an audience reads: file, symlink and manifest, each in one step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hotline.warehouse.files import point, rename_database, write_json
from hotline.warehouse.home import Home
from hotline.warehouse.published_files import MANIFEST, Publication, current_manifest, read_manifest


def put_beside(home: Home, publication: Publication, made: Path, tables: dict[str, int]) -> None:
    """Move the finished file into the audience's folder, after a manifest of its own; nobody reads it yet."""
    file = publication.file(home)
    write_json(file.with_suffix(".json"), publication.manifest(tables))
    rename_database(made, file)


def make_current(home: Home, publication: Publication) -> None:
    """Let readers find the publication.

    The next command mends what a crash between two steps leaves. Raises RuntimeError if the publication has no
    manifest of its own.
    """
    file = publication.file(home)
    folder = home.audience(publication.audience)
    before = current_manifest(home, publication.audience)
    manifest = read_manifest(file.with_suffix(".json"))
    if manifest is None:
        raise RuntimeError("a publication has no manifest of its own")
    earlier = [before.publication_id, *before.history] if before else []
    history = [each for each in dict.fromkeys(earlier) if each != publication.publication_id]
    manifest = replace(manifest, history=history)
    write_json(file.with_suffix(".json"), manifest)
    point(home.published / f"{publication.audience}.duckdb", f"{publication.audience}/{file.name}")
    write_json(folder / MANIFEST, manifest)


def prune_publications(home: Home, audience: str, keep: int) -> None:
    """Remove an audience's publications but the `keep` that were current last; a reader that has one open keeps it."""
    manifest = current_manifest(home, audience)
    if manifest is None:
        return
    there = [name for name in (manifest.publication_id, *manifest.history) if _file(home, audience, name).is_file()]
    kept = {_file(home, audience, name) for name in there[:keep]}
    for path in home.audience(audience).glob("*.duckdb"):
        if path not in kept:
            path.unlink()
            path.with_suffix(".json").unlink(missing_ok=True)


def _file(home: Home, audience: str, publication_id: str) -> Path:
    return home.audience(audience) / f"{publication_id}.duckdb"
