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
from hotline.warehouse.damage import damage_sentence, is_damage
from hotline.warehouse.errors import CommandError
from hotline.warehouse.home import Home
from hotline.warehouse.landed import landing_file
from hotline.warehouse.ledger_rows import earlier_publications, record_publications, record_verdict, release_reason
from hotline.warehouse.published_files import Publication, current_file, current_manifest, publications_of
from hotline.warehouse.settings import Settings

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

    Raises CommandError if there is no build, JudgingFailed if it could not be judged.
    """
    there = home.passed_builds()
    if not there:
        raise CommandError("Nothing has been built: run 'hotline build' first, then publish.")
    build, now = there[0], datetime.now(UTC)
    wanted = publications_of(build, AUDIENCES, settings, home, now)
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
    # A publication that is still kept from before becomes the current one again as it is.
    missing = [each for each in new if not each.file(home).is_file()]
    # The judge is a process of its own, and most builds pass: their files are written while it reads.
    with ThreadPoolExecutor(max_workers=1) as pool:
        judging = pool.submit(
            judge.judge_publication,
            build,
            current_file(home, COMPARED_WITH),
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
    for each in new:
        make_current(home, each)
    with landing_file(home, settings) as con:
        record_publications(con, new)
    for audience in AUDIENCES:
        prune_publications(home, audience, settings.keep_publications)
    return PublishOutcome("published", build_id, as_of, ids, [], warnings, results)


def _remove(unfinished: Iterable[Path]) -> None:
    for path in unfinished:
        path.unlink(missing_ok=True)


def _is_current(home: Home, publication: Publication) -> bool:
    file, manifest = current_file(home, publication.audience), current_manifest(home, publication.audience)
    return (
        file == publication.file(home).resolve()
        and manifest is not None
        and manifest.publication_id == publication.publication_id
    )
