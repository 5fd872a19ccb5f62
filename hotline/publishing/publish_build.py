"""The newest build that passed becomes every audience's file, if its figures can be relied on.

A rebuild as of a past moment goes on a shelf of its own, beside the current publications.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from expectations.facts import Result
from hotline.publishing.audience_file import complete_copy, copy_objects
from hotline.publishing.history import build_names, record_build, recorded_builds
from hotline.publishing.judge import Judge, JudgingFailed
from hotline.publishing.swap import make_current, prune_publications, put_beside
from hotline.warehouse.audiences import AGENCY, AUDIENCES, OVERSIGHT
from hotline.warehouse.builds import newest_build
from hotline.warehouse.disk.damage import damage_sentence, is_damage
from hotline.warehouse.errors import CommandError
from hotline.warehouse.home import Home
from hotline.warehouse.landed import delivered_files, id_of_build, landed_loads, landing_file
from hotline.warehouse.ledger_rows import (
    earlier_publications,
    record_publications,
    record_verdict,
    release_reason,
    taken_back,
)
from hotline.warehouse.publications.publication_ids import as_of_name, as_seen_by, is_rebuild
from hotline.warehouse.publications.published_files import (
    Publication,
    current_file,
    current_manifest,
    publication_file,
    publications_of,
)
from hotline.warehouse.publications.shelves import Shelf, current_shelf, rebuild_shelf
from hotline.warehouse.settings import Settings
from ingest.contract import oversight_extracts
from serving.genuine import is_genuine

# A build's days are compared with those in this audience's file: it holds the figures and no row of a report.
COMPARED_WITH = AGENCY


@dataclass(frozen=True)
class PublishOutcome:
    """What became of a build: `outcome` is published, nothing_new or held.

    `publications` has each audience's publication id, `reasons` say why the build was held, and `results` are the
    expectations judged. `rebuilt_as_of` names the shelf of a rebuild, and `is_current` says whether the build is what
    any audience reads unless it names a moment. It is the document of publish as it stands.
    """

    outcome: str
    build_id: str
    as_of: datetime | None
    publications: dict[str, str]
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    rebuilt_as_of: str | None = None
    is_current: bool = True


@dataclass(frozen=True)
class _Place:
    """A publication and the shelf on which it belongs."""

    shelf: Shelf
    publication: Publication

    @property
    def file(self) -> Path:
        return self.publication.file(self.shelf)

    @property
    def made(self) -> Path:
        """The file while it is being written."""
        return self.shelf.audience(self.publication.audience) / f"{self.publication.publication_id}.tmp.duckdb"

    def is_taken(self) -> bool:
        """Whether the publication is what its audience reads on the shelf, and is as it was published."""
        file = current_file(self.shelf, self.publication.audience)
        manifest = current_manifest(self.shelf, self.publication.audience)
        return (
            file == self.file.resolve()
            and manifest is not None
            and manifest.publication_id == self.publication.publication_id
            and is_genuine(self.file)
        )


def publish_newest_build(home: Home, settings: Settings, judge: Judge) -> PublishOutcome:
    """Judge the newest build and swap it in for every audience, or keep what is published.

    Raises CommandError if there is no build, or if it was made from a batch that was taken back since, JudgingFailed if
    it could not be judged.
    """
    build = newest_build(home, settings)
    if build is None:
        raise CommandError("There is no build to publish: run 'hotline build' first, then publish.")
    return publish_build(home, settings, judge, build)


def publish_build(home: Home, settings: Settings, judge: Judge, build: Path) -> PublishOutcome:
    """As publish_newest_build, for one of the builds that passed."""
    now = datetime.now(UTC)
    publications = publications_of(build, AUDIENCES, settings, home, now)
    _refuse_what_was_taken_back(home, settings, publications)
    build_id, as_of = publications[0].build_id, publications[0].as_of
    wanted = _places(home, settings, publications)
    is_current = any(each.shelf.as_of is None for each in wanted)
    outcome = partial(
        PublishOutcome,
        build_id=build_id,
        as_of=as_of,
        rebuilt_as_of=next((each.shelf.as_of for each in wanted if each.shelf.as_of), None),
        is_current=is_current,
    )
    ids = {each.audience: each.publication_id for each in publications}
    new = [each for each in wanted if not each.is_taken()]
    if not new:
        return outcome("nothing_new", publications=ids)

    with landing_file(home, settings) as con:
        released = release_reason(con, build_id) is not None
        earlier = {name: earlier_publications(con, name) for name in map(str, AUDIENCES)}
        recorded = recorded_builds(con)
    # A publication that is still kept from before becomes the current one again as it is, and one whose file was
    # changed is written again.
    missing = [each for each in new if not is_genuine(each.file)]
    # The judge is a process of its own, and most builds pass: their files are written while it reads.
    with ThreadPoolExecutor(max_workers=1) as pool:
        judging = pool.submit(
            judge.judge_publication,
            build,
            _newest_genuine(wanted[-1].shelf, COMPARED_WITH),
            landing_path=home.landing,
            released=released,
        )
        for each in missing:
            audience = each.publication.audience
            each.made.parent.mkdir(parents=True, exist_ok=True)
            names = build_names(each.publication, earlier[audience], recorded)
            copy_objects(home, settings, build, each.made, audience, names)
        verdict = judging.result()
    if verdict.error:
        _remove(missing)
        if is_damage(verdict.error.partition(": ")[2]):
            raise CommandError(damage_sentence(home, settings))
        raise JudgingFailed(verdict.error)
    with landing_file(home, settings) as con:
        rows = record_verdict(con, build_id, verdict, now)
        if verdict.outcome != "hold" and is_current:
            record_build(con, build, publications[0], now)
    results = list(verdict.results)
    warnings = [each.sentence for each in results if each.severity == "warn" and not each.success]
    if verdict.outcome == "hold":
        _remove(missing)
        return outcome("held", publications={}, reasons=list(verdict.reasons), warnings=warnings, results=results)

    for each in missing:
        publication = each.publication
        tables = complete_copy(home, settings, each.made, publication, earlier[publication.audience], rows)
        put_beside(each.shelf, publication, each.made, tables)
    hashes = [make_current(each.shelf, each.publication).sha256 for each in new]
    with landing_file(home, settings) as con:
        record_publications(con, [(each.publication, sha256) for each, sha256 in zip(new, hashes, strict=True)])
    for each in wanted:
        # Of a rebuild only the newest is of use: an earlier one lacked what arrived late.
        keep = 1 if each.shelf.as_of else settings.keep_publications
        prune_publications(each.shelf, each.publication.audience, keep)
    return outcome("published", publications=ids, warnings=warnings, results=results)


def _places(home: Home, settings: Settings, publications: Sequence[Publication]) -> list[_Place]:
    """Where the publications of a build belong; those on the shelf of the current ones come last.

    A rebuild lies on the shelf of its own as_of. It is the current publication too if nothing that the audience may
    know of was extracted later, because then it is the same as a build from everything, unless that is what is
    published already.
    """
    current = current_shelf(home)
    if not is_rebuild(publications[0].build_id):
        return [_Place(current, each) for each in publications]
    shelf = rebuild_shelf(home, as_of_name(publications[0].as_of))
    own = set(oversight_extracts())
    with landing_file(home, settings) as con:
        landed = landed_loads(con, own)
        everything = id_of_build(settings, delivered_files(con, own, None), publications[0].as_of, None)

    def is_current_too(each: Publication) -> bool:
        there = current_manifest(current, each.audience)
        same = there is not None and there.build_id == as_seen_by(everything, each.audience)
        known = {load for load, oversight in landed if each.audience == OVERSIGHT or not oversight}
        return set(each.loads) == known and not same

    beside = [_Place(shelf, each) for each in publications]
    return beside + [_Place(current, each) for each in publications if is_current_too(each)]


def _refuse_what_was_taken_back(home: Home, settings: Settings, wanted: Iterable[Publication]) -> None:
    with landing_file(home, settings) as con:
        back = taken_back(con)
    found = sorted({load for each in wanted for load in each.loads if load in back})
    if found:
        raise CommandError(
            f"The newest build was made from {', '.join(found)}, taken back since: run 'hotline build' to build "
            "without it, then publish."
        )


def _remove(places: Iterable[_Place]) -> None:
    """Remove the unfinished files, and the folders of a shelf on which there is nothing."""
    for each in places:
        each.made.unlink(missing_ok=True)
        if each.shelf.as_of:
            for folder in (each.made.parent, each.shelf.folder):
                with suppress(OSError):  # it holds what was published earlier
                    folder.rmdir()


def _newest_genuine(shelf: Shelf, audience: str) -> Path | None:
    """The file that an audience reads, or the last one before it that is still as it was published."""
    manifest = current_manifest(shelf, audience)
    ids = (manifest.publication_id, *manifest.history) if manifest else ()
    return next((path for each in ids if is_genuine(path := publication_file(shelf, audience, each))), None)
