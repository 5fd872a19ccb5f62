"""The status for a person: lines and tables on stdout, with instants by the jurisdiction's clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.box import SIMPLE

from hotline.terminal.plain_console import PlainConsole, PlainTable
from hotline.warehouse.status_record import CurrentPublication, Held, Status
from serving.attention.settling import what_settles
from serving.genuine import NotAsPublished
from serving.report.filings import FiledReport
from serving.withdrawn import withdrawn_sentence

_BATCHES = 15
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def show_status(status: Status) -> None:
    """Print the status."""
    zone = ZoneInfo(status.time_zone)
    console = PlainConsole()
    if not console.is_terminal:
        console = PlainConsole(width=180)
    console.print(f"Warehouse {status.home}, as {status.audience} may see it; times are {zone.key}'s")
    if writer := status.writer:
        kept = f"; this is the status of {_text(status.read_at, zone)}" if status.read_at else ""
        since = f"process {writer.pid}, since {_text(writer.since, zone)}"
        console.print(f"Being written by 'hotline {writer.command}' ({since}){kept}")
    _publications(console, status.publications, zone)
    for rebuild in status.rebuilds:
        _publication(console, status.audience, rebuild, zone, is_rebuild=True)
    for filed in status.filings:
        _filing(console, filed, zone)
    _held(console, status.held)
    if not status.batches:
        console.print("No file has been loaded yet: hotline ingest PATH…")
        return
    files = ", ".join(f"{number} {what}" for what, number in status.loads.items())
    adds_up = "adds up" if status.ledger_adds_up else "does NOT add up: restore the last backup, and report it"
    console.print(f"Files: {files}; the ledger {adds_up}")
    _table(
        console,
        "Newest extracts",
        ("extract", "extracted_at", "loaded_at", "files", "rows_quarantined"),
        status.freshness,
        zone,
    )
    _table(console, "In quarantine", ("extract", "rule", "column_name", "rows", "loads"), status.quarantine, zone)
    landed = sum(status.loads.values())
    shown = status.batches[:_BATCHES]
    _table(
        console,
        "Batches, newest first"
        if len(shown) == landed
        else f"The newest {len(shown)} of {landed:,} batches; once published, operations.loads lists all",
        ("load_id", "file_name", "status", "rows_in_file", "rows_loaded", "rows_unchanged", "rows_superseded",
         "rows_quarantined", "rows_held"),
        shown, zone,
    )  # fmt: skip


def _publications(console: PlainConsole, publications: dict[str, CurrentPublication | None], zone: ZoneInfo) -> None:
    for audience, current in publications.items():
        if current is None:
            console.print(f"{audience}: nothing published yet")
        else:
            _publication(console, audience, current, zone)


def _publication(
    console: PlainConsole, audience: str, shown: CurrentPublication, zone: ZoneInfo, *, is_rebuild: bool = False
) -> None:
    as_of = _text(shown.as_of, zone) or "an empty warehouse"
    whose = f"{audience}, rebuilt" if is_rebuild else audience
    console.print(f"{whose}: {shown.publication_id}, as of {as_of}, published {_text(shown.published_at, zone)}")
    if not shown.is_as_published:
        rebuild = shown.publication_id.partition("-")[0] if is_rebuild else None
        console.print(str(NotAsPublished(audience, rebuild)))
    if shown.withdrawn:
        console.print(f"WITHDRAWN: {withdrawn_sentence(len(shown.withdrawn))}")


def _filing(console: PlainConsole, filed: FiledReport, zone: ZoneInfo) -> None:
    if filed.filed_at:
        console.print(
            f"FILED: fiscal year {filed.fiscal_year}, filing {filed.number}, on {_text(filed.filed_at, zone)}, as of "
            f"{_text(filed.as_of, zone)}, from {filed.publication_id}, SHA-256 {filed.sha256}"
        )
    if filed.trouble:
        console.print(f"CHANGED: {filed.trouble}")


def _held(console: PlainConsole, held: Held) -> None:
    for batch in held.batches:
        release = f" Mend it and deliver it again, or: hotline release {batch.load_id} --reason '…'"
        console.print(
            f"HELD: {batch.file_name} ({batch.load_id}, {batch.rows_held:,} rows): {batch.reason}"
            f"{release if batch.can_be_released else ''}"
        )
    for batch in held.refused:
        settles = what_settles(batch.status, batch.extract, batch.extracted_at_source)
        console.print(f"REFUSED: {batch.file_name} ({batch.load_id}): {batch.reason} {settles}")
    for batch in held.released:
        console.print(
            f"RELEASED: {batch.file_name} ({batch.load_id}, {batch.rows_held:,} rows): "
            "ingest the same file again, with the same name and manifest, and it will land."
        )
    if build := held.publication:
        console.print(
            f"HELD: build {build.build_id}: {' '.join(build.reasons)} "
            f"To let it through: hotline release {build.build_id} --reason '…'"
        )


def _text(value: object, zone: ZoneInfo) -> str:
    """A value as a person reads it; an instant by the jurisdiction's clock, to the minute."""
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return f"{datetime.fromisoformat(value).astimezone(zone):%Y-%m-%d %H:%M}"
    return "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def _table(console: PlainConsole, title: str, columns: tuple[str, ...], rows: Sequence[object], zone: ZoneInfo) -> None:
    """A table of records; `columns` names their fields."""
    if not rows:
        return
    table = PlainTable(title=title, title_justify="left", box=SIMPLE)
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(_text(getattr(row, column), zone) for column in columns))
    console.print(table)
