"""Writes a digest as HTML that a mail program shows as it is: no script, no picture, nothing from elsewhere."""

from __future__ import annotations

from html import escape

from serving.digest.content import Digest, Section, Table

# Mail programs take their own dark form of light messages, so the colours stay plain.
_STYLE = """
body { margin: 0 auto; padding: 1.2rem; max-width: 46rem; font: 1rem/1.5 system-ui, "Segoe UI", Arial, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.15rem; margin: 1.8rem 0 .3rem; } p { margin: .4rem 0; }
table { border-collapse: collapse; margin-top: .6rem; }
caption { text-align: left; font-size: .9rem; padding-bottom: .3rem; }
th, td { padding: .25rem .9rem .25rem 0; border-bottom: 1px solid #c3cbd2; text-align: left; vertical-align: top; }
th + th, td { text-align: right; font-variant-numeric: tabular-nums; } .facts, .foot { font-size: .9rem; }
.warning { border-left: 5px solid #9a4312; padding-left: .8rem; font-weight: 600; } .wide { overflow-x: auto; }
"""


def html_message(digest: Digest) -> bytes:
    """The message. Every text of it is escaped here."""
    facts = "<br>".join(f"{escape(name)}: <b>{escape(value)}</b>" for name, value in digest.facts)
    warning = f'<p class="warning" role="alert">{escape(digest.warning)}</p>' if digest.warning else ""
    lead = f"<p>{escape(digest.lead)}</p>" if digest.lead else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(digest.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'{warning}<h1>{escape(digest.title)}</h1>\n{lead}<p class="facts">{facts}</p>\n'
        f"{''.join(_section(each) for each in digest.sections)}</main>\n"
        f'<p class="foot">{escape(digest.foot)}</p>\n</body>\n</html>\n'
    ).encode()


def _section(section: Section) -> str:
    text = f"<p>{escape(section.text)}</p>\n" if section.text else ""
    listed = "".join(f"<li>{escape(each)}</li>\n" for each in section.sentences)
    listed = f"<ul>\n{listed}</ul>\n" if listed else ""
    return f"<h2>{escape(section.title)}</h2>\n{text}{listed}{_table(section.table) if section.table else ''}"


def _table(table: Table) -> str:
    heads = "".join(f'<th scope="col">{escape(each)}</th>' for each in table.heads)
    rows = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(each)}</td>" for each in rest)}</tr>\n'
        for first, *rest in table.rows
    )
    return (
        f'<div class="wide"><table>\n<caption>{escape(table.caption)}</caption>\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table></div>\n"
    )
