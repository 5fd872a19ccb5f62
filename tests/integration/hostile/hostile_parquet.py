"""Parquet files that were made, or damaged, so that a reader of them crashes, hangs or fills the memory."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from functools import cache

import pyarrow as pa
from written_files import parquet

NAME = "referrals_2026-11-18.parquet"
COLUMNS = {
    "referral_id": [f"R{at}" for at in range(1000)],
    "received_at": ["2026-11-01T08:00"] * 1000,
    "updated_at": ["2026-11-02T08:00"] * 1000,
}


@cache
def whole() -> bytes:
    """A file of a thousand rows."""
    return parquet(pa.table(COLUMNS))


def varint(number: int) -> bytes:
    """A whole number as the footer writes it."""
    number = (number << 1) ^ (number >> 63)
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])


def with_footer(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The same file with another footer, whose length is right."""
    length = struct.unpack("<I", content[-8:-4])[0]
    footer = change(content[-8 - length : -8])
    return content[: -8 - length] + footer + struct.pack("<I", len(footer)) + b"PAR1"


def lying(rows: int, times: int = -1) -> Callable[[], bytes]:
    """A file of 1,000 rows whose footer says something else, everywhere or at the first places."""
    return lambda: with_footer(whole(), lambda footer: footer.replace(varint(1000), varint(rows), times))


def flipped(seed: int) -> Callable[[], bytes]:
    """A file in whose footer three bytes are wrong."""

    def change(footer: bytes) -> bytes:
        chance, found = random.Random(seed), bytearray(footer)
        for _ in range(3):
            found[chance.randrange(len(found))] = chance.randrange(256)
        return bytes(found)

    return lambda: with_footer(whole(), change)


def damaged(seed: int) -> Callable[[], bytes]:
    """A file in whose pages ten bytes are wrong."""

    def made() -> bytes:
        chance, found = random.Random(seed), bytearray(whole())
        for _ in range(10):
            found[chance.randrange(4, 900)] = chance.randrange(256)
        return bytes(found)

    return made


def nested(depth: int) -> bytes:
    """A column of lists within lists."""
    kind: pa.DataType = pa.string()
    for _ in range(depth):
        kind = pa.list_(kind)
    table = pa.table({**{name: values[:1] for name, values in COLUMNS.items()}, "deep": pa.array([None], kind)})
    return parquet(table)


def empty(rows: int) -> bytes:
    """A file of so many rows without a value: they take next to no bytes."""
    return parquet(pa.table({name: pa.nulls(rows, pa.string()) for name in COLUMNS}))


def of_one_row(**columns: object) -> bytes:
    """A file of one good row with further columns."""
    return parquet(pa.table({**{name: values[:1] for name, values in COLUMNS.items()}, **columns}))


PARQUET: dict[str, tuple[str, Callable[[], bytes]]] = {
    **{f"a footer of {rows} rows": (NAME, lying(rows)) for rows in (0, 999, 1001, 10**6, 10**9, 2**62, -1)},
    **{f"a count of {rows} rows in one place": (NAME, lying(rows, 1)) for rows in (999, 10**9, 2**62)},
    **{f"wrong bytes in the footer {seed}": (NAME, flipped(seed)) for seed in range(40)},
    **{f"wrong bytes in the pages {seed}": (NAME, damaged(seed)) for seed in range(20)},
    "a footer longer than the file": (NAME, lambda: whole()[:-8] + struct.pack("<I", 2**31 - 1) + b"PAR1"),
    "a footer of no bytes": (NAME, lambda: whole()[:-8] + struct.pack("<I", 0) + b"PAR1"),
    "a footer of noughts": (NAME, lambda: with_footer(whole(), lambda footer: b"\0" * len(footer))),
    "a footer of open structures": (NAME, lambda: with_footer(whole(), lambda _: b"\x1c" * 1_000_000)),
    "a footer of open lists": (NAME, lambda: with_footer(whole(), lambda _: b"\x19\xfc\xff\xff\xff\x7f" * 100_000)),
    "an encrypted footer": (NAME, lambda: b"PARE" + whole()[4:-4] + b"PARE"),
    "cut off": (NAME, lambda: whole()[:-1]),
    "the marks alone": (NAME, lambda: b"PAR1\0\0\0\0PAR1"),
    "a column name that is no UTF-8": (
        NAME,
        lambda: of_one_row(Qzvornik=["x"]).replace(b"Qzvornik", b"\xff\xfe\xfd\xfc" * 2),
    ),
    "100,000 columns": (NAME, lambda: of_one_row(**{f"c{at}": ["x"] for at in range(100_000)})),
    "9,000 columns": (NAME, lambda: of_one_row(**{f"c{at}": ["x"] for at in range(9_000)})),
    "lists within lists": (NAME, lambda: nested(60)),
    "lists within lists without end": (NAME, lambda: nested(3_000)),
    "50,000,000 rows without a value": (NAME, lambda: empty(50_000_000)),
    "20,000 row groups": (NAME, lambda: parquet(pa.table(COLUMNS).slice(0, 1000), row_group_size=1)),
    "a text of 300 MB": (NAME, lambda: of_one_row(search_exception=["x" * 300_000_000])),
    "a key of 300 MB": (NAME, lambda: of_one_row(referral_id=["x" * 300_000_000])),
    "200 texts of 5 MB": (
        NAME,
        lambda: parquet(
            pa.table(
                {
                    **{name: values[:200] for name, values in COLUMNS.items()},
                    "search_exception": [f"{at}" + "x" * 5_000_000 for at in range(200)],
                }
            ),
            compression="zstd",
        ),
    ),
    "binary values": (NAME, lambda: of_one_row(priority=pa.array([b"\xff"]))),
    "numbers without end": (NAME, lambda: of_one_row(priority=pa.array([float("inf")]), family_id=pa.array([1e300]))),
    "times out of range": (
        NAME,
        lambda: of_one_row(
            accepted_at=pa.array([2**62], pa.timestamp("us")), completed_at=pa.array([-(2**62)], pa.timestamp("us"))
        ),
    ),
    "no columns": (NAME, lambda: parquet(pa.table({"a": [1]}).select([]))),
}  # fmt: skip
