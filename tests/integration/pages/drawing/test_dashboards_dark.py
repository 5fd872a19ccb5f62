"""Charts on a dark screen: each colour has one, which keeps its hue and is seen."""

from __future__ import annotations

import json
import re
from colorsys import rgb_to_hls

import pandas as pd
import pytest
from contrast import contrast

from dashboards import markup
from dashboards.performance import marks
from serving.drawing import chart_forms, heat_map, histogram
from serving.drawing.dark import DARK, style_of_charts, turning
from serving.performance import forms
from serving.performance import map as maps

COLOUR = re.compile(r"#[0-9a-f]{6}")
PAPER, INK = DARK["#ffffff"], DARK["#1d2b36"]
# What a reader has to tell from the ground: texts, and lines or points that carry a value.
TEXTS = ("#1d2b36", "#5a6872")
VALUES = ("#9aa5ad", "#6d7a84", "#1f5a83", "#b4531a", "#6b4a8f")


def drawn() -> str:
    """The forms of all charts, and drawings of every kind."""
    cells = pd.DataFrame({"small": [True], "value": [1.0]})
    hours = pd.DataFrame({"hours_from": [1.0], "hours_to": [2.0], "reports": [1]})
    kinds = frozenset([*forms.KINDS, "open"])
    every = [
        chart_forms.count_trend_form(True, True, True), chart_forms.count_bars_form(True),
        chart_forms.rate_trend_form(True, True, True, True, 0.5), chart_forms.rate_list_form(0.5, 3),
        heat_map.heat_map(cells, "share").form, heat_map.heat_map(cells, "count").form, histogram.histogram(hours).form,
        forms.xmr_form("share", kinds, True, True),
        forms.funnel_form(frozenset({"inside", "beyond_95", "beyond_998"}), frozenset({"left", "right"})),
    ]  # fmt: skip
    readings = [{"reading": each, "signal": "shift", "is_high": True} for each in marks.READINGS]
    swatches = [maps.swatch(number, len(maps.FILLS)) for number in range(len(maps.FILLS))]
    return json.dumps(every) + "".join([*map(marks.mark, readings), *swatches, maps.swatch_without_share()])


def test_every_colour_of_a_chart_has_one_for_the_dark() -> None:
    plain = drawn().replace("%23", "#")
    assert set(COLOUR.findall(plain)) - set(DARK) - set(DARK.values()) == set()
    assert '"scheme"' not in plain


@pytest.mark.parametrize(("paper", "ground"), [(False, PAPER), (True, "#ffffff")], ids=["dark", "paper"])
def test_texts_and_values_stand_out_from_the_ground(paper: bool, ground: str) -> None:
    def of(colour: str) -> str:
        return colour if paper else DARK[colour]

    assert min(contrast(of(text), ground) for text in TEXTS) >= 4.5
    assert min(contrast(of(value), ground) for value in VALUES if not paper or value != "#9aa5ad") >= 3


@pytest.mark.parametrize("colour", ["#1f5a83", "#b4531a", "#6b4a8f"])
def test_a_colour_with_a_meaning_keeps_its_hue(colour: str) -> None:
    hues = [rgb_to_hls(*(int(each[at : at + 2], 16) / 255 for at in (1, 3, 5)))[0] for each in (colour, DARK[colour])]
    assert abs(hues[0] - hues[1]) < 0.03


def test_a_drawing_turns_with_its_page_and_a_chart_by_its_style() -> None:
    turned = turning('<svg viewBox="0 0 1 1"><path style="fill:#ffffff;stroke:#1d2b36"/></svg>')
    assert turned == (
        '<svg style="color-scheme:light dark" viewBox="0 0 1 1"><path style="fill:light-dark(#ffffff,#0e1117);'
        'stroke:light-dark(#1d2b36,#e8edf1)"/></svg>'
    )
    assert "light-dark" in markup.picture('<svg ><path style="fill:#ffffff"/></svg>')
    assert '.here svg [stroke="#1f5a83"]{stroke:light-dark(#1f5a83,#85bde4)}' in style_of_charts(".here")
