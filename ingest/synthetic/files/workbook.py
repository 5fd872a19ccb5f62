"""Writes a workbook of one sheet with only the parts that a reader of .xlsx needs.

In: a path, columns and rows of texts. Out: the file. It holds no time of writing, so the same rows give the same bytes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="extract" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/></numFmts>'
    '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/>'
    '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
}
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook knows wall-clock times only


def write_workbook(
    path: Path, columns: Sequence[str], kinds: Sequence[str], rows: Sequence[Sequence[str | None]]
) -> None:
    """Write texts as cells: `number`, `datetime` and `date` columns become numbers with a format, others stay text.

    A text that its kind can't hold (a time with an offset, for example) stays text.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in _PARTS.items():
            archive.writestr(_entry(name), _HEAD + body)
        with archive.open(_entry("xl/worksheets/sheet1.xml"), "w") as sheet:
            sheet.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for line in _lines(columns, kinds, rows):
                sheet.write(line.encode())
            sheet.write(b"</sheetData></worksheet>")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _lines(columns: Sequence[str], kinds: Sequence[str], rows: Sequence[Sequence[str | None]]) -> Iterator[str]:
    letters = [_letters(index) for index in range(len(columns))]
    yield _line(1, letters, ["text"] * len(columns), columns)
    for number, row in enumerate(rows, start=2):
        yield _line(number, letters, kinds, row)


def _line(number: int, letters: Sequence[str], kinds: Sequence[str], row: Sequence[str | None]) -> str:
    cells = (
        _cell(f"{letter}{number}", kind, text)
        for letter, kind, text in zip(letters, kinds, row, strict=True)
        if text is not None
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, kind: str, text: str) -> str:
    if kind == "number" and text.isdigit():
        return f'<c r="{place}"><v>{text}</v></c>'
    if kind in ("date", "datetime") and len(text) <= 19:
        serial = (datetime.fromisoformat(text) - _EPOCH).total_seconds() / 86_400
        return f'<c r="{place}" s="{1 if kind == "datetime" else 2}"><v>{serial!r}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _letters(index: int) -> str:
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text
