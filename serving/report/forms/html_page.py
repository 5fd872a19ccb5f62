"""Writes the report as one HTML page that needs nothing from elsewhere and runs no script."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from pathlib import Path

from serving.report.cells import is_numeric, written
from serving.report.content import Absent, Cell, Chart, Column, Headline, Report, Section, Table
from serving.report.forms.chart import Look, svg
from serving.report.forms.words import LANGUAGE, LEGEND, SIGNATURE, below, document_title, foot, value_of

_LOOK = Look(ink="var(--ink)", accent="var(--accent)", muted="var(--muted)", fill="var(--fill)", font="inherit")


def html_page(report: Report) -> bytes:
    """The page. Every text of it is escaped here."""
    head = (
        f'<!doctype html>\n<html lang="{LANGUAGE}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(document_title(report))}</title>\n<style>\n{_style()}{_page_foot(report)}</style>\n</head>\n"
    )
    body = (
        '<body>\n<a class="skip" href="#report">Skip to the report</a>\n'
        f'{_title_block(report)}<main id="report">\n{_first_page(report)}'
        f"{''.join(_section(each) for each in report.sections)}</main>\n"
        f"<footer><p>{escape(foot(report))}</p><p>Audience: {escape(report.audience)}</p></footer>\n</body>\n</html>\n"
    )
    return (head + body).encode()


@cache
def _style() -> str:
    return Path(__file__).with_name("report.css").read_text(encoding="utf-8")


def _page_foot(report: Report) -> str:
    """The foot of each printed page; only a text without quotes and backslashes can stand in a style."""
    text = re.sub(r"[^\w ·:,.-]", "", foot(report))
    return f'@page {{ @bottom-left {{ content: "{text}"; }} }}\n'


def _title_block(report: Report) -> str:
    return (
        '<header>\n<div class="name">'
        f"<p>{escape(report.jurisdiction_name)}</p><p>{escape(report.office)}</p></div>\n"
        f"<h1>{escape(report.title)}</h1>\n"
        f'<dl class="facts"><div><dt>Fiscal year</dt><dd>{escape(report.extent)}</dd></div>'
        f"<div><dt>As of</dt><dd>{escape(report.as_of_text)}</dd></div>"
        f"<div><dt>By law of</dt><dd>{escape(report.authority)}</dd></div></dl>\n</header>\n"
    )


def _first_page(report: Report) -> str:
    warnings = "".join(f'<p class="warning" role="alert">{escape(each)}</p>' for each in report.warnings)
    counts = "".join(_headline(each) for each in report.headlines)
    remarks = "".join(f"<p>{escape(each)}</p>" for each in report.remarks)
    lines = "".join(f"<div><dt>{escape(each)}</dt><dd></dd></div>" for each in SIGNATURE)
    contents = "".join(f'<li><a href="#{each.name}">{escape(each.heading)}</a></li>' for each in report.sections)
    return (
        f'<section aria-label="Summary">{warnings}<p class="finding">{escape(" ".join(report.findings))}</p>'
        f'<ul class="counts">{counts}</ul><p class="filed">{escape(report.filed)}</p>{remarks}'
        f'<dl class="signature">{lines}</dl></section>\n'
        f'<nav aria-labelledby="contents"><h2 id="contents">Contents</h2><ol>{contents}</ol></nav>\n'
    )


def _headline(count: Headline) -> str:
    none = ' class="value none"' if isinstance(count.value, Absent) else ' class="value"'
    lines = "".join(f"<span>{escape(line)}</span>" for line in below(count))
    return (
        f'<li><span class="label">{escape(count.label)}</span><span{none}>{escape(value_of(count))}</span>{lines}'
        f'<span class="law">{escape(count.citation)}</span></li>'
    )


def _section(section: Section) -> str:
    text = "".join(f"<p>{escape(each)}</p>" for each in section.paragraphs)
    chart = _chart(section.chart) if section.chart else ""
    return (
        f'<section aria-labelledby="{section.name}"><h2 id="{section.name}">{escape(section.heading)}</h2>'
        f"{text}{chart}{''.join(_table(each) for each in section.tables if each.rows)}</section>\n"
    )


def _chart(chart: Chart) -> str:
    drawn = svg(chart, _LOOK, titled=True)
    legend = f'<p class="note">{escape(LEGEND)}</p>'
    region = f'class="scroll" role="region" tabindex="0" aria-label="{escape(chart.title)}"'
    return f"<figure><figcaption>{escape(chart.title)}</figcaption><div {region}>{drawn}</div>{legend}</figure>"


def _table(table: Table) -> str:
    shown = [at for at, column in enumerate(table.columns) if not column.for_data]
    heads = "".join(
        f'<th scope="col"{_class(table.columns[at])}>{escape(table.columns[at].label)}</th>' for at in shown
    )
    rows = ("".join(_cell(table.columns[at], row[at], first=at == shown[0]) for at in shown) for row in table.rows)
    body = "".join(f"<tr{_sum(table, number)}>{cells}</tr>" for number, cells in enumerate(rows))
    caption = f"table-{table.name}"
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    wide = " wide" if len(shown) > 6 else ""
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{caption}"><table class="plain{wide}">'
        f'<caption id="{caption}"><span>{escape(table.title)}</span></caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>{note}"
    )


def _sum(table: Table, number: int) -> str:
    return ' class="sum"' if table.summed and number == len(table.rows) - 1 else ""


def _cell(column: Column, value: Cell, *, first: bool) -> str:
    text = escape(written(value, column.kind))
    if first:
        return f'<th scope="row">{text}</th>'
    return f"<td{_class(column, value)}>{text}</td>"


def _class(column: Column, value: Cell = "") -> str:
    names = (["n"] if is_numeric(column.kind) else []) + (["none"] if value is Absent.NOT_ASSESSED else [])
    return f' class="{" ".join(names)}"' if names else ""
