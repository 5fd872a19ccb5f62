"""Reads a workbook's XML for what the library of workbooks does not tell, and holds it against the bounds beforehand.

In: a path. Out: a `Sheet`: which cells show a time, and the first cell with a formula. The library makes room for the
whole rectangle around the cells, so a single cell far away costs gigabytes; here nothing grows with such a place.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from ingest.reading.bounds import Bounds
from ingest.refusal import Refusal

# Excel's built-in formats that show a time of day. Custom formats are read from the workbook.
_BUILT_IN_TIMES = frozenset({18, 19, 20, 21, 22, 45, 46, 47})
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_PIECE = 1 << 20
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError,
)  # fmt: skip
# The standard's own limits of a sheet.
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


@dataclass
class Sheet:
    """The cells that hold something. `timed` has, by column from 0, a byte for each row from 0 that is not 0 where
    the format of the cell shows a time."""

    formula: str | None = None
    timed: dict[int, bytearray] = field(default_factory=dict)

    def shows_time(self, row: int, column: int) -> bool:
        """Whether the format of the cell, from 0, shows a time."""
        marks = self.timed.get(column)
        return marks is not None and row < len(marks) and marks[row] != 0


def read_sheet(path: Path, bounds: Bounds) -> Sheet:
    """Read the XML of all sheets, of which there should be one. Raises Refusal."""
    try:
        with zipfile.ZipFile(path) as archive:
            content = sum(each.file_size for each in archive.infolist())
            bounds.hold_content(content, path.stat().st_size)
            cells = _Cells(_timed_styles(archive), bounds)
            parts = [each for each in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", each)]
            if not parts:
                raise damaged()
            for each in parts:
                _parse(archive, each, cells.start)
            return cells.sheet
    except _DAMAGE:
        raise damaged() from None


def damaged() -> Refusal:
    """Return the refusal of a file that is no whole workbook."""
    return Refusal("the file can't be read as an Excel workbook; save it again as .xlsx.")


class _Cells:
    """Follows the elements of a sheet, and marks the cells that hold something."""

    def __init__(self, timed_styles: frozenset[str], bounds: Bounds) -> None:
        self.sheet = Sheet()
        self._timed_styles, self._bounds = timed_styles, bounds
        self._columns: dict[str, int] = {}
        self._place, self._style = "", ""
        self._found = 0
        self._rows: list[int] = [_LAST_ROW, 0]
        self._across: list[int] = [_LAST_COLUMN, 0]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Follow one element: `c` is a cell, `f` its formula, `v` or `is` its value."""
        if name == "c":
            self._place, self._style = attributes.get("r", ""), attributes.get("s", "")
        elif name == "f":
            self.sheet.formula = self.sheet.formula or self._place or "?"
        elif name in ("v", "is"):
            self._found += 1
            if self._found > self._bounds.max_cells:
                raise self._too_many()
            if self._place:
                self._mark(self._place)

    def _mark(self, place: str) -> None:
        match = _REFERENCE.fullmatch(place)
        if not match:
            raise _outside()
        column = self._columns.get(match[1])
        if column is None:
            column = self._columns[match[1]] = _column(match[1])
        row = int(match[2])
        if row > _LAST_ROW or column > _LAST_COLUMN:
            raise _outside()
        rows, across = self._rows, self._across
        if not (rows[0] <= row <= rows[1] and across[0] <= column <= across[1]):
            rows[:] = min(rows[0], row), max(rows[1], row)
            across[:] = min(across[0], column), max(across[1], column)
            if (rows[1] - rows[0] + 1) * (across[1] - across[0] + 1) > self._bounds.max_cells:
                raise self._too_many()
        if self._style in self._timed_styles:
            marks = self.sheet.timed.setdefault(column - 1, bytearray())
            if len(marks) < row:
                marks.extend(bytes(max(row, 2 * len(marks)) - len(marks)))
            marks[row - 1] = 1

    def _too_many(self) -> Refusal:
        return self._bounds.exceeded(
            "max_cells", "its cells span more", "look for a cell far from the others, and save it again without it"
        )


def _outside() -> Refusal:
    return Refusal("a cell lies where a sheet has no cells; save the workbook again as .xlsx.")


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column


def _parse(archive: zipfile.ZipFile, part: str, start: Callable[[str, dict[str, str]], None]) -> None:
    """Call `start` with the name and the attributes of each element, the name without its prefix."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def started(name: str, attributes: dict[str, str]) -> None:
        start(name if ":" not in name else name.rpartition(":")[2], attributes)

    def doctype(*_: object) -> None:
        raise damaged()  # no workbook declares entities, and a few of them expand without end

    parser.StartElementHandler = started
    parser.StartDoctypeDeclHandler = doctype
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            parser.Parse(piece)
        parser.Parse(b"", True)


def _timed_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """Return the indexes of the cell styles whose number format shows hours or seconds, as the sheet writes them."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    custom: dict[int, str] = {}
    formats: list[int] = []
    within_cells = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal within_cells
        if name == "numFmt":
            custom[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "xf":
            if within_cells:
                formats.append(int(attributes.get("numFmtId", "0")))
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            within_cells = name == "cellXfs"

    _parse(archive, "xl/styles.xml", start)
    shown = {
        number: number in _BUILT_IN_TIMES
        or re.search("[hs]", _QUOTED.sub("", custom.get(number, "")), re.IGNORECASE) is not None
        for number in set(formats)
    }
    return frozenset(str(at) for at, number in enumerate(formats) if shown[number])
