"""Counties as a map and as tiles: classes, what is not on the map, and nothing where a state has no outlines."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest
from contrast import contrast
from pages_fixture import Open, shown
from published_fixture import publish
from scipy.optimize import linear_sum_assignment

from dashboards.performance import county_tiles
from dashboards.process import launch
from hotline.warehouse.program_files import ROOT, county_shapes_of, default_jurisdiction
from serving.drawing.dark import DARK
from serving.performance import map as maps
from serving.performance.map import FILLS, NO_SHARE, class_edges, class_names, county_map
from serving.performance.shapes import Shapes, read_shapes
from serving.performance.tiles import arranged, short_names

TRENDS = "views/performance.py"
SQUARE = "M0,0L40,0L40,40L0,40Z"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "county_shapes.json"
    shapes = {"01001": SQUARE, "01003": SQUARE, "01005": SQUARE, "01007": "M0,0L5,0L5,5L0,5Z"}
    path.write_text(json.dumps({"source": "A source", "width": 1000, "height": 500, "shapes": shapes}))
    return path


def counties(**columns: object) -> pd.DataFrame:
    known = {
        "county_fips": ["01001", "01003", "01005", "01007", "00000"], "county_name": ["A", "B", "C", "D", "Unknown"],
        "value": [0.1, 0.5, None, 0.6, 0.2], "has_small_denominator": [False, False, False, True, False],
        "outside": ["below_95", "inside", None, "inside", "inside"],
    }  # fmt: skip
    return pd.DataFrame({**known, **columns})


def test_a_county_without_a_share_is_grey_and_crossed_and_one_outside_has_its_name(file: Path) -> None:
    drawn = county_map(counties(), shapes := read_shapes(file))  # type: ignore[arg-type]
    assert shapes is not None
    assert drawn is not None
    fills = re.findall(r'd="M0,0L\d+,0L[^"]*" style="fill:(#[0-9a-f]{6})', drawn.svg)
    assert fills == [FILLS[0], FILLS[-1], NO_SHARE, FILLS[-1]]
    assert re.findall(r">([A-Z])</text>", drawn.svg) == ["A"]
    assert drawn.svg.count("<circle") == 1
    assert (drawn.without_share, drawn.too_small, drawn.off) == (("C",), ("D",), ("Unknown",))
    sheet = maps.sheet(drawn, shapes, "Share & year", "State").decode()
    assert "Share &amp; year" in sheet
    assert "A source" in sheet


@pytest.mark.parametrize(
    ("shares", "edges", "names"),
    [
        ([0.1, 0.2, 0.6], (20, 30, 40, 50), ("under 20 %", "20 to under 30 %", "50 % and over")),
        ([0.40, 0.42, 0.42], (41,), ("under 41 %", "41 % and over")),
        ([0.4, 0.4, 0.4], (), ("all shares",)),
        ([None, None, None], (), ("all shares",)),
    ],
)
def test_classes_are_steps_of_one_size(shares: list[float], edges: tuple[int, ...], names: tuple[str, ...]) -> None:
    rows = pd.DataFrame({"value": shares, "has_small_denominator": [False] * 3})
    assert class_edges(rows) == edges
    assert set(names) <= set(class_names(edges))


def test_a_county_of_few_reports_does_not_stretch_the_classes() -> None:
    rows = pd.DataFrame({"value": [0.0, 0.1, 0.6], "has_small_denominator": [True, False, False]})
    assert class_edges(rows) == (20, 30, 40, 50)


@pytest.mark.parametrize(("share", "place"), [(0.29999, "A"), (0.3, "B"), (0.1 + 0.2, "B")])
def test_a_share_on_an_edge_is_in_the_class_that_begins_there(file: Path, share: float, place: str) -> None:
    rows = counties(value=[0.1, share, 0.6, None, None], has_small_denominator=[False] * 5)
    drawn = county_map(rows, read_shapes(file))  # type: ignore[arg-type]
    assert drawn is not None
    assert ("B" in drawn.members[2]) is (place == "B")


def test_the_classes_fall_evenly_in_lightness() -> None:
    grey = [sum(int(fill[at : at + 2], 16) * part for at, part in ((1, 0.3), (3, 0.59), (5, 0.11))) for fill in FILLS]
    assert all(first - second > 25 for first, second in pairwise(grey))


@pytest.mark.parametrize("fills", [FILLS, tuple(DARK[fill] for fill in FILLS)], ids=["paper", "dark"])
def test_every_class_bears_the_text_of_a_tile(fills: tuple[str, ...]) -> None:
    ink, paper = ("#1d2b36", "#ffffff") if fills is FILLS else (DARK["#1d2b36"], DARK["#ffffff"])
    assert all(contrast(fill, paper if number > 2 else ink) >= 4.5 for number, fill in enumerate(fills))


def test_tiles_are_the_counties_of_the_seeds_once_each_and_lie_as_the_state_lies() -> None:
    shapes = read_shapes(county_shapes_of(default_jurisdiction()))
    assert shapes is not None
    places = arranged(shapes)
    assert places == arranged(shapes)
    assert set(places) == set(shapes.outlines)
    assert len(set(places.values())) == len(places)
    rows = [[place[0] for place in places.values() if place[1] == row] for row in range(8)]
    assert all(sorted(row) == list(range(min(row), max(row) + 1)) for row in rows)
    cimarron, texas, beaver, mccurtain, oklahoma, tulsa = (
        places[f"40{end}"] for end in (["025", "139", "007", "089", "109", "143"])
    )
    assert (cimarron, texas, beaver, mccurtain) == ((0, 0), (1, 0), (2, 0), (11, 7))
    assert oklahoma[0] < tulsa[0]
    assert oklahoma[1] > tulsa[1]
    # No other arrangement in this grid is nearer.
    away = np.array(
        [
            [
                (shapes.outlines[county].centroid[0] / shapes.width * 12 - 0.5 - column) ** 2
                + (shapes.outlines[county].centroid[1] / shapes.height * 8 - 0.5 - row) ** 2
                for row in range(8)
                for column in range(12)
            ]
            for county in places
        ]
    )
    ours = sum(away[number, 12 * row + column] for number, (column, row) in enumerate(places.values()))
    assert ours == pytest.approx(away[linear_sum_assignment(away)].sum())


def test_tiles_of_any_state_are_as_many_as_its_outlines(file: Path) -> None:
    few = read_shapes(file)
    assert few is not None
    assert len(set(arranged(few).values())) == 4
    assert arranged(Shapes("A source", 10, 10, {})) == {}


def test_a_short_name_is_nobody_elses_and_does_not_look_like_it() -> None:
    names = short_names(
        ["Woods", "Woodward", "McClain", "McCurtain", "McIntosh", "Roger Mills", "Rogers", "Ada", "Adah"]
    )
    assert names == {
        "Woods": "Wos", "Woodward": "Wow", "McClain": "Mca", "McCurtain": "Mcu", "McIntosh": "McI",
        "Roger Mills": "RoM", "Rogers": "Ros", "Ada": "Ada", "Adah": "Adh",
    }  # fmt: skip
    seeds = pd.read_csv(ROOT / "seeds" / "policy" / default_jurisdiction() / "counties.csv")["county_name"]
    assert {len(short) for short in short_names(seeds).values()} == {3}


def test_a_tile_says_its_share_and_marks_few_reports_no_share_and_what_lies_outside(file: Path) -> None:
    shapes = read_shapes(file)
    assert shapes is not None
    drawn = county_tiles.draw(counties(), arranged(shapes), "Words & more")
    tiles = re.findall(r'<div class="(county[^"]*)" style="[^"]*background:light-dark\((#\w+),[^>]*>(.*?)</div>', drawn)
    assert [(kind, fill, re.sub("<[^>]+>", " ", text).split()) for kind, fill, text in tiles] == [
        ("county outside", FILLS[0], ["A", "10.0", "%", "A", "10"]),
        ("county", FILLS[-1], ["B", "50.0", "%", "B", "50"]),
        ("county", NO_SHARE, ["C", "✕", "C", "✕"]),
        ("county", FILLS[-1], ["D", "60.0", "%", "○", "D", "60○"]),
    ]
    assert 'role="img" aria-label="Words &amp; more"' in drawn


def test_there_is_no_map_without_outlines_of_these_counties(file: Path, tmp_path: Path) -> None:
    assert read_shapes(None) is None
    assert read_shapes(tmp_path / "nowhere.json") is None
    shapes = read_shapes(file)
    assert shapes is not None
    assert county_map(counties(county_fips=["02001", "02003", "02005", "02007", "00000"]), shapes) is None


@pytest.mark.parametrize("text", ['{"shapes": {}}', "[]", '{"shapes": {"01001": "M0,0<script>"}}'])
def test_a_file_that_holds_no_outlines_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "county_shapes.json"
    path.write_text(text)
    with pytest.raises(ValueError, match="outline"):
        read_shapes(path)


def test_every_county_of_the_seeds_has_an_outline() -> None:
    folder = ROOT / "seeds" / "policy" / default_jurisdiction()
    shapes = read_shapes(county_shapes_of(default_jurisdiction()))
    assert shapes is not None
    listed = pd.read_csv(folder / "counties.csv", dtype=str)["county_fips"]
    assert set(shapes.outlines) == set(listed) - {"00000"}
    assert "public domain" in shapes.source
    assert county_shapes_of("a_state_without_outlines") is None


def test_the_page_shows_the_map_of_the_year_and_says_what_is_not_on_it(
    home: Path, visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(home)
    without = shown(visit(TRENDS, measure="share_screened_out"))
    assert '<div class="map">' not in without
    assert "county-tiles" not in without
    file = county_shapes_of(default_jurisdiction())
    monkeypatch.setenv("HOTLINE_COUNTY_SHAPES", launch.environment(home, "oca", file)["HOTLINE_COUNTY_SHAPES"])
    app = visit(TRENDS, measure="share_screened_out")
    page = shown(app)
    drawn = page.split('<div class="map">')[1].split("</div>")[0]
    assert "Map of counties: Share screened out, FY2026." in drawn
    assert "56 % and over: Tulsa." in drawn
    assert ">Tulsa</text>" in unquote(drawn)
    assert "Not on the map: Unknown (no share)." in page
    tiles = page.split('<div class="county-tiles"')[1]
    assert "Counties as tiles of one size: Share screened out, FY2026." in tiles.split(">")[0]
    assert "<b>Tulsa</b>" in tiles
    assert "<b>Tul</b>" in tiles
    assert "SVG: map" in [each.proto.label for each in app.get("download_button")]
