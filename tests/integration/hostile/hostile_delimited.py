"""Delimited files that were made, or damaged, so that a reader of them crashes, hangs or fills the memory."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Callable

from written_files import zst

HEADER = b"referral_id,received_at,updated_at\n"
ROW = b"R1,2026-11-01T08:00,2026-11-02T08:00\n"
CSV, GZ, ZST = (f"referrals_2026-11-18.csv{each}" for each in ("", ".gz", ".zst"))
PIECE = 16 << 20


def expanding(compress: Callable[[bytes], bytes], filling: bytes, times: int) -> bytes:
    """A compressed file of `times` times 16 MiB: members or frames that stand behind each other are one content."""
    return compress(HEADER) + compress(filling * (PIECE // len(filling))) * times


def skippable(length: int) -> bytes:
    """A frame that a decompressor of Zstandard skips."""
    return struct.pack("<II", 0x184D2A50, length) + b"\0" * length


# name of the case: (name of the file, its content)
DELIMITED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a field of 300 MB": (GZ, lambda: expanding(gzip.compress, b"x", 19)),
    "gzip of 2 GB, one line": (GZ, lambda: expanding(gzip.compress, b"x", 128)),
    "gzip of 2 GB, blank lines": (GZ, lambda: expanding(gzip.compress, b"\n", 128)),
    "gzip of 2 GB, equal rows": (GZ, lambda: expanding(gzip.compress, ROW, 128)),
    "gzip of 2 GB, commas": (GZ, lambda: expanding(gzip.compress, b",", 128)),
    "gzip of 2 GB, quotes": (GZ, lambda: expanding(gzip.compress, b'""', 128)),
    "gzip of 2 GB, empty quoted rows": (GZ, lambda: expanding(gzip.compress, b'"",""\n', 128)),
    "zstd of 7 GB, one line": (ZST, lambda: expanding(zst, b"x", 450)),
    "zstd of 7 GB, blank lines": (ZST, lambda: expanding(zst, b"\n", 450)),
    "zstd of 7 GB, equal rows": (ZST, lambda: expanding(zst, ROW, 450)),
    "gzip of 100,000 empty members": (GZ, lambda: gzip.compress(HEADER + ROW) + gzip.compress(b"") * 100_000),
    "gzip with garbage behind it": (GZ, lambda: gzip.compress(HEADER + ROW) + b"garbage" * 1000),
    "gzip with a name of 5 MB": (
        GZ,
        lambda: b"\x1f\x8b\x08\x08" + b"\0" * 6 + b"n" * 5_000_000 + b"\0" + gzip.compress(HEADER + ROW)[10:],
    ),
    "gzip within gzip": (GZ, lambda: gzip.compress(gzip.compress(HEADER + ROW))),
    "gzip that lies of its length": (GZ, lambda: gzip.compress(HEADER + ROW)[:-4] + b"\xff\xff\xff\xff"),
    "zstd with frames to skip": (ZST, lambda: skippable(100_000) * 10 + zst(HEADER + ROW) + skippable(8) * 1000),
    "zstd that is skipped alone": (ZST, lambda: skippable(1000)),
    "zstd with a window of 2 GB": (ZST, lambda: b"\x28\xb5\x2f\xfd\x00\xa8" + b"\x01\0\0" * 4),
    "zstd with a dictionary": (ZST, lambda: b"\x28\xb5\x2f\xfd\x23\x39\x05\0\0\x04" + zst(HEADER + ROW)[6:]),
    "zstd that says it is 2**60 bytes": (
        ZST,
        lambda: b"\x28\xb5\x2f\xfd\xe0" + struct.pack("<Q", 1 << 60) + b"\x01\0\0",
    ),
    "zstd with garbage behind it": (ZST, lambda: zst(HEADER + ROW) + b"garbage" * 1000),
    "a header of 1,000,000 columns": (CSV, lambda: HEADER[:-1] + b",c" * 1_000_000 + b"\n" + ROW),
    "a header of 1,000,000 empty columns": (CSV, lambda: HEADER[:-1] + b"," * 1_000_000 + b"\n" + ROW),
    "priority 60,000 times": (CSV, lambda: HEADER[:-1] + b",priority" * 60_000 + b"\n" + ROW),
    "priority 9,000 times": (CSV, lambda: HEADER[:-1] + b",priority" * 9_000 + b"\n" + ROW),
    "a header of 20 MB": (CSV, lambda: HEADER[:-1] + b"," + b"n" * 20_000_000 + b"\n" + ROW),
    "a row of 15,000,000 commas": (CSV, lambda: HEADER + ROW + b"," * 15_000_000 + b"\n" + ROW),
    "a row of 15,000,000 fields of an emoji": (CSV, lambda: HEADER + ROW + ",😀".encode() * 3_000_000 + b"\n"),
    "a field of 15 MB of emojis": (CSV, lambda: HEADER + '"😀"'.encode() * 2_500_000 + b",,\n" + ROW),
    "a field of 9 MB": (CSV, lambda: HEADER + b"R9," + b"x" * 9_000_000 + b",\n" + ROW),
    "200 rows of 5 MB": (GZ, lambda: gzip.compress(HEADER + (b"R9," + b"x" * 5_000_000 + b",\n") * 20, 1) * 2),
    "blank lines before the header": (CSV, lambda: b"\n" * 2_000_000 + HEADER + ROW),
    "blank lines after the header": (CSV, lambda: HEADER + b"\r\n" * 1_000_000 + ROW),
    "blank lines between rows": (CSV, lambda: HEADER + (ROW + b"\n" * 40) * 50_000),
    "lines of a space": (CSV, lambda: HEADER + b" \n" * 1_000_000),
    "rows of a letter": (CSV, lambda: HEADER + b"x\n" * 1_000_000),
    "a quote never closed, then 30 MB": (CSV, lambda: HEADER + b'R0,"' + ROW * 800_000),
    "4 MB of quotes": (CSV, lambda: HEADER + b'"' * 4_000_000 + b"\n" + ROW),
    "4 MB of quotes and line ends": (CSV, lambda: HEADER + b'"\n' * 2_000_000),
    "4 MB of quotes and commas": (CSV, lambda: HEADER + b'",' * 2_000_000),
    "quotes inside of fields": (CSV, lambda: HEADER + b'R1,a"b"c,\n' * 400_000),
    "carriage returns alone": (CSV, lambda: HEADER + b"\r" * 4_000_000),
    "carriage returns within rows": (CSV, lambda: HEADER + (ROW[:-1] + b"\r\r\r\n") * 50_000),
    "a quote alone": (CSV, lambda: b'"'),
    "two quotes alone": (CSV, lambda: b'""'),
    "a quote after the header": (CSV, lambda: HEADER + b'"'),
    "a comma alone": (CSV, lambda: b","),
    "a carriage return alone": (CSV, lambda: b"\r"),
    "surrogates as UTF-8": (CSV, lambda: HEADER + ROW + b"R2,\xed\xa0\x80,\xed\xb0\x80\n"),
    "overlong UTF-8": (CSV, lambda: HEADER + ROW + b"R2,\xc0\xaf,\xe0\x80\xaf\n"),
    "noncharacters": (CSV, lambda: HEADER + "R2,\uffff\U0010ffff\ufeff,\u2028\u2029\x85\n".encode()),
    "control characters": (
        CSV,
        lambda: HEADER + bytes(each for each in range(1, 32) if each not in (10, 13)) + b",,\n",
    ),
    "times that overflow": (
        CSV,
        lambda: (
            HEADER + b"R1,9999-12-31T23:59:59-14:00,9999-12-31T23:59:59+14:00\nR2,0000-00-00T00:00,0001-01-01T00:00\n"
        ),
    ),
}
