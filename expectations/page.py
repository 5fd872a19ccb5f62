"""The validation page: one HTML file that needs nothing from outside, rendered from the ledger's validations."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ingest.contract import contracts_without_codes, oversight_extracts

Row = Mapping[str, Any]

# Newest judgements shown; older ones stay in operations.validations.
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
    """Writes the page to `path`, replacing it in one step, and returns the path.

    `results` are rows of ledger.validations. Unless `include_oversight`, rows of extracts that the oversight office
    alone may see are left out before anything is counted, and batches whose extract is not known with them.
    `time_zone` is the jurisdiction's (IANA), in which instants are shown.
    """
    rows = [row for row in results if include_oversight or _for_agency(row)]
    html = _page(title, _judgements(rows), ZoneInfo(time_zone))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".validation-", suffix=".html")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(html)
    Path(unfinished).replace(path)
    return path


def _for_agency(row: Row) -> bool:
    if row["subject"] == "batch":
        return row["extract"] is not None and row["extract"] not in oversight_extracts()
    return True


def _judgements(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows by judgement (a subject at a time), newest first."""

    def judgement(row: Row) -> tuple[datetime, str, str]:
        return _instant(row["validated_at"]), row["subject"], row["subject_id"]

    ordered = sorted(rows, key=judgement, reverse=True)
    return [list(group) for _, group in groupby(ordered, key=judgement)]


def _instant(value: datetime | str) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _word(row: Row) -> str:
    if row["success"]:
        return "not judged" if str(row["observed"]).startswith("not judged") else "✓ passed"
    return "✗ fails, blocks" if row["severity"] == "block" else "! warning"


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
        "<p>What was expected of each file that came in and of each publication, and whether it held. "
        "<strong>Fails, blocks</strong>: the file or the publication was held, unless it was released. "
        "<strong>Warning</strong>: it went through and deserves a look. No value of any row is on this page.</p>\n"
        f"{_overview(shown, zone)}{_older(len(judgements) - len(shown))}{body}</main>\n</body>\n</html>\n"
    )


def _older(left_out: int) -> str:
    return (
        f"<p>{left_out} older judgements are not shown; they are in operations.validations.</p>\n"
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
        f"<td>{_count(rows, '✗ fails, blocks')}</td><td>{_count(rows, '! warning')}</td>"
        f"<td>{_count(rows, '✓ passed')}</td></tr>\n"
        for position, rows in enumerate(judgements)
    )
    return (
        '<div class="scroll" role="region" aria-label="All judgements" tabindex="0"><table>\n'
        "<caption>All judgements, newest first</caption>\n"
        '<thead><tr><th scope="col">Judged</th><th scope="col">When</th><th scope="col">Fails, blocks</th>'
        f'<th scope="col">Warnings</th><th scope="col">Passed</th></tr></thead>\n'
        f"<tbody>\n{lines}</tbody></table></div>\n"
    )


def _count(rows: list[Row], word: str) -> int:
    return sum(_word(row) == word for row in rows)


def _judgement(rows: list[Row], position: int, zone: ZoneInfo) -> str:
    name = escape(_name(rows))
    noted = sorted((row for row in rows if not row["success"]), key=_rank)
    passed = [row for row in rows if row["success"]]
    parts = [f'<section aria-labelledby="j{position}">\n<h2 id="j{position}">{name}</h2>\n<p>{_when(rows, zone)}</p>\n']
    parts.append(_table(noted, f"{name}: to look at") if noted else "<p>Nothing to look at.</p>\n")
    if passed:
        parts.append(
            f"<details><summary>{len(passed)} passed</summary>\n{_table(passed, f'{name}: passed')}</details>\n"
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
        '<thead><tr><th scope="col">Verdict</th><th scope="col">What, where, what to do</th>'
        '<th scope="col">Observed</th><th scope="col">Column</th><th scope="col">Expectation</th></tr></thead>\n'
        f"<tbody>\n{lines}</tbody></table></div>\n"
    )
