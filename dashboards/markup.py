"""Makes pieces of a page as HTML for assistive technology, keyboards and printers.

Every function escapes the values that it gets; only `banner`, `folded` and `sentences` take markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlencode

from dashboards.addresses import METRIC, REPORT, explanation
from serving.definitions import Definition
from serving.drawing.dark import turning
from serving.wording import NOT_ASSESSED, is_missing

# What an address of data may hold as it is, inside of double quotes.
_UNQUOTED = " ,:;=/()"
# A text with more letters is a sentence, which a narrow screen must not break after every word.
LONG_TEXT = 60
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Column:
    """A column of a plain table: its heading, and whether it holds numbers (aligned right) or bars.

    Assistive technology reads the heading of a column of bars; nobody sees it.
    """

    heading: str
    numeric: bool = False
    bar: bool = False


@dataclass(frozen=True)
class Tile:
    """One figure: its name, its value in words, and the lines below the value."""

    name: str
    value: str
    share: float | None = None
    share_text: str = ""
    note: str = ""
    reason: str = ""
    metrics: tuple[Definition, ...] = ()
    warning: str = ""


@dataclass(frozen=True)
class Link:
    """A cell of a plain table that leads to an address, as seen from the page."""

    text: str
    address: str


def link(item: Link) -> str:
    """Make a link that opens in the place of the page."""
    return f'<a href="{escape(item.address, quote=True)}" target="_self">{escape(item.text)}</a>'


def report_link(referral_id: object) -> Link:
    """Return the cell that leads from a report's number to its explanation."""
    return Link(str(referral_id), explanation(REPORT, str(referral_id)))


def definition_address(subject: str) -> str:
    """Return the address of the definition of a figure, a rule or a provision."""
    return f"definitions?{urlencode({'of': subject})}"


def heading(eyebrow: str, title: str, below: str = "") -> str:
    """Make the page's only h1, with the page's name above it and the extent of its figures below it."""
    under = f'<p class="quiet">{escape(below)}</p>' if below else ""
    return f'<p class="eyebrow">{escape(eyebrow)}</p><h1>{escape(title)}</h1>{under}'


def section(title: str, text: str = "") -> str:
    """Make a section's heading, and the text on how to read the section."""
    return f"<h2>{escape(title)}</h2>" + (f"<p>{escape(text)}</p>" if text else "")


def banner(parts: Iterable[str], *, warn: bool = False) -> str:
    """Make the row of facts above the page. `parts` are markup in which the caller has escaped every value."""
    spans = "".join(f"<span>{part}</span>" for part in parts)
    return f'<div class="banner{" warn" if warn else ""}" role="status">{spans}</div>'


def definitions(metrics: Sequence[Definition], summary: str = "How it is counted") -> str:
    """Show the citations. The definitions and their SQL stand behind a line that opens."""
    if not metrics:
        return ""
    cited = "; ".join(dict.fromkeys(part for metric in metrics for part in metric.citation.split("; ")))
    entries = "".join(
        f"<dt>{link(Link(metric.label, definition_address(metric.metric_id)))} "
        f"<span class='quiet'>{escape(metric.citation)}</span></dt>"
        f"<dd>{escape(metric.definition)}<span class='unprinted'><br><code>{escape(metric.sql)}</code> from "
        f"{escape(metric.counted_from)}, by {escape(metric.counted_on)}<br>{_explained(metric)}</span></dd>"
        for metric in metrics
    )
    spoken = escape(", ".join(metric.label for metric in metrics))
    return (
        f'<p class="cite">Source: {escape(cited)}</p>'
        f'<details><summary>{escape(summary)}<span class="vh">: {spoken}</span></summary><dl>{entries}</dl></details>'
    )


def _explained(metric: Definition) -> str:
    link_text = f'Explain this number<span class="vh">: {escape(metric.label)}</span>'
    address = escape(explanation(METRIC, metric.metric_id), quote=True)
    return f'<a href="{address}" target="_self">{link_text}</a>'


def explained(summary: str, entries: Iterable[tuple[str, str, str]]) -> str:
    """Show name, citation and explanation of each entry behind a line that opens."""
    found = "".join(
        f"<dt>{escape(name)} <span class='quiet'>{escape(citation)}</span></dt><dd>{escape(text)}</dd>"
        for name, citation, text in entries
    )
    return f"<details><summary>{escape(summary)}</summary><dl>{found}</dl></details>"


def law(paragraphs: Iterable[tuple[str, str | None]], citation: str) -> str:
    """Show what each cited paragraph says in our own words, and the citation as it stands."""
    said = "".join(
        f"<dt>{escape(paragraph)}</dt><dd>{escape(sentence or 'Not summed up here.')}</dd>"
        for paragraph, sentence in paragraphs
    )
    return (
        f'<h2>The law in plain words</h2><dl class="law">{said}</dl>'
        f'<p class="cite">Source: {escape(citation)}. Only the policy\'s own text is binding.</p>'
    )


def sentences(items: Iterable[str]) -> str:
    """Make a list of sentences, which are markup in which the caller has escaped every value."""
    return '<ul class="sentences">' + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def tile(item: Tile) -> str:
    """Make the block of one figure. Where it was not assessed, the block says so and why."""
    if item.value == NOT_ASSESSED:
        value = f'<div class="value none">{NOT_ASSESSED}</div><div class="reason">{escape(item.reason)}</div>'
    else:
        value = f'<div class="value">{escape(item.value)}</div>'
    meter = ""
    if item.share is not None and item.value != NOT_ASSESSED:
        width = f"{100 * min(max(item.share, 0.0), 1.0):.2f}"
        meter = f'<div class="meter" aria-hidden="true"><span style="width:{width}%"></span></div>'
    share = f'<div class="share">{escape(item.share_text)}</div>' if item.share_text else ""
    note = f'<div class="note">{escape(item.note)}</div>' if item.note else ""
    warning = f'<div class="share flag">{escape(item.warning)}</div>' if item.warning else ""
    return (
        f'<section class="tile" aria-label="{escape(item.name, quote=True)}">'
        f'<div class="name">{escape(item.name)}</div>'
        f"{value}{meter}{share}{warning}{note}{definitions(item.metrics)}</section>"
    )


def tiles(items: Sequence[Tile]) -> str:
    """Put figures side by side where there is room, otherwise one below the other. The first of five leads."""
    return f'<div class="tiles of-{len(items)}">' + "".join(tile(item) for item in items) + "</div>"


def table(
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    total: Sequence[object] | None = None,
    below: Iterable[Sequence[object]] = (),
    tall: bool = False,
) -> str:
    """Make a plain table. The first cell names its row; a `bar` cell holds a share from 0 to 1, or None.

    `total` stands under the rows that it sums; `below` stands under the total and is in no sum.
    """
    head = "".join(_head(column) for column in columns)
    body = "".join(_row(columns, row) for row in rows)
    foot = _row(columns, total, "total") if total is not None else ""
    foot += "".join(_row(columns, row) for row in below)
    region = f'role="region" tabindex="0" aria-label="{escape(caption, quote=True)}"'
    return (
        f'<div class="scroll{" tall" if tall else ""}" {region}><table class="plain">'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}{foot}</tbody></table></div>"
    )


def picture(svg: str, alt: str = "") -> str:
    """Show a drawing in the colours of paper, which turns dark with the page.

    Streamlit takes drawings out of a page's markup, and leaves pictures in it. Without `alt` it says nothing that the
    words beside it do not.
    """
    data = quote(turning(svg), safe=_UNQUOTED)
    return f'<img class="drawn" alt="{escape(alt, quote=True)}" src="data:image/svg+xml,{data}">'


def folded(summary: str, content: str) -> str:
    """Put `content`, which is markup, behind a line that opens it by mouse or key. On paper it is open."""
    return f"<details><summary>{escape(summary)}</summary>{content}</details>"


def fold_when_narrow(summary: str) -> str:
    """Make a line that, on a narrow screen alone, takes the place of its heading and opens the block that it begins."""
    return f'<details class="fold"><summary>{escape(summary)}</summary></details>'


def twin(summary: str, content: str) -> str:
    """Put the table of a chart behind a line that opens it. Paper has the chart, and leaves its table out."""
    return f'<details class="unprinted"><summary>{escape(summary)}</summary>{content}</details>'


def _head(column: Column) -> str:
    text = escape(column.heading)
    if column.bar:
        return f'<th scope="col"><span class="vh">{text}</span></th>'
    return f'<th scope="col" class="n">{text}</th>' if column.numeric else f'<th scope="col">{text}</th>'


def _row(columns: Sequence[Column], cells: Sequence[object], kind: str = "") -> str:
    out = []
    for position, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        if column.bar:
            out.append(f'<td class="bar">{_bar(cell)}</td>')
            continue
        text = "" if cell is None else cell.text if isinstance(cell, Link) else str(cell)
        classes = "n" if column.numeric else ""
        if text == NOT_ASSESSED:
            classes += " none"
        if len(text) > LONG_TEXT:
            classes += " long"
        if _DAY.fullmatch(text):
            classes += " day"
        tag = 'th scope="row"' if position == 0 else "td"
        content = link(cell) if isinstance(cell, Link) else escape(text)
        out.append(f'<{tag} class="{classes.strip()}">{content}</{tag.split()[0]}>')
    return f'<tr class="{kind}">{"".join(out)}</tr>'


def _bar(share: object) -> str:
    width = 0.0 if is_missing(share) else 100 * min(max(float(str(share)), 0.0), 1.0)
    if not width:
        return ""
    return f'<div class="barline" aria-hidden="true" style="width:{width:.2f}%"></div>'
