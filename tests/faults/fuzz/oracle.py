"""What must become of a table of an extract: the contract's rules in plain Python, written without the program's own.

In: the columns of the file, its rows as text, and when it was extracted. Out: an `Expected`: the rows that land, with
typed values, and why each other row goes to quarantine.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Chicago")
Reason = tuple[str, str | None]
Row = Sequence[str | None]
Values = tuple[tuple[str, object], ...]

# The kind of each column: `key`, `name` (text that has the shape of a key), `county`, `time`, `day`, `flag`, `count`,
# `given`, or the codes that it may hold, each with the value that it stands for.
_COMMON = {"updated_at": "time", "deleted": "flag"}
EXTRACTS: dict[str, dict[str, object]] = {
    "referrals": {
        "referral_id": "key", "received_at": "time", "screened_at": "time", "response_due_on": "day",
        "received_via": {each: each for each in ("hotline", "county_office", "online", "mail_fax", "other")},
        "priority": {"1": 1, "i": 1, "2": 2, "ii": 2}, "kids_searched": "flag", "prior_accepted_reports": "count",
        "family_id": "name", "residence_county_fips": "county", "reporter_first_name": "given", **_COMMON,
    },
    "recordings": {
        "recording_id": "key", "referral_id": "name", "recorded_at": "time", "purged_at": "time", **_COMMON,
    },
}  # fmt: skip
REQUIRED = {"referral_id", "received_at", "recording_id", "recorded_at", "updated_at"}
MUST_STAND_IN_THE_HEADER = {"referrals": ("referral_id", "received_at"),
                            "recordings": ("recording_id", "referral_id", "recorded_at")}  # fmt: skip

_SPACE = "".join(chr(at) for at in range(0x10000) if chr(at).isspace()) + "\u200b\ufeff"
_YES, _NO = {"y", "yes", "true", "t", "1"}, {"n", "no", "false", "f", "0"}
_NOT_GIVEN = {"", "anonymous", "anon", "unknown", "unk", "refused", "declined", "notgiven", "na", "none", "x", "xx"}
_TIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?"
    r"(?:([Zz])|([+-])([0-9]{2})(?::?([0-9]{2}))?)?"
)


@dataclass(frozen=True)
class Expected:
    """The rows that land, as (column, value) pairs, and the reasons of the others by their place among the rows."""

    landed: Counter[Values]
    quarantined: dict[int, set[Reason]]
    loaded: int
    unchanged: int
    superseded: int


def expect(extract: str, columns: Sequence[str], rows: Sequence[Row], extracted_at: datetime) -> Expected:
    """Judge a table."""
    kinds = EXTRACTS[extract]
    quarantined: dict[int, set[Reason]] = {}
    good: dict[int, Values] = {}
    for at, row in enumerate(rows):
        if len(row) != len(columns):
            quarantined[at] = {("wrong_number_of_fields", None)}
            continue
        values, reasons = _judge(dict(zip(columns, row, strict=True)), kinds, extracted_at)
        if reasons:
            quarantined[at] = reasons
        else:
            good[at] = values
    key = next(name for name, kind in kinds.items() if kind == "key")
    versions: dict[tuple[object, object], set[Values]] = {}
    for values in good.values():
        versions.setdefault((dict(values)[key], dict(values).get("updated_at")), set()).add(values)
    for at, values in list(good.items()):
        if len(versions[dict(values)[key], dict(values).get("updated_at")]) > 1:
            quarantined[at] = {("contradicting_rows", key)}
            del good[at]
    distinct = set(good.values())
    keys = {dict(values)[key] for values in distinct}
    return Expected(
        Counter(distinct), quarantined, len(keys), len(good) - len(distinct), len(distinct) - len(keys)
    )  # fmt: skip


def _judge(row: dict[str, str | None], kinds: dict[str, object], extracted_at: datetime) -> tuple[Values, set[Reason]]:
    """The typed values of a row, and what is wrong with it."""
    texts = {name: trimmed(row.get(name)) for name in kinds if kinds[name] != "given"}
    gone = (texts.get("deleted") or "").lower() in _YES
    reasons: set[Reason] = set()
    values: dict[str, object] = {}
    for name, kind in kinds.items():
        if kind == "given":
            if name in row:
                values[f"{name}_given"] = None if gone else is_given(row[name])
            continue
        if name not in row:
            continue
        text = texts[name]
        if gone and kind != "key" and name not in ("updated_at", "deleted"):
            values[name] = None
            continue
        if text is None:
            if name in REQUIRED:
                reasons.add(("missing_required", name))
            values[name] = None
            continue
        values[name], wrong = _read(text, kind)
        if wrong:
            reasons.add((wrong, name))
        at = values[name]
        if kind == "time" and isinstance(at, datetime):
            if at > extracted_at + timedelta(days=1):
                reasons.add(("after_extraction", name))
            if at < datetime(1970, 1, 1, tzinfo=ZONE):
                reasons.add(("before_1970", name))
    values["deleted"] = gone
    return tuple(sorted(values.items())), reasons


def _read(text: str, kind: object) -> tuple[object, str | None]:
    """The value of a text, or the rule that it breaks."""
    if isinstance(kind, dict):
        return (kind[text.lower()], None) if text.lower() in kind else (None, "unknown_code")
    if kind in ("key", "name", "county"):
        return (text, None) if has_shape(text, 5 if kind == "county" else 40) else (None, "wrong_shape")
    if kind == "flag":
        flag = text.lower()
        return (flag in _YES, None) if flag in _YES | _NO else (None, "not_a_boolean")
    if kind == "count":
        return (int(text), None) if re.fullmatch("[0-9]{1,18}", text) else (None, "not_a_whole_number")
    if kind == "day":
        on = day(text)
        return on, None if on else "not_a_date"
    at = instant(text)
    return at, None if at else "not_a_timestamp"


def day(text: str) -> date | None:
    """The date that a text names."""
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date(int(text[:4]), int(text[5:7]), int(text[8:]))
    except ValueError:
        return None


def instant(text: str) -> datetime | None:
    """The instant that a timestamp names. A repeated hour is its first pass; a skipped one has the offset before."""
    found = _TIME.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second, fraction, zulu, sign, hours, minutes = found.groups()
    try:
        whole = f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}"
        wall = datetime.fromisoformat(f"{whole}.{(fraction or '0').ljust(6, '0')[:6]}")
    except ValueError:
        return None
    if zulu:
        return wall.replace(tzinfo=UTC)
    if sign:
        if int(hours) > 23 or int(minutes or 0) > 59:
            return None
        offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return (wall - offset if sign == "+" else wall + offset).replace(tzinfo=UTC)
    return wall.replace(tzinfo=ZONE, fold=0).astimezone(UTC)


def trimmed(text: str | None) -> str | None:
    """The text without white space around it; None where nothing is left."""
    return (text or "").strip(_SPACE) or None


def is_given(name: str | None) -> bool:
    """Whether a name is one, and no placeholder."""
    bare = "".join(each for each in (name or "").lower() if unicodedata.category(each)[0] in "LN")
    return bare not in _NOT_GIVEN


def has_shape(text: str, longest: int) -> bool:
    """Whether a text may be a key, a family, a child or a county."""
    fits = re.fullmatch("[A-Za-z0-9._:/#-]+", text) is not None and re.search("[0-9]", text) is not None
    return fits and len(text) <= longest
