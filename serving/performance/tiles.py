"""Arranges counties as tiles of one size that lie as the state lies, and gives each a name short enough for its tile.

A small county is as large as any other, so nobody has to see it on the map.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import pairwise

import numpy as np

from serving.performance.shapes import Shapes

# The column and the row of a tile from the upper left, both from 0.
Place = tuple[int, int]


def arranged(shapes: Shapes) -> dict[str, Place]:
    """Return the tile of each county with an outline: together as near as can be to where the counties lie.

    There are about as many rows and columns as counties of one size would fill. Columns are then taken away until no
    row has a hole, which would look like a county that is missing. The same outlines give the same tiles.
    """
    counties = sorted(shapes.outlines)
    if not counties:
        return {}
    centroids = np.array([shapes.outlines[each].centroid for each in counties])
    side = math.sqrt(sum(shapes.outlines[each].area for each in counties) / len(counties))
    rows, columns = max(round(shapes.height / side), 1), max(round(shapes.width / side), 1)
    # Outlines may cover so little of a long sheet that its cells are fewer than they are.
    columns = max(columns, math.ceil(len(counties) / rows))
    found: dict[str, Place] = {}
    while rows * columns >= len(counties):
        found = dict(zip(counties, _nearest(centroids, shapes, columns, rows), strict=True))
        if not _has_hole(found.values()):
            break
        columns -= 1
    left, top = (min(place[axis] for place in found.values()) for axis in (0, 1))
    return {county: (column - left, row - top) for county, (column, row) in found.items()}


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Return three letters for each name, no two alike: its first three, or its first two and one that tells it apart.

    Woods and Woodward → Wos and Wow. Where no letter does, the name stays whole.
    """
    letters = {name: "".join(filter(str.isalnum, name)) for name in sorted(set(names))}
    begins = [each[:3] for each in letters.values()]
    short = {name: each[:3] for name, each in letters.items() if begins.count(each[:3]) == 1}
    taken = {_look(each) for each in short.values()}
    for name in [each for each in letters if each not in short]:
        own = letters[name]
        alike = [each for other, each in letters.items() if each[:3] == own[:3] and other != name]
        telling = (
            own[:2] + own[at] for at in range(3, len(own)) if all(own[at] != each[at : at + 1] for each in alike)
        )
        short[name] = next((each for each in telling if _look(each) not in taken), name)
        taken.add(_look(short[name]))
    return short


def _look(letters: str) -> str:
    """Return letters that are the same where two texts look alike: McI and Mcl."""
    return letters.casefold().replace("l", "i")


def _nearest(centroids: np.ndarray, shapes: Shapes, columns: int, rows: int) -> list[Place]:
    """Return a cell of the grid for each centroid: the squares of all distances, in cells, add up to the least."""
    cells = [(column, row) for row in range(rows) for column in range(columns)]
    size = np.array([shapes.width / columns, shapes.height / rows])
    away = centroids[:, None, :] / size - 0.5 - np.array(cells)[None, :, :]
    return [cells[cell] for cell in _assigned((away**2).sum(axis=2))]


def _assigned(cost: np.ndarray) -> list[int]:
    """Return a column of `cost` for each of its rows, no two alike and of the least sum: the Hungarian method.

    Each row in turn gets a column along the cheapest way on which earlier rows move over. `row_price` and
    `column_price` keep the cost of every step of such a way at 0 or above. Row and column 0 stand for none.
    """
    rows, columns = cost.shape
    row_price, column_price = np.zeros(rows + 1), np.zeros(columns + 1)
    row_of = np.zeros(columns + 1, dtype=int)
    for row in range(1, rows + 1):
        row_of[0], here = row, 0
        least, before = np.full(columns + 1, np.inf), np.zeros(columns + 1, dtype=int)
        seen = np.zeros(columns + 1, dtype=bool)
        while row_of[here]:
            seen[here] = True
            step = np.append(np.inf, cost[row_of[here] - 1] - row_price[row_of[here]] - column_price[1:])
            nearer = ~seen & (step < least)
            least[nearer], before[nearer] = step[nearer], here
            following = int(np.argmin(np.where(seen, np.inf, least)))
            grown = least[following]
            row_price[row_of[seen]] += grown
            column_price[seen] -= grown
            least[~seen] -= grown
            here = following
        while here:
            row_of[here], here = row_of[before[here]], int(before[here])
    column_of: Mapping[int, int] = {int(row): column for column, row in enumerate(row_of[1:]) if row}
    return [column_of[row] for row in range(1, rows + 1)]


def _has_hole(places: Iterable[Place]) -> bool:
    """Whether an empty cell has a tile on its left and on its right."""
    ordered = sorted((row, column) for column, row in places)
    return any(first[0] == second[0] and second[1] - first[1] > 1 for first, second in pairwise(ordered))
