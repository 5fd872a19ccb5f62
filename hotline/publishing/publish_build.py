"""The newest build that passed becomes every audience's file, if its figures can be relied on."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from expectations.facts import Result
from hotline.publishing.audience_file import complete_copy, copy_objects
from hotline.publishing.history import build_names, record_build, recorded_builds
from hotline.publishing.judge import Judge, JudgingFailed
from hotline.publishing.swap import make_current, prune_publications, put_beside
from hotline.warehouse.audiences import AGENCY, AUDIENCES
from hotline.warehouse.builds import newest_build
from hotline.warehouse.disk.damage import damage_sentence, is_damage
from hotline.warehouse.errors import CommandError
from hotline.warehouse.home import Home
from hotline.warehouse.landed import landing_file
from hotline.warehouse.ledger_rows import (
    earlier_publications,
    record_publications,
    record_verdict,
    release_reason,
    taken_back,
)
from hotline.warehouse.published_files import (
    Publication,
    current_file,
    current_manifest,
    publication_file,
    publications_of,
)
from hotline.warehouse.settings import Settings
from serving.genuine import is_genuine

# A build's days are compared with those in this audience's file: it holds the figures and no row of a report.
COMPARED_WITH = AGENCY


@dataclass(frozen=True)
class PublishOutcome:
    """What became of a build: `outcome` is published, nothing_new or held.

    `publications` has each audience's publication id, `reasons` say why the build was held, and `results` are the
    expectations judged. It is the document of publish as it stands.
    """

    outcome: str
    build_id: str
    as_of: datetime | None
    publications: dict[str, str]
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)


def publish_newest_build(home: Home, settings: Settings, judge: Judge) -> PublishOutcome:
    """Judge the newest build and swap it in for every audience, or keep what is published.

    Raises CommandError if there is no build, or if it was made from a batch that was taken back since, JudgingFailed if
    it could not be judged.
    """
    build, now = newest_build(home, settings), datetime.now(UTC)
    if build is None:
        raise CommandError("There is no build to publish: run 'hotline build' first, then publish.")
    wanted = publications_of(build, AUDIENCES, settings, home, now)
    _refuse_what_was_taken_back(home, settings, wanted)
    ids = {each.audience: each.publication_id for each in wanted}
    build_id, as_of = wanted[0].build_id, wanted[0].as_of
    new = [each for each in wanted if not _is_current(home, each)]
    if not new:
        return PublishOutcome("nothing_new", build_id, as_of, ids)

    with landing_file(home, settings) as con:
        released = release_reason(con, build_id) is not None
        earlier = {each.audience: earlier_publications(con, each.audience) for each in new}
        recorded = recorded_builds(con)
    made = {each: home.audience(each.audience) / f"{each.publication_id}.tmp.duckdb" for each in new}
    # A publication that is still kept from before becomes the current one again as it is, and one whose file was
    # changed is written again.
    missing = [each for each in new if not is_genuine(each.file(home))]
    # The judge is a process of its own, and most builds pass: their files are written while it reads.
    with ThreadPoolExecutor(max_workers=1) as pool:
        judging = pool.submit(
            judge.judge_publication,
            build,
            _newest_genuine(home, COMPARED_WITH),
            landing_path=home.landing,
            released=released,
        )
        for each in missing:
            made[each].parent.mkdir(exist_ok=True)
            names = build_names(each, earlier[each.audience], recorded)
            copy_objects(home, settings, build, made[each], each.audience, names)
        verdict = judging.result()
    if verdict.error:
        _remove(made.values())
        if is_damage(verdict.error.partition(": ")[2]):
            raise CommandError(damage_sentence(home, settings))
        raise JudgingFailed(verdict.error)
    with landing_file(home, settings) as con:
        rows = record_verdict(con, build_id, verdict, now)
        if verdict.outcome != "hold":
            record_build(con, build, wanted[0], now)
    results = list(verdict.results)
    warnings = [each.sentence for each in results if each.severity == "warn" and not each.success]
    if verdict.outcome == "hold":
        _remove(made.values())
        return PublishOutcome("held", build_id, as_of, {}, list(verdict.reasons), warnings, results)

    for each in missing:
        tables = complete_copy(home, settings, made[each], each, earlier[each.audience], rows)
        put_beside(home, each, made[each], tables)
    made_current = {each: make_current(home, each).sha256 for each in new}
    with landing_file(home, settings) as con:
        record_publications(con, [(each, made_current[each]) for each in new])
    for audience in AUDIENCES:
        prune_publications(home, audience, settings.keep_publications)
    return PublishOutcome("published", build_id, as_of, ids, [], warnings, results)


def _refuse_what_was_taken_back(home: Home, settings: Settings, wanted: Iterable[Publication]) -> None:
    with landing_file(home, settings) as con:
        back = taken_back(con)
    found = sorted({load for each in wanted for load in each.loads if load in back})
    if found:
        raise CommandError(
            f"The newest build was made from {', '.join(found)}, taken back since: run 'hotline build' to build "
            "without it, then publish."
        )


def _remove(unfinished: Iterable[Path]) -> None:
    for path in unfinished:
        path.unlink(missing_ok=True)


def _is_current(home: Home, publication: Publication) -> bool:
    file, manifest = current_file(home, publication.audience), current_manifest(home, publication.audience)
    return (
        file == publication.file(home).resolve()
        and manifest is not None
        and manifest.publication_id == publication.publication_id
        and is_genuine(publication.file(home))
    )


def _newest_genuine(home: Home, audience: str) -> Path | None:
    """The file that an audience reads, or the last one before it that is still as it was published."""
    manifest = current_manifest(home, audience)
    ids = (manifest.publication_id, *manifest.history) if manifest else ()
    return next((path for each in ids if is_genuine(path := publication_file(home, audience, each))), None)
