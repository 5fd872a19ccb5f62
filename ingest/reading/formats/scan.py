"""Scans a delivered file's bytes before anything is parsed: hash, encoding, line ends, delimiters, records.

In: a path. Out: its hash, a `Scan`, or the text of each record. A newline after an even number of quotes ends a record.
That count depends on no parser, and the count of each parser is compared with it.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ingest.reading.bounds import DEFAULT_BOUNDS, Bounds
from ingest.reading.formats.other_formats import refuse_other_formats
from ingest.refusal import Refusal

CHUNK = 1 << 20
_QUOTE, _COMMA, _LF, _CR = 34, 44, 10, 13


@dataclass(frozen=True)
class Scan:
    """The findings of one pass over the bytes of a delimited file.

    `records` includes the header and leaves out blank lines. `delimiters` counts the commas between fields in the whole
    file. `stray_quotes`: a quote opens elsewhere than at the start of a field, or closes elsewhere than at its end.
    `stray_returns`: a carriage return has no line feed after it. `longest` is the length of the longest record, in
    bytes.
    """

    records: int
    delimiters: int
    stray_quotes: bool
    stray_returns: bool
    encoding: str
    has_bom: bool
    line_ends: frozenset[str]
    longest: int


def sha256_of(file: int) -> str:
    """Return the SHA-256 of an open file as it was delivered, hexadecimal."""
    with os.fdopen(os.dup(file), "rb") as handle:
        handle.seek(0)
        return hashlib.file_digest(handle, "sha256").hexdigest()


def open_bytes(path: Path, suffix: str) -> IO[bytes]:
    """Open the file's content as a stream of decompressed bytes. Damage shows only while reading: see `chunks`."""
    if suffix.endswith(".gz"):
        return cast("IO[bytes]", gzip.open(path, "rb"))
    if suffix.endswith(".zst"):
        return cast("IO[bytes]", pa.CompressedInputStream(pa.OSFile(str(path)), "zstd"))
    return path.open("rb")


def chunks(path: Path, suffix: str, bounds: Bounds = DEFAULT_BOUNDS) -> Iterator[bytes]:
    """Give the decompressed content in pieces.

    Raises Refusal if the compressed file is damaged or cut off, or if its content is too large.
    """
    content, delivered = 0, path.stat().st_size
    try:
        with open_bytes(path, suffix) as stream:
            while piece := stream.read(CHUNK):
                content += len(piece)
                bounds.hold_content(content, delivered)
                yield piece
    except (EOFError, zlib.error, gzip.BadGzipFile, pa.ArrowInvalid):
        raise _damaged() from None
    except OSError as error:
        # pyarrow reports a damaged zstd frame as an OSError without an errno; a real one has one.
        if error.errno is None:
            raise _damaged() from None
        raise


def _damaged() -> Refusal:
    return Refusal("the compressed file is damaged or cut off; deliver it again, whole.")


def scan(path: Path, suffix: str, bounds: Bounds = DEFAULT_BOUNDS) -> Scan:
    """Read the whole file once.

    Raises Refusal for a file that no reader can take: damaged, empty, of another format, in UTF-16 or an unknown
    encoding, with a NUL byte, with a quote that is never closed, or with more than `bounds` allows.
    """
    counter = _Counter(bounds)
    utf8 = codecs.getincrementaldecoder("utf-8")()
    is_utf8, first = True, True
    has_bom = False
    for piece in chunks(path, suffix, bounds):
        if first:
            refuse_other_formats(piece)
            _refuse_utf16(piece)
            has_bom = piece.startswith(codecs.BOM_UTF8)
            counter.start = counter.record_start = len(codecs.BOM_UTF8) if has_bom else 0
            first = False
        if is_utf8 and not (piece.isascii() and not utf8.getstate()[0]):
            try:
                utf8.decode(piece)
            except UnicodeDecodeError:
                is_utf8 = False
        counter.add(piece)
    if first:
        raise Refusal("the file is empty, without even a header; deliver it again.")
    if is_utf8:
        try:
            utf8.decode(b"", final=True)
        except UnicodeDecodeError:
            is_utf8 = False
    if not is_utf8:
        if has_bom:
            raise Refusal(
                "the file starts with the mark of UTF-8 and is not UTF-8 throughout; "
                "save it as UTF-8 and deliver it again."
            )
        _refuse_unknown_encoding(path, suffix)
    return counter.finish("utf-8" if is_utf8 else "cp1252", has_bom)


def records(path: Path, suffix: str, encoding: str) -> Iterator[str]:
    """Give each record's text without its line end. Blank lines are left out: there are as many as `scan` counts."""
    name = "utf-8-sig" if encoding == "utf-8" else encoding
    binary = cast("io.BufferedReader", open_bytes(path, suffix))
    # Only a line feed ends a line; the parser judges a carriage return inside a record.
    with io.TextIOWrapper(binary, encoding=name, newline="\n") as lines:
        parts: list[str] = []
        quotes = 0
        for line in lines:
            quotes += line.count('"')
            if quotes % 2:
                parts.append(line)
                continue
            record = "".join([*parts, line]) if parts else line
            parts.clear()
            quotes = 0
            text = record.removesuffix("\n").removesuffix("\r")
            if text:
                yield text


def _refuse_utf16(piece: bytes) -> None:
    start = piece[:4096]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or max(
        start[0::2].count(0), start[1::2].count(0)
    ) * 4 > len(start):
        raise Refusal("the file looks like UTF-16; save it as UTF-8 and deliver it again.")


def _refuse_unknown_encoding(path: Path, suffix: str) -> None:
    decoder = codecs.getincrementaldecoder("cp1252")()
    try:
        for piece in chunks(path, suffix):
            decoder.decode(piece)
    except UnicodeDecodeError:
        raise Refusal("the file is neither UTF-8 nor Windows-1252; save it as UTF-8 and deliver it again.") from None


class _Counter:
    """Counts records across pieces, by the parity of quotes, the line ends outside quotes and the blank lines."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.longest = 0
        self.records = 0
        self.delimiters = 0
        self.stray_quotes = False
        self.returns = 0  # carriage returns without a line feed after them
        self.quotes = 0
        self.offset = 0
        self.start = 0  # where the text begins, after the mark of UTF-8
        self.record_start = 0  # where the current record began
        self.line_ends: set[str] = set()
        self.last = -1

    def add(self, piece: bytes) -> None:
        data = np.frombuffer(piece, dtype=np.uint8)
        if piece.find(b"\0") >= 0:
            raise Refusal(
                f"there is a NUL byte in record {self.records + 1} or after it; export the file again as plain text."
            )
        ends = np.flatnonzero(data == _LF)
        self.returns += piece.count(b"\r") - piece.count(b"\r\n")
        self.returns -= self.last == _CR and piece[0] == _LF
        quotes = np.flatnonzero(data == _QUOTE)
        if quotes.size or self.quotes % 2:
            ends = ends[(self.quotes + np.searchsorted(quotes, ends)) % 2 == 0]
        self.delimiters += self._delimiters(data, quotes)
        self.stray_quotes = self.stray_quotes or self._has_stray_quotes(data, quotes)
        self.quotes += quotes.size
        if ends.size:
            before = np.where(ends > 0, data[np.maximum(ends - 1, 0)], self.last)
            pairs = int((before == _CR).sum())
            self.line_ends |= {"CRLF"} if pairs else set()
            self.line_ends |= {"LF"} if pairs < ends.size else set()
            starts = np.concatenate(([self.record_start - self.offset], ends[:-1] + 1))
            lengths = ends - starts
            # A blank line has nothing before its line end, which is LF or CRLF.
            blank = (lengths == 0) | ((lengths == 1) & (before == _CR))
            self.records += int(ends.size - blank.sum())
            self.record_start = self.offset + int(ends[-1]) + 1
            self._measure(int(lengths.max()))
        self.last = piece[-1]
        self.offset += len(piece)
        self._measure(self.offset - self.record_start)

    def _measure(self, length: int) -> None:
        """Keep the length of the longest record. Raises Refusal if it is too long, before it has ended."""
        self.longest = max(self.longest, length)
        if length > self.bounds.max_record_bytes:
            raise self.bounds.exceeded(
                "max_record_bytes",
                f"record {self.records + 1} or one shortly before it is longer",
                "look there for a quote that is never closed",
            )

    def _delimiters(self, data: npt.NDArray[np.uint8], quotes: npt.NDArray[np.intp]) -> int:
        if not quotes.size:
            return 0 if self.quotes % 2 else int(np.count_nonzero(data == _COMMA))
        commas = np.flatnonzero(data == _COMMA)
        # Count the commas before each quote: those between an opening and a closing quote are text.
        before = np.searchsorted(commas, quotes)
        if self.quotes % 2:
            before = np.concatenate(([0], before))
        if before.size % 2:
            before = np.append(before, commas.size)
        return int(commas.size - (before[1::2] - before[0::2]).sum())

    def _has_stray_quotes(self, data: npt.NDArray[np.uint8], quotes: npt.NDArray[np.intp]) -> bool:
        opening = quotes[self.quotes % 2 :: 2]
        opening = opening[self.offset + opening > self.start]
        before = np.where(opening > 0, data[np.maximum(opening - 1, 0)], self.last)
        closing = quotes[1 - self.quotes % 2 :: 2] + 1
        after = data[closing[closing < data.size]]
        if self.quotes and self.quotes % 2 == 0 and self.last == _QUOTE:
            after = np.append(after, data[0])  # the last piece ended with a quote that may have closed a field
        # Two quotes side by side stand for one quote of the text.
        return not bool(
            np.isin(before, (_COMMA, _LF, _QUOTE)).all() and np.isin(after, (_COMMA, _CR, _LF, _QUOTE)).all()
        )

    def finish(self, encoding: str, has_bom: bool) -> Scan:
        if self.quotes % 2:
            raise Refusal(
                "a quote that is opened is never closed, so where its field ends can't be told; "
                "double each quote inside a field (RFC 4180) and export again."
            )
        rest = self.offset - self.record_start
        if rest > 1 or (rest == 1 and self.last != _CR):
            self.records += 1
        if self.records == 0:
            raise Refusal("the file is empty, without even a header; deliver it again.")
        return Scan(
            self.records,
            self.delimiters,
            self.stray_quotes,
            self.returns > 0,
            encoding,
            has_bom,
            frozenset(self.line_ends),
            self.longest,
        )
