"""The command `hotline`: its commands, their options and their help texts. `commands/` has what each command does."""

from __future__ import annotations

import sys
from datetime import date, datetime
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from hotline.terminal.running import run_command
from hotline.warehouse.program_files import package_version

app = typer.Typer(
    name="hotline",
    help="From a child-abuse hotline's extracts to statutory counts, response times and oversight.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Paths = Annotated[list[Path], typer.Argument(exists=True, metavar="PATH...", help="Extract files, or folders of them.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write one JSON document to stdout.")]
_MOMENTS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        formats=_MOMENTS,
        metavar="MOMENT",
        help="Build as of the newest referrals extracted by the end of this day, or by this instant (with its offset, "
        "such as 2026-11-20T12:00Z): what was extracted later is not read. It is published beside what is current.",
    ),
]
AskedAsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        formats=_MOMENTS,
        metavar="MOMENT",
        help="Ask the rebuild as of this day, by its end, or this instant; see build --as-of.",
    ),
]
Port = Annotated[int | None, typer.Option("--port", min=1, max=65535, help="Where the pages listen.")]


def _until(moment: datetime | None) -> date | datetime | None:
    """A moment without an offset was given as a day."""
    return moment.date() if moment and moment.tzinfo is None else moment


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"hotline {package_version()}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave."),
    ] = False,
) -> None: ...


@app.command()
def demo(
    referrals: Annotated[int | None, typer.Option("--referrals", min=1, help="How many reports to make up.")] = None,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the dashboards afterwards.")] = True,
    port: Port = None,
) -> int:
    """Make demonstration extracts, run them and serve the dashboards."""
    return _run("publications.demo", referrals=referrals, then_serve=serve, port=port)


@app.command()
def template(
    directory: Annotated[Path, typer.Argument(metavar="DIR", file_okay=False, help="Where to write them.")],
) -> int:
    """Write an empty extract of each kind, and the contract as a page."""
    return _run("extracts.template", directory=directory)


@app.command()
def check(files: Paths, as_json: AsJson = False) -> int:
    """Hold extracts against the contract; stores nothing and prints no value."""
    return _run("extracts.check", files=files, as_json=as_json)


@app.command()
def ingest(paths: Paths, as_json: AsJson = False) -> int:
    """Land extracts: files or folders, a folder in the order of its names."""
    return _run("extracts.ingest", paths=paths, as_json=as_json)


@app.command()
def build(as_of: AsOf = None, as_json: AsJson = False) -> int:
    """Build every mart into a new file."""
    return _run("publications.build", until=_until(as_of), as_json=as_json)


@app.command()
def publish(as_json: AsJson = False) -> int:
    """Publish the newest build that passed, one file per audience."""
    return _run("publications.publish", as_json=as_json)


@app.command()
def run(paths: Paths, as_of: AsOf = None, as_json: AsJson = False) -> int:
    """The daily job: ingest, build and publish."""
    return _run("publications.run", paths=paths, until=_until(as_of), as_json=as_json)


@app.command()
def release(
    held: Annotated[str, typer.Argument(metavar="LOAD|BUILD", help="The load or build that is held.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept in the ledger.")],
    as_json: AsJson = False,
) -> int:
    """Let a held batch or publication through."""
    return _run("publications.release", held=held, reason=reason, as_json=as_json)


@app.command()
def retract(
    load: Annotated[
        str, typer.Argument(metavar="LOAD", help="The load that has landed, as 'hotline status' names it.")
    ],
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept in the ledger.")],
    as_json: AsJson = False,
) -> int:
    """Take a landed batch back: the next build is as if it had never come."""
    return _run("extracts.retract", load=load, reason=reason, as_json=as_json)


@app.command()
def status(as_json: AsJson = False) -> int:
    """Show batches, quarantine, freshness, publications, and what is held and why."""
    return _run("home.status", as_json=as_json)


@app.command()
def serve(
    port: Port = None,
    audience: Annotated[
        str | None, typer.Option("--audience", help="Who reads the pages; administrators unless set.")
    ] = None,
) -> int:
    """Serve the dashboards to one audience."""
    return _run("answers.serve", port=port, audience=audience)


@app.command()
def sql(
    question: Annotated[
        str | None,
        typer.Argument(
            metavar='["SELECT ..."]', help="One statement of DuckDB's SQL; without one, standard input has it."
        ),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="A file with the statement; - is standard input.")
    ] = None,
    audience: Annotated[str | None, typer.Option("--audience", help="Whose published file to ask.")] = None,
    as_of: AskedAsOf = None,
    form: Annotated[
        str | None,
        typer.Option("--format", help="table, csv or json; a table on a screen and csv elsewhere unless given."),
    ] = None,
) -> int:
    """Ask a published file one question: read-only, within limits of time, memory and size."""
    return _run("answers.sql", question=question, file=file, audience=audience, until=_until(as_of), form=form)


@app.command()
def explain(
    subject: Annotated[
        str | None, typer.Argument(metavar="[RULE|METRIC]", help="A rule or a metric; without one, all are listed.")
    ] = None,
    referral: Annotated[str | None, typer.Option("--referral", metavar="ID", help="A report instead.")] = None,
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="The limits of a rule that held on this day."),
    ] = None,
    audience: Annotated[str | None, typer.Option("--audience", help="Whose published file to ask.")] = None,
    as_of: AskedAsOf = None,
    as_json: AsJson = False,
) -> int:
    """Explain a rule, a metric or a report: the law, the limits, the values that decided, the verdicts."""
    return _run(
        "answers.explain",
        subject=subject,
        referral=referral,
        on=on.date() if on else None,
        audience=audience,
        until=_until(as_of),
        as_json=as_json,
    )


@app.command()
def report(
    fiscal_year: Annotated[
        int, typer.Option("--fiscal-year", metavar="YEAR", help="The fiscal year, by the year in which it ends.")
    ],
    form: Annotated[
        str | None,
        typer.Option("--format", help="html, pdf, xlsx, csv, or several with commas; all of them unless given."),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER", file_okay=False, help="Where to write; report-fy<year> unless given."),
    ] = None,
    audience: Annotated[str | None, typer.Option("--audience", help="Whose published file to ask.")] = None,
    as_of: AskedAsOf = None,
    file: Annotated[
        bool, typer.Option("--file", help="Keep the report for ever: later reports say what has changed since.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Make the annual report of a fiscal year: the five statutory counts, their law and their limits."""
    return _run(
        "answers.report",
        fiscal_year=fiscal_year,
        form=form,
        to=to,
        audience=audience,
        until=_until(as_of),
        file=file,
        as_json=as_json,
    )


@app.command()
def digest(
    audience: Annotated[str | None, typer.Option("--audience", help="Whose published file to ask.")] = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER", file_okay=False, help="Where to write; this folder unless given."),
    ] = None,
    as_of: AskedAsOf = None,
    as_json: AsJson = False,
) -> int:
    """Write what needs attention today as a message for your own mail, in HTML and in plain text."""
    return _run("answers.digest", audience=audience, to=to, until=_until(as_of), as_json=as_json)


@app.command()
def docs(
    port: Port = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", dir_okay=False, help="Write the page to a file instead.")
    ] = None,
) -> int:
    """Serve the documentation of every table, column and model, with the way from one to the next."""
    return _run("answers.docs", port=port, to=to)


@app.command()
def backup(file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")]) -> int:
    """Copy the warehouse into one file, while readers read."""
    return _run("home.backup", file=file)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A backup.")],
) -> int:
    """Make a warehouse of a backup, in an empty home."""
    return _run("home.restore", file=file)


def _run(command: str, **options: object) -> int:
    """Import the module of a command, named by its room, and execute it; all of them would add 0.7 s to the start."""
    code: int = import_module(f"hotline.commands.{command}").execute(**options)
    return code


def main() -> None:
    """Run a command and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a file's name may hold bytes that are no character
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run_command(app, sys.argv[1:]))


if __name__ == "__main__":
    main()
