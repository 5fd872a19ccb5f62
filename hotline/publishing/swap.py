"""A finished file becomes the one that an audience reads on a shelf: file, symlink and manifest, each in one step."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from hotline.warehouse.disk.files import point, rename_database, write_json
from hotline.warehouse.publications.published_files import (
    MANIFEST,
    READ_ONLY,
    Manifest,
    Publication,
    current_manifest,
    name_catalog,
    publication_file,
    read_manifest,
    sealed,
)
from hotline.warehouse.publications.shelves import Shelf
from ingest.storing.whole_files import sync
from serving.genuine import require_genuine, state_of
from serving.publication_files import FILE


def put_beside(shelf: Shelf, publication: Publication, made: Path, tables: dict[str, int]) -> None:
    """Move the finished file into the audience's folder, after a manifest of its own; nobody reads it yet.

    From here on nobody may write it, and its manifest says its hash.
    """
    file = publication.file(shelf)
    made.chmod(READ_ONLY)
    file.parent.mkdir(exist_ok=True)
    sync(file.parent.parent)
    write_json(file.with_suffix(".json"), sealed(publication.manifest(tables), made))
    rename_database(made, file)


def make_current(shelf: Shelf, publication: Publication) -> Manifest:
    """Let readers find the publication, and return its manifest.

    The next command mends what a crash between two steps leaves. Raises RuntimeError if the publication has no
    manifest of its own, NotAsPublished if its file is another one.
    """
    file = publication.file(shelf)
    require_genuine(file)
    folder = shelf.audience(publication.audience)
    before = current_manifest(shelf, publication.audience)
    manifest = read_manifest(file.with_suffix(".json"))
    if manifest is None:
        raise RuntimeError("a publication has no manifest of its own")
    earlier = [before.publication_id, *before.history] if before else []
    history = [each for each in dict.fromkeys(earlier) if each != publication.publication_id]
    manifest = replace(manifest, history=history, file_state=list(state_of(file)))
    write_json(file.with_suffix(".json"), manifest)
    point(shelf.link(publication.audience), file.relative_to(shelf.folder).as_posix())
    name_catalog(shelf, publication.audience)
    write_json(folder / MANIFEST, manifest)
    return manifest


def prune_publications(shelf: Shelf, audience: str, keep: int) -> None:
    """Remove an audience's publications but the `keep` that were current last; a reader that has one open keeps it."""
    manifest = current_manifest(shelf, audience)
    if manifest is None:
        return
    there = [
        name
        for name in (manifest.publication_id, *manifest.history)
        if publication_file(shelf, audience, name).is_file()
    ]
    kept = {publication_file(shelf, audience, name) for name in there[:keep]}
    for folder in (path for path in shelf.audience(audience).iterdir() if path.is_dir()):
        if folder / FILE in kept:
            continue
        for path in (folder / FILE, (folder / FILE).with_suffix(".json")):
            path.unlink(missing_ok=True)
        with suppress(OSError):  # it holds what is none of ours
            folder.rmdir()
