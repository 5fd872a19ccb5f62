"""Puts the font of the house into a drawing, so that a saved file looks the same where none of its fonts is known.

The font holds the letters of Latin-1 in every weight. Its licence allows it in any document. A letter that it lacks
takes the next family of `chart_forms.FONT`, and so does a program that reads no fonts inside of SVG.
"""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path

from serving.drawing.chart_forms import FONT

FILE = Path(__file__).parent / "fonts" / "source-sans-3-latin-wght-normal.woff2"


def holding_font(svg: str) -> bytes:
    """Return the drawing, an SVG in `chart_forms.FONT`, with the font inside, as a file."""
    head, end, rest = svg.partition(">")
    return f"{head}{end}{_face()}{rest}".encode()


@cache
def _face() -> str:
    letters = base64.b64encode(FILE.read_bytes()).decode()
    family = FONT.partition(",")[0]
    return (
        f"<style>@font-face{{font-family:{family};font-weight:200 900;"
        f"src:url(data:font/woff2;base64,{letters}) format('woff2')}}</style>"
    )
