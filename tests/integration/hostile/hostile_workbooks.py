"""Workbooks that were made, or damaged, so that a reader of them crashes, hangs or fills the memory."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from functools import cache

from written_files import workbook

NAME = "referrals_2026-11-18.xlsx"
SHEET, STYLES, STRINGS = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"
ROWS: list[list[object]] = [
    ["referral_id", "received_at", "updated_at"],
    ["R1", "2026-11-01 08:00", "2026-11-02 08:00"],
]
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@cache
def parts() -> dict[str, bytes]:
    """The parts of a small workbook."""
    with zipfile.ZipFile(io.BytesIO(workbook(ROWS))) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


def zipped(changes: dict[str, bytes], without: str = "") -> bytes:
    """A small workbook with other parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts(), **changes}.items():
            if name != without:
                archive.writestr(name, content)
    return out.getvalue()


def changed(part: str, before: bytes, after: bytes) -> bytes:
    """A small workbook in one of whose parts some bytes are others."""
    return zipped({part: parts()[part].replace(before, after)})


def with_cells(cells: str) -> bytes:
    """A small workbook with a further row."""
    return zipped({SHEET: parts()[SHEET].replace(b"</sheetData>", f"<row>{cells}</row></sheetData>".encode())})


def laughing(part: str) -> bytes:
    """A workbook one of whose parts declares entities that expand a billion times."""
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))
    text = parts()[part].decode()
    start = text.index("?>") + 2
    root = text[start:].lstrip().split(None, 1)[0].strip("<>")
    changed = f"{text[:start]}<!DOCTYPE {root} [{entities}]>{text[start:]}"
    return zipped(
        {part: changed.replace("</row>", '<c r="Z9" t="inlineStr"><is><t>&a9;</t></is></c></row>', 1).encode()}
    )


def strings(number: int, length: int) -> bytes:
    """A workbook with so many shared texts of such a length, which no cell shows."""
    text = f"<si><t>{'x' * length}</t></si>" * number
    return zipped({STRINGS: parts()[STRINGS].replace(b"</sst>", f"{text}</sst>".encode())})


def patched(at: int, number: int) -> bytes:
    """A workbook in whose directory a number of 4 bytes, `at` bytes from the start of each entry, is another."""
    content = bytearray(zipped({}))
    entry = content.find(b"PK\x01\x02")
    while entry >= 0:
        content[entry + at : entry + at + 4] = struct.pack("<I", number)
        entry = content.find(b"PK\x01\x02", entry + 4)
    return bytes(content)


def overlapping(entries: int) -> bytes:
    """A workbook whose directory names one large part many times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
        archive.writestr("xl/media/a.xml", b"\0" * (64 << 20))
        first = archive.infolist()[-1]
        for at in range(entries):
            copy = zipfile.ZipInfo(f"xl/media/{at}.xml")
            for each in ("header_offset", "compress_type", "CRC", "compress_size", "file_size", "flag_bits"):
                setattr(copy, each, getattr(first, each))
            archive.filelist.append(copy)
            archive.NameToInfo[copy.filename] = copy
    return out.getvalue()


WORKBOOKS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a cell at B99999999": (NAME, lambda: with_cells('<c r="B99999999"><v>1</v></c>')),
    "a cell at XFD1048576": (NAME, lambda: with_cells('<c r="XFD1048576"><v>1</v></c>')),
    "a cell at A1048576": (NAME, lambda: with_cells('<c r="A1048576"><v>1</v></c>')),
    "an empty cell at XFD1048576": (NAME, lambda: with_cells('<c r="XFD1048576" s="0"/>')),
    "a cell at ZZZZZZZZ1": (NAME, lambda: with_cells('<c r="ZZZZZZZZ1"><v>1</v></c>')),
    "a cell at A0": (NAME, lambda: with_cells('<c r="A0"><v>1</v></c>')),
    "a cell at A-1": (NAME, lambda: with_cells('<c r="A-1"><v>1</v></c>')),
    "a cell of 10,000 digits": (NAME, lambda: with_cells(f'<c r="A{"9" * 10_000}"><v>1</v></c>')),
    "cells without a place": (NAME, lambda: with_cells("<c><v>1</v></c>" * 200_000)),
    "500,000 empty cells with a style": (NAME, lambda: with_cells('<c r="A9" s="0"/>' * 500_000)),
    "2,000,000 values in one cell": (NAME, lambda: with_cells('<c r="A9"><v>1</v></c>' * 2_000_000)),
    "a shared text that is not there": (NAME, lambda: with_cells('<c r="A9" t="s"><v>99999999</v></c>')),
    "a style that is not there": (NAME, lambda: with_cells('<c r="B9" s="99999999"><v>46000</v></c>')),
    "a style that is no number": (NAME, lambda: with_cells('<c r="B9" s="x"><v>46000</v></c>')),
    "a number that is none": (NAME, lambda: with_cells('<c r="B9"><v>much</v></c>')),
    "a number beyond all": (NAME, lambda: with_cells('<c r="A9"><v>1e999</v></c><c r="B9"><v>-1e308</v></c>')),
    "an error for a value": (NAME, lambda: with_cells('<c r="B9" t="e"><v>#REF!</v></c>')),
    "a kind of cell that is none": (NAME, lambda: with_cells('<c r="B9" t="?"><v>1</v></c>')),
    "styles that are broken": (NAME, lambda: changed(STYLES, b'numFmtId="0"', b'numFmtId="x"')),
    "styles that end early": (NAME, lambda: zipped({STYLES: parts()[STYLES][:200]})),
    "2,000,000 styles": (
        NAME,
        lambda: changed(STYLES, b"</cellXfs>", b'<xf numFmtId="22"/>' * 2_000_000 + b"</cellXfs>"),
    ),
    "a format of 10 MB": (
        NAME,
        lambda: changed(
            STYLES, b"<fonts", b'<numFmt numFmtId="0" formatCode="' + b"&quot;\\[" * 1_000_000 + b'"/><fonts'
        ),
    ),
    "no sheet": (NAME, lambda: zipped({}, without=SHEET)),
    "no workbook part": (NAME, lambda: zipped({}, without="xl/workbook.xml")),
    "no relations": (NAME, lambda: zipped({}, without="xl/_rels/workbook.xml.rels")),
    "50,000 sheets": (
        NAME,
        lambda: changed(
            "xl/workbook.xml", b"</sheets>", b'<sheet name="a" sheetId="2" r:id="rId1"/>' * 50_000 + b"</sheets>"
        ),
    ),
    "a billion laughs in the sheet": (NAME, lambda: laughing(SHEET)),
    "a billion laughs in the styles": (NAME, lambda: laughing(STYLES)),
    "a billion laughs in the shared texts": (NAME, lambda: laughing(STRINGS)),
    "an outer entity": (
        NAME,
        lambda: changed(
            SHEET, b"<worksheet", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet'
        ),
    ),
    "1,000,000 elements within each other": (
        NAME,
        lambda: zipped({SHEET: f"<worksheet {_MAIN}>".encode() + b"<a>" * 1_000_000}),
    ),
    "an attribute of 50 MB": (NAME, lambda: with_cells(f'<c r="A9" x="{"y" * 50_000_000}"><v>1</v></c>')),
    "a text of 50 MB": (NAME, lambda: with_cells(f'<c r="A9" t="inlineStr"><is><t>{"y" * 50_000_000}</t></is></c>')),
    "shared texts of 1 GB": (NAME, lambda: strings(1, 1 << 30)),
    "5,000,000 shared texts": (NAME, lambda: strings(5_000_000, 1)),
    "a sheet of 1 GB of spaces": (NAME, lambda: zipped({SHEET: parts()[SHEET] + b" " * (1 << 30)})),
    "a part that is named 30 times": (NAME, lambda: overlapping(30)),
    "a directory that lies of a small size": (NAME, lambda: patched(24, 10)),
    "a directory that lies of a great size": (NAME, lambda: patched(24, 2**32 - 2)),
    "a directory that points outside": (NAME, lambda: patched(42, 2**31)),
    "parts that are encrypted": (NAME, lambda: patched(8, 0x00080001)),
    "a workbook within a workbook": (NAME, lambda: zipped({"xl/embeddings/a.xlsx": zipped({})}, without=SHEET)),
    "a workbook under a password": (NAME, lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000),
    "cut off": (NAME, lambda: zipped({})[:-30]),
    "an archive of nothing": (NAME, lambda: b"PK\x05\x06" + b"\0" * 18),
}  # fmt: skip
