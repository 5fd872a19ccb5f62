"""Reads the outlines of a state's counties, a file of the state's own that need not be there."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

# An outline moves (M), draws lines (L) and closes (Z). Anything else is no outline of ours.
_OUTLINE = re.compile(r"(M[0-9.]+,[0-9.]+(L[0-9.]+,[0-9.]+)+Z)+")
_POINT = re.compile(r"([0-9.]+),([0-9.]+)")


@dataclass(frozen=True)
class Outline:
    """A county's outline as a path of SVG, the middle of what it spans, its shorter side, its area and its centroid."""

    path: str
    middle: tuple[float, float]
    shorter_side: float
    area: float
    centroid: tuple[float, float]


@dataclass(frozen=True)
class Shapes:
    """The outlines of counties by county_fips, on a sheet of this width and height, and where they come from."""

    source: str
    width: int
    height: int
    outlines: dict[str, Outline]


def read_shapes(path: Path | None) -> Shapes | None:
    """Return the outlines of a file, or None where there is none. Raises ValueError where it holds no outlines."""
    if path is None or not path.is_file():
        return None
    found = json.loads(path.read_text(encoding="utf-8"))
    try:
        outlines = {str(county): _outline(str(text)) for county, text in found["shapes"].items()}
        return Shapes(str(found["source"]), int(found["width"]), int(found["height"]), outlines)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path.name} is no file of counties' outlines") from error


def _outline(text: str) -> Outline:
    if not _OUTLINE.fullmatch(text):
        raise ValueError("an outline is written as M, L and Z with numbers between them")
    points = [(float(x), float(y)) for x, y in _POINT.findall(text)]
    across, down = ([point[axis] for point in points] for axis in (0, 1))
    wide, high = max(across) - min(across), max(down) - min(down)
    parts = [_area_and_moments(part) for part in text.split("Z")]
    area, along, below = (sum(part[number] for part in parts) for number in range(3))
    middle = (min(across) + wide / 2, min(down) + high / 2)
    return Outline(text, middle, min(wide, high), area, (along / area, below / area) if area else middle)


def _area_and_moments(part: str) -> tuple[float, float, float]:
    """Return the area of one closed part, and the area times the x and times the y of its centroid."""
    corners = [(float(x), float(y)) for x, y in _POINT.findall(part)]
    area = along = below = 0.0
    for (x, y), (next_x, next_y) in zip(corners, [*corners[1:], *corners[:1]], strict=True):
        turned = (x * next_y - next_x * y) / 2
        area += turned
        along += turned * (x + next_x) / 3
        below += turned * (y + next_y) / 3
    return (area, along, below) if area >= 0 else (-area, -along, -below)
