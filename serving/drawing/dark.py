"""Holds what each colour of paper becomes on a dark screen: its hue stays, and so does what it stands out from."""

from __future__ import annotations

import re

DARK = {
    # Ink, quiet text, faint lines, paper.
    "#1d2b36": "#e8edf1",
    "#5a6872": "#aab6bf",
    "#dfe3e6": "#3b4650",
    "#ffffff": "#0e1117",
    # Axes, lines of months and of limits, points of chance alone.
    "#aab3ba": "#6d7a84",
    "#9aa5ad": "#7f8b94",
    "#6d7a84": "#93a0aa",
    # Improvement and counts, concern, a change that is neither.
    "#1f5a83": "#85bde4",
    "#b4531a": "#f2a571",
    "#6b4a8f": "#c3a6e3",
    # Classes of shares: on paper a higher one is darker, on a dark screen brighter. The last is no share.
    "#eaf1f6": "#1b2a36",
    "#bdd3e3": "#284a64",
    "#8bb1cc": "#3a6889",
    "#467a9f": "#5f9bc3",
    "#184b70": "#a9d3ef",
    "#d5d9dc": "#2c343c",
}


def either(colour: str) -> str:
    """Return a colour of paper as CSS that is light or dark as the page around it is."""
    return f"light-dark({colour},{DARK[colour]})"


def turning(svg: str) -> str:
    """Return a drawing in colours of paper as one that turns dark with the page that shows it as a picture."""
    turned = re.sub("|".join(DARK), lambda found: either(found[0]), svg)
    return turned.replace("<svg ", '<svg style="color-scheme:light dark" ', 1)


def style_of_charts(within: str) -> str:
    """Return the CSS by which charts that a page draws turn dark with it. `within` is the selector of their frame."""
    return "".join(
        f'{within} svg [{part}="{colour}"]{{{part}:{either(colour)}}}' for colour in DARK for part in ("fill", "stroke")
    )
