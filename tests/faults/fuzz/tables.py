"""Tables of an extract, as Hypothesis draws them: honest rows, rows that can't be right, awkward but honest text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from oracle import EXTRACTS, MUST_STAND_IN_THE_HEADER

EXTRACTED_AT = datetime(2024, 11, 20, 6, tzinfo=UTC)
Draw = Callable[[st.SearchStrategy[object]], object]


@dataclass(frozen=True)
class Table:
    """A header and rows of text. A row of another length than the header has the wrong number of fields."""

    extract: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]


# Around both clock changes, their neighbours, leap days, ends of months and years, the limits of what may be.
_WALLS = [datetime.fromisoformat(each) for each in (
    "2024-03-10T02:30", "2024-03-10T01:59:59", "2024-03-10T03:00", "2024-11-03T01:00", "2024-11-03T01:59:59.999999",
    "2024-11-03T00:59", "2024-11-03T02:00", "1974-01-06T02:15", "1987-04-05T02:45", "2006-10-29T01:30",
    "2007-03-11T02:00", "1975-02-23T02:01", "2024-02-29T12:00", "2000-02-29T23:59", "2023-12-31T23:00",
    "1970-01-01T00:00", "1969-12-31T23:59:59", "1970-01-01T00:00:01", "2024-11-21T00:00", "2024-11-21T00:00:01",
    "2024-11-22T00:00", "2024-11-20T05:59", "1900-02-28T08:00", "2099-07-01T00:00", "0001-01-02T00:00",
    "9998-12-30T00:00",
)]  # fmt: skip
_NO_TIMES = [
    "2024-11-10", "2024-11-10T24:00", "2024-11-10T10:60", "2024-11-10T10:00:60", "2024-02-30T10:00", "2023-02-29T10:00",
    "2024-13-01T10:00", "2024-11-1T10:00", "24-11-01T10:00", "11/10/2024 10:00", "2024-11-10 10:00 PM", "now",
    "infinity", "-infinity", "epoch", "2024-11-10T10:00:00+25:00", "2024-11-10T10:00+5", "2024-11-10T10",
    "2024-11-10T10:00:00.", "2024-11-10  10:00", "２０２４-11-10T10:00", "2024-11-10T10:00:00 UTC", "1.5",
    "2024-11-10T10:00:00.1234567890", "12024-11-10T10:00", "2024-11-10T10:00ZZ", "20241110T1000", "'2024-11-10T10:00'",
]  # fmt: skip
_OFFSETS = ["Z", "z", "+00:00", "-06:00", "-0500", "+14:00", "-00:00", "+05:30", "-12", "+0545"]
_ALPHABET = "abcXYZ019 -_.,;:/#'`|\\()=@+*?[]{}%$&<>~^!\tÄéßÑœ€“”…ŽАбвΩ日本語한עברא٣٤½²🙂\u0301\u200d\u200e\u202e\u2028"
_CONTROL = "\x01\x07\x08\x0b\x0c\x1b\x1f\x7f\x85"

_plain_key = st.integers(0, 5).map(lambda at: f"K{at}")
_shape = st.sampled_from(["40109", "K-77", "40143", "a/b#1.2:3_4-5", "0", "9" * 40])
_county = st.sampled_from(["40109", "40143", "99999", "0", "4a-1/", "123456"])
_shapeless = st.one_of(
    st.sampled_from(
        ["Jane Doe", "Tulsa", "0" * 41, "K 7", "9" * 201, "K1\n", "Š1", "-", "1;2", "K1\u200b2", "\u202e1"]
    ),
    st.text(_ALPHABET + _CONTROL, max_size=30),
)
text = st.text(_ALPHABET + '"\n\r' + _CONTROL, max_size=25)
_padding = st.sampled_from(["", "", "", "", " ", "\t", "\u00a0", "  ", "\u3000", "\u200b"])


@st.composite
def times(draw: Draw) -> str:
    """A timestamp in any form."""
    if draw(st.integers(0, 9)) == 0:
        return str(draw(st.sampled_from(_NO_TIMES)))
    near = draw(st.sampled_from(_WALLS))
    assert isinstance(near, datetime)
    wall = near + timedelta(seconds=int(str(draw(st.sampled_from([0, 0, 1, -1, 1800, -1800, 3600])))))
    said = wall.strftime(f"%m-%d{draw(st.sampled_from('TTt '))}%H:%M")
    said = f"{wall.year:04}-{said}"
    precision = draw(st.sampled_from(["", "s", "s", "f", "fff"]))
    if precision:
        said += f":{wall.second:02}"
    if precision == "f":
        said += f"{draw(st.sampled_from('..,'))}{draw(st.integers(0, 999999)):06}"
        said = said.rstrip("0") if said[-1] == "0" and said[-2] not in ".," and draw(st.booleans()) else said
    if precision == "fff":
        said += f".{wall.microsecond:06}{draw(st.sampled_from(['', '0', '000']))}"
    return said + (str(draw(st.sampled_from(_OFFSETS))) if draw(st.integers(0, 2)) == 0 else "")


_days = st.one_of(
    st.dates().map(lambda day: f"{day.year:04}-{day:%m-%d}"),
    st.sampled_from(
        ["2024-02-29", "2023-02-29", "2024-02-30", "2024-1-1", "20240101", "2024-11-10T00:00", "01/02/2024", "today"]
    ),
)
_flags = st.sampled_from(
    [
        "Y",
        "n",
        "YES",
        "no",
        "True",
        "fAlse",
        "T",
        "f",
        "1",
        "0",
        "2",
        "ja",
        "-1",
        "on",
        "YE",
        "01",
        "yes.",
        "TRUE\u00a0",
    ]
)
_counts = st.one_of(
    st.integers(0, 10**20).map(str),
    st.sampled_from(["0", "007", "-1", "1.7", "1e3", "0x10", "1,000", "+1", "١", "1_0", "9" * 18, "NaN", "1 0", "½"]),
)
_names = st.one_of(
    text,
    st.sampled_from(["Anonymous", "X", "x x", "N/A", "unk.", "Not given", "none", "-", "refused!", "Xx Xx", "Ann"]),
)


def _cells(kind: object, codes: list[str]) -> st.SearchStrategy[str]:
    known: dict[object, st.SearchStrategy[str]] = {
        "key": st.one_of(_plain_key, _plain_key, _plain_key, _shapeless), "time": times(), "day": _days,
        "flag": _flags, "count": _counts, "given": _names, "name": st.one_of(_shape, _shape, _shapeless),
        "county": st.one_of(_county, _county, _shape, _shapeless),
    }  # fmt: skip
    if isinstance(kind, dict):
        odd = st.sampled_from([*codes, *(each.upper() for each in codes), *(each.title() for each in codes)])
        return st.one_of(odd, odd, st.sampled_from(["III", "3", "hot line", "hotline;", "none", "ı", "Ⅱ", "1.0"]))
    return known[kind]


@st.composite
def tables(draw: Draw, most_rows: int = 8) -> Table:
    """A table of one of the extracts, its columns in any order and its unknown columns among them."""
    extract = str(draw(st.sampled_from(sorted(EXTRACTS))))
    kinds = EXTRACTS[extract]
    needed = MUST_STAND_IN_THE_HEADER[extract]
    columns = [name for name in kinds if name in needed or draw(st.integers(0, 2))]
    columns += [name for name in ("intake_notes", "x2") if not draw(st.integers(0, 3))]
    columns = list(draw(st.permutations(columns)))  # type: ignore[call-overload]
    rows = []
    for _ in range(int(str(draw(st.integers(0, most_rows))))):
        row: list[str | None] = []
        for name in columns:
            kind = kinds.get(name)
            cells = text if kind is None else _cells(kind, list(kind) if isinstance(kind, dict) else [])
            empty = kind not in ("key",) and draw(st.integers(0, 5)) == 0
            said = None if empty or draw(st.integers(0, 30)) == 0 else str(draw(cells))
            row.append(None if said is None else f"{draw(_padding)}{said}{draw(_padding)}")
        again = int(str(draw(st.integers(0, 15))))
        rows.append(tuple(row))
        if again == 0:
            rows.append(tuple(row))
    return Table(extract, tuple(columns), tuple(rows))
