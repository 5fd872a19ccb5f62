"""From the contracts to one HTML page for those who deliver extracts; it needs nothing from outside."""

from __future__ import annotations

from html import escape

from ingest.contract import Contract, Field
from ingest.reading.rows.rule_texts import RULES

_STYLE = """
:root { color-scheme: light; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff; }
h2 { margin-top: 2.5rem; border-top: 1px solid #767676; padding-top: 1rem; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: bold; padding: .25rem 0; }
th, td { border: 1px solid #767676; padding: .3rem .5rem; text-align: left; vertical-align: top; }
thead th { background: #eee; } tbody th { font-weight: normal; font-family: ui-monospace, monospace; }
code { font-family: ui-monospace, monospace; } a { color: #0b3d91; }
:focus-visible { outline: 3px solid #111; outline-offset: 2px; }
"""  # noqa: E501

_FILES = (
    "A file is named &lt;extract&gt;[anything] and ends in .csv, .csv.gz, .csv.zst, .parquet or .xlsx, for example "
    "<code>referrals_2026-11-20.csv</code>: the date says when it was extracted.",
    "The first row names the columns, in any order. UTF-8, commas, quotes around what holds a comma or a new line. "
    "Columns that are not listed here are reported and not read.",
    "Timestamps and dates are ISO 8601 (<code>2026-11-20T14:05:00</code>, <code>2026-11-20</code>); without an offset "
    "they are wall-clock time of the jurisdiction. Booleans are yes/no, true/false, Y/N, T/F or 1/0.",
    "A file holds rows added or changed; with <code>-full</code> and a date in its name it is the whole table as of "
    "then, and keys that it lacks are deleted. A row with <code>deleted</code> true removes its key.",
    "Columns marked <em>never stored</em> exist only while a row is read. They are not in the empty extracts: deliver "
    "the column that they become instead, where the case system can.",
)
_TYPES = {
    "string": "text",
    "integer": "whole number",
    "boolean": "yes or no",
    "date": "date",
    "datetime": "timestamp",
}


def contract_page(contracts: list[Contract]) -> str:
    """The contract as HTML."""
    contents = "".join(f'<li><a href="#{each.name}">{escape(each.title)}</a></li>\n' for each in contracts)
    rules = "".join(f"<li>{each}</li>\n" for each in _FILES)
    sections = "".join(_section(each) for each in contracts)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>Extracts: what comes in</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>Extracts: what comes in</h1>\n<h2>Files</h2>\n<ul>\n{rules}</ul>\n"
        f"{_rules()}"
        f'<nav aria-label="Extracts">\n<ul>\n{contents}</ul>\n</nav>\n{sections}</main>\n</body>\n</html>\n'
    )


def _rules() -> str:
    """The rules of quarantine: each with its meaning and what to do."""
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td>{escape(text.meaning)}</td>'
        f"<td>{escape(text.remedy[0].upper() + text.remedy[1:])}.</td></tr>\n"
        for name, text in RULES.items()
    )
    return (
        '<h2 id="rules">Rows that can\'t be right</h2>\n<p>Such a row is set aside whole, and the others load.</p>\n'
        '<div class="scroll" role="region" aria-label="Rules for rows" tabindex="0"><table>\n'
        "<caption>Rules for rows</caption>\n<thead><tr>"
        '<th scope="col">Rule</th><th scope="col">Meaning</th><th scope="col">What to do</th></tr></thead>\n'
        f"<tbody>\n{rows}</tbody></table></div>\n"
    )


def _section(contract: Contract) -> str:
    rows = "".join(_row(each, contract) for each in contract.fields)
    name = escape(contract.name)
    return (
        f'<section aria-labelledby="{name}">\n<h2 id="{name}">{escape(contract.title)} (<code>{name}</code>)</h2>\n'
        f"<p>{escape(contract.description)} The key is <code>{escape(contract.key)}</code>.</p>\n"
        f'<div class="scroll" role="region" aria-label="Columns of {name}" tabindex="0"><table>\n'
        f"<caption>Columns of {name}</caption>\n<thead><tr>"
        '<th scope="col">Column</th><th scope="col">Type</th><th scope="col">Required</th>'
        '<th scope="col">Meaning</th><th scope="col">Codes or shape</th></tr></thead>\n'
        f"<tbody>\n{rows}</tbody></table></div>\n</section>\n"
    )


def _row(field: Field, contract: Contract) -> str:
    meaning = escape(field.description)
    if field.identifying:
        becomes = f", becomes <code>{escape(field.becomes)}</code>" if field.becomes else ""
        meaning = f"<em>Never stored</em>{becomes}. {meaning}"
    required = "yes"
    if field.name not in contract.required_in_header:
        required = "yes, or extracted_at stands in" if field.required else "no"
    return (
        f'<tr><th scope="row">{escape(field.name)}</th><td>{_TYPES[field.type]}{_range(field)}</td>'
        f"<td>{required}</td><td>{meaning}</td><td>{escape(', '.join(_codes(field)))}</td></tr>\n"
    )


def _range(field: Field) -> str:
    if field.minimum is None:
        return ""
    return f", {field.minimum} or more" if field.maximum is None else f", {field.minimum} to {field.maximum}"


def _codes(field: Field) -> list[str]:
    if field.shape:
        return [str(field.shape)]
    if field.values:
        return [each.upper() if each.isalpha() else each for each in field.values]
    return list(field.codes or ())
