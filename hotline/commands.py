"""What each command does, from its options to its exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from hotline import settings as configuration
from hotline.audiences import AUDIENCES
from hotline.errors import DONE, WrongUsage
from hotline.home import Home
from hotline.outcomes import build_document, built_sentence, publish_document, tell_published, tell_run


def demo(referrals: int | None, then_serve: bool, port: int | None) -> int:
    """Synthetic extracts, run, served."""
    from hotline import pipeline
    from hotline.demo import REFERRALS, demonstration_extracts
    from hotline.reporting import Reporting
    from hotline.session import writing

    settings, reporting = configuration.load(port=port), Reporting(as_json=False)
    with writing(settings, "demo") as session, _judge() as judge:
        wanted = referrals or REFERRALS
        with reporting.waiting(f"Making {wanted:,} reports up"):
            folder = demonstration_extracts(session.home, settings, wanted)
        result = pipeline.run(session, [folder], None, judge, reporting)
    tell_run(result, reporting)
    # Rows in quarantine are part of the demonstration.
    code = DONE if result.exit_code == 3 else result.exit_code
    if then_serve and code == DONE:
        return serve(port)
    return code


def template(directory: Path) -> int:
    """Empty extracts and the contract's page."""
    from hotline.errors import CommandError
    from hotline.project import seeds_of
    from hotline.template import write_templates

    try:
        written = write_templates(directory, seeds_of(configuration.load().jurisdiction))
    except FileExistsError as error:
        raise CommandError(
            f"{error.args[0]} is there and has rows: nothing was written; give an empty folder."
        ) from None
    sys.stdout.write("".join(f"{path}\n" for path in written))
    return DONE


def check(files: list[Path], as_json: bool) -> int:
    """Files against the contract, nothing stored."""
    from hotline import batches
    from hotline.reporting import Reporting

    settings, reporting = configuration.load(), Reporting(as_json)
    with _judge() as judge, reporting.files(batches.as_check_sentence) as progress:
        results = batches.check_files(Home(settings.home), settings, files, judge, progress)
    code = batches.exit_code(results)
    reporting.document({"command": "check", "exit_code": code, "files": [each.as_dict() for each in results]})
    return code


def ingest(paths: list[Path], as_json: bool) -> int:
    """Extracts into the landing file."""
    from hotline import batches
    from hotline.reporting import Reporting
    from hotline.session import writing

    settings, reporting = configuration.load(), Reporting(as_json)
    with writing(settings, "ingest") as session, _judge() as judge, reporting.files() as progress:
        results = batches.ingest_files(session.home, settings, paths, judge, progress)
    if not results:
        reporting.remark("There is no extract in what was given: 'hotline template DIR' shows how one is named.")
    code = batches.exit_code(results)
    reporting.document({"command": "ingest", "exit_code": code, "loads": [each.as_dict() for each in results]})
    return code


def build(day: date | None, as_json: bool) -> int:
    """Landing into a new build file."""
    from hotline.build import build as make
    from hotline.reporting import Reporting
    from hotline.session import writing

    settings, reporting = configuration.load(), Reporting(as_json)
    with writing(settings, "build") as session, reporting.steps("Building") as step:
        built = make(session.home, settings, session.lock, day, step)
    reporting.say(built_sentence(built))
    reporting.document({"command": "build", "exit_code": DONE, **build_document(built)})
    return DONE


def publish(as_json: bool) -> int:
    """The newest build into every audience's file."""
    from hotline.pipeline import exit_code
    from hotline.publish import publish as swap
    from hotline.reporting import Reporting
    from hotline.session import writing

    settings, reporting = configuration.load(), Reporting(as_json)
    with writing(settings, "publish") as session, _judge() as judge, reporting.waiting("Publishing"):
        published = swap(session.home, settings, judge)
    code = exit_code(published)
    tell_published(published, reporting)
    reporting.document({"command": "publish", "exit_code": code, **publish_document(published)})
    return code


def run(paths: list[Path], day: date | None, as_json: bool) -> int:
    """Ingest, build, publish."""
    from hotline import pipeline
    from hotline.reporting import Reporting
    from hotline.session import writing

    settings, reporting = configuration.load(), Reporting(as_json)
    with writing(settings, "run") as session, _judge() as judge:
        result = pipeline.run(session, paths, day, judge, reporting)
    tell_run(result, reporting)
    reporting.document(
        {
            "command": "run",
            "exit_code": result.exit_code,
            "loads": [each.as_dict() for each in result.loads],
            "build": build_document(result.build),
            "publish": publish_document(result.published),
        }
    )
    return result.exit_code


def release(held: str, reason: str, as_json: bool) -> int:
    """A held load, or a held build, let through."""
    from hotline import batches, pipeline
    from hotline.release import release_build
    from hotline.reporting import Reporting
    from hotline.session import writing

    if not reason.strip():
        raise WrongUsage("A release needs a reason: say with --reason why it may go through.")
    settings, reporting = configuration.load(), Reporting(as_json)
    with writing(settings, "release") as session, _judge() as judge:
        if held.upper().startswith(("L", "O")):
            with reporting.files() as progress:
                loads = batches.release_batch(session.home, settings, held.upper(), reason, judge, progress)
            code = batches.exit_code(loads)
            document: dict[str, Any] = {"loads": [each.as_dict() for each in loads]}
        else:
            published = release_build(session.home, settings, held, reason, judge)
            code, document = pipeline.exit_code(published), publish_document(published)
            tell_published(published, reporting)
    reporting.document({"command": "release", "exit_code": code, **document})
    return code


def status(as_json: bool) -> int:
    """What the warehouse holds."""
    from hotline.status import read_status

    settings = configuration.load()
    found = read_status(Home(settings.home), settings)
    if as_json:
        from hotline.documents import print_json

        print_json(found)
    else:
        from hotline.status_page import show

        show(found)
    return DONE


def serve(port: int | None) -> int:
    """The dashboards, until stopped."""
    from hotline.serve import serve as listen

    settings = configuration.load(port=port)
    listen(Home(settings.home), settings)
    return DONE


def explain(subject: str | None, referral: str | None, on: date | None, audience: str | None, as_json: bool) -> int:
    """A rule, a metric or a report from a published file, or the list of rules and metrics."""
    from hotline import explain as explaining

    if referral is not None and (subject is not None or on is not None):
        raise WrongUsage("Ask for one thing at a time: a rule or a metric, or --referral with a report's number alone.")
    settings = configuration.load()
    document = explaining.document(Home(settings.home), _audience(audience, settings), subject, referral, on)
    if as_json:
        from hotline.documents import print_json

        print_json({"command": "explain", "exit_code": DONE, **document})
    else:
        from hotline.explain_page import show

        show(document)
    return DONE


def sql(question: str, audience: str | None, form: str | None) -> int:
    """A question to a published file."""
    from hotline.sql import FORMATS, answer

    settings = configuration.load()
    who = _audience(audience, settings)
    chosen = form or ("table" if sys.stdout.isatty() else "csv")
    if chosen not in FORMATS:
        raise WrongUsage(f"There is no format '{chosen}': there are {', '.join(FORMATS)}.")
    answer(Home(settings.home), settings, who, question, chosen)
    return DONE


def backup(file: Path) -> int:
    """The warehouse into one file."""
    from hotline.backup import back_up
    from hotline.session import writing

    settings = configuration.load()
    with writing(settings, "backup") as session:
        contents = back_up(session, file.absolute())
    sys.stdout.write(f"{file}: {len(contents['files'])} files of the warehouse; keep it where HOTLINE_HOME is not.\n")
    return DONE


def restore(file: Path) -> int:
    """One file into an empty home."""
    from hotline import lock
    from hotline.backup import require_empty
    from hotline.backup import restore as unpack

    settings = configuration.load()
    home = Home(settings.home)
    require_empty(home)
    home.prepare()
    with lock.writing(home.lock, "restore"):
        contents = unpack(home, file.absolute())
    sys.stdout.write(f"{settings.home}: restored as of {contents['made_at']}; 'hotline status' shows what it holds.\n")
    return DONE


def _audience(asked: str | None, settings: configuration.Settings) -> str:
    """Whose file to read: the one asked for, else the setting's."""
    who = asked or settings.audience
    if who not in AUDIENCES:
        raise WrongUsage(f"There is no audience '{who}': there are {', '.join(AUDIENCES)}.")
    return who


@contextmanager
def _judge() -> Iterator[Any]:
    """The judge's process, started at once: its import takes seconds, and runs beside the first files."""
    from expectations.client import Worker

    with Worker() as worker:
        yield worker
