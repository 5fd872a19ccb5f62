"""Writes the validation page from rows of ledger.validations: one HTML file that needs nothing from outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ingest.contract import contracts_without_codes, oversight_extracts

Row = Mapping[str, Any]

# How many judgements the page shows, newest first; older ones stay in operations.validations.
MOST_SUBJECTS = 40

STYLE = Path(__file__).parent / "page.css"


def render(
    results: Iterable[Row],
    title: str,
    path: Path,
    *,
    include_oversight: bool = False,
    time_zone: str = "UTC",
) -> Path:
    """Write the page to `path`, replacing it in one step, and return the path.

    `results` are rows of ledger.validations. Unless `include_oversight`, the page leaves out the extracts that only the
    oversight office may see, and batches of an unknown extract, before it counts anything. It shows instants in
    `time_zone`, the jurisdiction's (IANA).
    """
    rows = [row for row in results if include_oversight or _for_agency(row)]
    html = _page(title, _judgements(rows), ZoneInfo(time_zone))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f"{path.name}.tmp")
    unfinished.write_text(html, encoding="utf-8")
    unfinished.replace(path)
    return path


def _for_agency(row: Row) -> bool:
    if row["subject"] == "batch":
        return row["extract"] is not None and row["extract"] not in oversight_extracts()
    return True


def _judgements(rows: Sequence[Row]) -> list[list[Row]]:
    """Group the rows by judgement, newest first; the rows of one share its number in the ledger."""
    ordered = sorted(rows, key=itemgetter("sequence"), reverse=True)
    return [list(group) for _, group in groupby(ordered, key=itemgetter("sequence"))]


def _instant(value: datetime | str) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _word(row: Row) -> str:
    if row["success"]:
        return "not judged" if str(row["observed"]).startswith("not judged") else "✓ passed"
    return "✗ failed, blocks" if row["severity"] == "block" else "! warning"


def _rank(row: Row) -> tuple[bool, bool]:
    return bool(row["success"]), row["severity"] != "block"


def _page(title: str, judgements: list[list[Row]], zone: ZoneInfo) -> str:
    shown = judgements[:MOST_SUBJECTS]
    body = "".join(_judgement(rows, position, zone) for position, rows in enumerate(shown))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>{STYLE.read_text('utf-8')}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n"
        "<p>This page shows what was expected of each incoming file and of each publication, and whether it held. "
        "<strong>Failed, blocks</strong>: the file or the publication was held, unless somebody released it. "
        "<strong>Warning</strong>: it went through, but somebody should look at it. "
        "The page shows no value of any row.</p>\n"
        f"{_overview(shown, zone)}{_older(len(judgements) - len(shown))}{body}</main>\n</body>\n</html>\n"
    )


def _older(left_out: int) -> str:
    return (
        f"<p>Older judgements that are not shown: {left_out}. The table operations.validations has them.</p>\n"
        if left_out > 0
        else ""
    )


def _name(rows: list[Row]) -> str:
    first = rows[0]
    if first["subject"] == "publication":
        return f"Publication {first['subject_id']}"
    contract = contracts_without_codes().get(first["extract"] or "")
    return f"{contract.title if contract else first['extract'] or 'Unknown extract'}, load {first['subject_id']}"


def _when(rows: list[Row], zone: ZoneInfo) -> str:
    return f"{_instant(rows[0]['validated_at']).astimezone(zone):%Y-%m-%d %H:%M} {zone.key}"


def _overview(judgements: list[list[Row]], zone: ZoneInfo) -> str:
    if not judgements:
        return "<p>Nothing has been judged yet.</p>\n"
    lines = "".join(
        f'<tr><th scope="row"><a href="#j{position}">{escape(_name(rows))}</a></th><td>{_when(rows, zone)}</td>'
        f"<td>{_count(rows, '✗ failed, blocks')}</td><td>{_count(rows, '! warning')}</td>"
        f"<td>{_count(rows, '✓ passed')}</td></tr>\n"
        for position, rows in enumerate(judgements)
    )
    return (
        '<div class="scroll" role="region" aria-label="All judgements" tabindex="0"><table>\n'
        "<caption>All judgements, newest first</caption>\n"
        '<thead><tr><th scope="col">Subject</th><th scope="col">Judged at</th><th scope="col">Failed, blocks</th>'
        f'<th scope="col">Warnings</th><th scope="col">Passed</th></tr></thead>\n'
        f"<tbody>\n{lines}</tbody></table></div>\n"
    )


def _count(rows: list[Row], word: str) -> int:
    return sum(_word(row) == word for row in rows)


def _judgement(rows: list[Row], position: int, zone: ZoneInfo) -> str:
    name = escape(_name(rows))
    findings = sorted((row for row in rows if not row["success"]), key=_rank)
    passed = [row for row in rows if row["success"]]
    parts = [f'<section aria-labelledby="j{position}">\n<h2 id="j{position}">{name}</h2>\n<p>{_when(rows, zone)}</p>\n']
    parts.append(_table(findings, f"{name}: findings") if findings else "<p>No findings.</p>\n")
    if passed:
        parts.append(
            f"<details><summary>{len(passed)} without a finding</summary>\n"
            f"{_table(passed, f'{name}: without a finding')}</details>\n"
        )
    return "".join([*parts, "</section>\n"])


def _table(rows: list[Row], caption: str) -> str:
    lines = "".join(
        f'<tr class="{"block" if not row["success"] and row["severity"] == "block" else "rest"}">'
        f'<td class="word">{_word(row)}</td><th scope="row">{escape(str(row["sentence"]))}</th>'
        f"<td>{escape(str(row['observed']))}</td><td>{escape(str(row['column_name'] or ''))}</td>"
        f"<td>{escape(str(row['expectation']))}</td></tr>\n"
        for row in rows
    )
    return (
        f'<div class="scroll" role="region" aria-label="{caption}" tabindex="0"><table>\n<caption>{caption}</caption>\n'
        '<thead><tr><th scope="col">Verdict</th><th scope="col">What was expected or found, and what to do</th>'
        '<th scope="col">Observed</th><th scope="col">Column</th><th scope="col">Expectation</th></tr></thead>\n'
        f"<tbody>\n{lines}</tbody></table></div>\n"
    )
