"""Turns arrays into the text of a file: most rows plainly, a few in every other spelling that the contract reads.

In: the columns of a version. Out: text columns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.contract import Contract, Field
from ingest.synthetic.files.versions import Columns
from ingest.synthetic.state import people, places
from ingest.synthetic.state.calibration import Calibration
from ingest.synthetic.state.clock import NEVER, Clock, Seconds
from ingest.synthetic.state.dice import Bools, Dice, Ints
from ingest.synthetic.state.world import World

BOOLEANS = (("N", "Y"), ("no", "yes"), ("false", "true"), ("F", "T"), ("0", "1"), ("FALSE", "True"), (" n", "y "))
PRIORITIES = (("1", "2"), ("I", "II"), ("i", "ii"), (" I ", "2 "))
LEVELS = (("1", "2"), (" 1", "2 "))
BLANK = "  "
PEOPLE = {
    "reporter_first_name": people.NAME_POOL_FIRST,
    "reporter_last_name": people.NAME_POOL_LAST,
    "reporter_phone": people.PHONES,
    "reporter_address": people.ADDRESSES,
    "search_exception": people.SEARCH_TEXTS,
    "court_order_number": people.COURT_ORDERS,
    "complainant_name": people.COMPLAINANT_POOL,
    "complainant_contact": people.CONTACTS,
    "caller_number": people.CALLER_POOL,
}
Spelling = Callable[[str], str]
SPELLINGS: tuple[Spelling, ...] = (str, str.upper, lambda code: f" {code}", lambda code: f"{code.title()} ")


@dataclass(frozen=True)
class Pool:
    """The texts of a column: `size` values in `variants` spellings, then a null and a blank text.

    `base` is the number of the first value.
    """

    texts: pa.Array
    quoted: pa.Array
    size: int
    variants: int
    base: int = 0


@dataclass(frozen=True)
class Manner:
    """How a file is written.

    `odd` allows unusual spellings, `quote` quotes where a delimited file must, `offsets` lets an offset tell the second
    pass of a repeated hour, and `zulu` names the columns written in UTC.
    """

    odd: bool = True
    quote: bool = True
    offsets: bool = True
    zulu: tuple[str, ...] = ()


class Texts:
    """Renders the rows of one extract as text columns, in the contract's order."""

    def __init__(self, contract: Contract, world: World, clock: Clock, cal: Calibration) -> None:
        self.contract, self._clock, self._cal = contract, clock, cal
        self._pools = {field.name: pool for field in contract.fields if (pool := _pool(field, world)) is not None}

    def render(self, columns: Columns, dice: Dice, manner: Manner) -> dict[str, pa.Array]:
        """Return the text columns. A null is null in a plain row and may be blank in an odd one."""
        size = dice.size
        styles = np.zeros(size, dtype=np.int64)
        offsets = np.zeros(size, dtype=np.int64)
        if manner.odd:
            odd = dice.chance(self._cal.number("odd_spelling"))
            styles = np.where(odd, dice.whole(1, 13), 0)
            offsets = np.where(dice.chance(self._cal.number("with_offset")), dice.whole(1, 5), 0)
        out: dict[str, pa.Array] = {}
        for field in self.contract.fields:
            values = columns.get(field.name)
            if values is None:
                continue
            if field.type == "datetime":
                zulu = np.full(size, 3) if field.name in manner.zulu else offsets
                out[field.name] = self._times(values, zulu, styles, manner)
            elif field.type == "date":
                out[field.name] = _plain(values.astype("datetime64[D]"), values == NEVER)
            elif field.name in self._pools:
                out[field.name] = self._pooled(self._pools[field.name], values, styles, manner)
            else:
                out[field.name] = _plain(values, values < 0)
        return out

    def _pooled(self, pool: Pool, values: Ints, styles: Ints, manner: Manner) -> pa.Array:
        index = values - pool.base
        given = values >= 0
        spelled = index + pool.size * (styles % pool.variants) if manner.odd else index
        null = pool.size * pool.variants + (styles == 7)
        return (pool.quoted if manner.quote else pool.texts).take(pa.array(np.where(given, spelled, null)))

    def _times(self, values: Seconds, offsets: Ints, styles: Ints, manner: Manner) -> pa.Array:
        clock = self._clock
        missing = values == NEVER
        wall = clock.wall(values)
        if manner.odd:
            skipped = clock.after_skip(values) & (offsets == 0) & (values % 4 != 0)
            wall = np.where(skipped, wall - 3600, wall)
        again = clock.second_pass(values) & (offsets == 0) & (values % 8 != 0) & manner.offsets
        text = pc.replace_substring(_plain(wall.astype("datetime64[s]"), missing), " ", "T")
        special = ((offsets > 0) | again) & ~missing
        if special.any():
            text = pc.replace_with_mask(text, pa.array(special), self._with_offset(values[special], offsets[special]))
        if manner.odd:
            spaced = (styles == 5) & ~missing & (offsets == 0)
            if spaced.any():
                some = text.filter(pa.array(spaced))
                text = pc.replace_with_mask(text, pa.array(spaced), pc.replace_substring(some, "T", " "))
        return text

    def _with_offset(self, values: Seconds, offsets: Ints) -> pa.Array:
        zulu = offsets == 3
        ahead = np.where(zulu, 0, self._clock.offset(values))
        text = pc.replace_substring(_plain((values + ahead).astype("datetime64[s]"), None), " ", "T")
        distinct, which = np.unique(ahead, return_inverse=True)
        long = pa.array(
            [f"{'-' if each < 0 else '+'}{abs(each) // 3600:02d}:{abs(each) % 3600 // 60:02d}" for each in distinct]
        )
        suffix = pc.if_else(pa.array(zulu), "Z", long.take(pa.array(which)))
        return pc.binary_join_element_wise(text, suffix, "")


def _plain(values: object, missing: Bools | None) -> pa.Array:
    return pa.array(values, mask=missing).cast(pa.string())


def _pool(field: Field, world: World) -> Pool | None:
    if field.name in PEOPLE:
        return _spelled([PEOPLE[field.name]])
    if field.name == "line":
        return _spelled([places.LINES])
    if field.name.endswith("county_fips"):
        return _spelled([places.county_pool(world)])
    if field.type == "boolean":
        return _spelled(BOOLEANS)
    if field.values:
        return _spelled(PRIORITIES if "ii" in field.values else LEVELS, base=1)
    if field.codes:
        codes = field.codes
        return _spelled([tuple(spelling(code) for code in codes) for spelling in SPELLINGS])
    return None


def _spelled(variants: list[tuple[str, ...]] | tuple[tuple[str, ...], ...], base: int = 0) -> Pool:
    texts = [text for variant in variants for text in variant] + ["", BLANK]
    return Pool(
        texts=pa.array([text or None for text in texts], pa.string()),
        quoted=pa.array([quoted(text) or None for text in texts], pa.string()),
        size=len(variants[0]),
        variants=len(variants),
        base=base,
    )


def quoted(text: str) -> str:
    """Return a text as a field of a comma-separated file, quoted where it has to be (RFC 4180)."""
    if any(mark in text for mark in '",\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text
