"""Builds the SQL that casts a file's text columns strictly and gives every reason why a row can't be right.

In: an extract's contract and a relation of text columns. Out: SQL; nothing runs here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from ingest.contract import Contract, Field
from ingest.reading.rows.minimise import derived, trimmed
from ingest.sql_text import literal, quote

# list_contains, not `in`: DuckDB turns `in` over more than a few values into a join, and the read that drops
# identifying values must have no join.
_TRUE = "['y', 'yes', 'true', 't', '1']"
_FALSE = "['n', 'no', 'false', 'f', '0']"
_WALL = r"\d{4}-\d{2}-\d{2}[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?"
_ANY_WALL = r"\d{4}-\d{2}-\d{2}[Tt ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.,]\d{1,9})?)?"
_WITH_OFFSET = _ANY_WALL + r"([Zz]|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)"


@dataclass(frozen=True)
class Rule:
    """One way in which a row can be wrong.

    `condition` and `offender` (the offending text) are SQL over the checked columns.
    """

    name: str
    column: str | None
    condition: str
    offender: str


def checked(contract: Contract, relation: str, present: set[str], zone: str, extracted_at: datetime) -> str:
    """Return SQL that reads text rows and gives typed rows.

    `relation` is SQL that gives the text columns in `present`. A time without an offset is wall-clock time of `zone`. A
    time over a day after `extracted_at` makes its row bad. The result has the stored columns, `_time_notes`,
    `_row_number`, `_bad`, `_reasons` (null for good rows; they hold shapes and no values) and `_key` (null where it
    lacks the shape of a key, and where the number of fields is wrong).
    """
    minimised = derived(contract, present)
    texts = [each for each in contract.stored if each.name in present and each.name not in minimised]
    text_columns = [f"{trimmed(quote(each.name))} as {quote('t_' + each.name)}" for each in texts]
    derived_columns = [f"{sql} as {quote('d_' + name)}" for name, sql in minimised.items()]
    is_deleted = (
        f"coalesce(list_contains({_TRUE}, lower({quote('t_deleted')})), false)" if "deleted" in present else "false"
    )
    trimming = f"select {', '.join([*text_columns, *derived_columns, '_fields_ok', '_row_number'])} from ({relation})"
    # A deleted row needs only its key and its time of change. Everything else that it carries is ignored.
    needed_if_deleted = {contract.key, "updated_at", "deleted"}
    blanked = ", ".join(
        quote("t_" + each.name)
        if each.name in needed_if_deleted
        else f"case when not {is_deleted} then {quote('t_' + each.name)} end as {quote('t_' + each.name)}"
        for each in texts
    )
    blanking = (
        f"select {blanked}, {is_deleted} as _deleted, "
        + "".join(f"{quote('d_' + name)}, " for name in minimised)
        + f"_fields_ok, _row_number from ({trimming})"
    )
    walls = "".join(
        f", {_wall(quote('t_' + each.name))} as {quote('w_' + each.name)}" for each in texts if each.type == "datetime"
    )
    casts = ", ".join(f"{_cast(each, zone)} as {quote('v_' + each.name)}" for each in texts)
    casting = f"select *, {casts} from (select *{walls} from ({blanking}))"

    rules = _rules(contract, texts, present, zone, extracted_at)
    key = quote("v_" + contract.key)
    bad = " or ".join(f"({each.condition})" for each in rules)
    stored = ", ".join(f"{_stored(each, texts, minimised)} as {quote(each.name)}" for each in contract.stored)
    flagged = f"select *, coalesce({bad}, false) as _bad from ({casting})"
    listed = ", ".join(
        f"case when {each.condition} then {{'rule': '{each.name}', "
        f"'column_name': {_literal_or_null(each.column)}, 'shape': {each.offender}}} end"
        for each in rules
    )
    # DuckDB evaluates a branch of `case` only for the rows that take it, so good rows pay nothing for the reasons.
    reasons = (
        f"case when _bad then list_transform(list_filter([{listed}], lambda reason: reason is not null), "
        "lambda reason: {'rule': reason.rule, 'column_name': reason.column_name, "
        f"'shape': {_shape('reason.shape')}}}) end"
    )
    return (
        f"select {stored}, {_time_notes(texts, zone)} as _time_notes, _row_number, _bad, {reasons} as _reasons, "
        f"case when _fields_ok then {key} end as _key from ({flagged})"
    )


def _literal_or_null(text: str | None) -> str:
    return "cast(null as varchar)" if text is None else literal(text)


def _shape(column: str) -> str:
    """SQL for the shape of the offending value: letters as a, digits as 9, 20 characters at most."""
    start = f"left({column}, 20)"
    return rf"regexp_replace(regexp_replace({start}, '[\p{{L}}\p{{M}}]', 'a', 'g'), '\p{{N}}', '9', 'g')"


def _rules(contract: Contract, texts: list[Field], present: set[str], zone: str, extracted_at: datetime) -> list[Rule]:
    nothing = "cast(null as varchar)"
    rules = [Rule("wrong_number_of_fields", None, "not _fields_ok", nothing)]
    latest = f"timestamptz '{(extracted_at + timedelta(days=1)).astimezone(UTC).isoformat(sep=' ')}'"
    earliest = f"timezone('{zone}', timestamp '1970-01-01 00:00:00')"
    required = {each.name for each in contract.fields if each.required and each.name in present}
    for field in texts:
        text, value = quote("t_" + field.name), quote("v_" + field.name)
        if field.name in required:
            unless_deleted = "" if field.name in (contract.key, "updated_at") else " and not _deleted"
            rules.append(
                Rule("missing_required", field.name, f"_fields_ok and {text} is null{unless_deleted}", nothing)
            )
        rules.append(Rule(_cast_rule(field), field.name, f"{text} is not null and {value} is null", text))
        if field.minimum is not None:
            rules.append(Rule("out_of_range", field.name, f"{value} < {field.minimum}", text))
        if field.maximum is not None:
            rules.append(Rule("out_of_range", field.name, f"{value} > {field.maximum}", text))
        if field.type == "datetime":
            rules.append(Rule("after_extraction", field.name, f"{value} > {latest}", text))
            rules.append(Rule("before_1970", field.name, f"{value} < {earliest}", text))
    return rules


def _cast_rule(field: Field) -> str:
    if field.codes is not None or field.values is not None:
        return "unknown_code"
    return {
        "string": "wrong_shape",
        "integer": "not_a_whole_number",
        "boolean": "not_a_boolean",
        "date": "not_a_date",
        "datetime": "not_a_timestamp",
    }[field.type]


def _cast(field: Field, zone: str) -> str:
    """SQL that casts trimmed text to the field's type; null where the text is not of that type."""
    text = quote("t_" + field.name)
    if field.values is not None:
        cases = " ".join(f"when '{each}' then {number}" for each, number in field.values.items())
        return f"cast(case lower({text}) {cases} end as bigint)"
    if field.codes is not None:
        listed = ", ".join(literal(each) for each in field.codes)
        return f"case when list_contains([{listed}], lower({text})) then lower({text}) end"
    if field.type == "integer":
        return f"case when regexp_full_match({text}, '[0-9]{{1,18}}') then try_cast({text} as bigint) end"
    if field.type == "boolean":
        return (
            f"case when list_contains({_TRUE}, lower({text})) then true "
            f"when list_contains({_FALSE}, lower({text})) then false end"
        )
    if field.type == "date":
        # DuckDB takes the year 0, which no calendar of a case system has, for 1 BC.
        form = rf"regexp_full_match({text}, '\d{{4}}-\d{{2}}-\d{{2}}') and {text} >= '0001'"
        return f"case when {form} then try_cast({text} as date) end"
    if field.type == "datetime":
        return _instant(field.name, zone)
    # A text of no list and no shape could be anything, so none is stored.
    return f"case when {field.shape.fits(text)} then {text} end" if field.shape else "cast(null as varchar)"


def _wall(text: str) -> str:
    """SQL that reads an ISO 8601 timestamp without an offset as wall-clock time; null for any other text."""
    plain = f"replace(upper({text}), ',', '.')"
    return (
        f"case when regexp_full_match({text}, '{_WALL}') then try_cast({text} as timestamp) "
        f"when regexp_full_match({text}, '{_ANY_WALL}') then try_cast({plain} as timestamp) end"
    )


def _instant(name: str, zone: str) -> str:
    """SQL for the instant of a wall-clock time or of a timestamp with an offset; null for any other text."""
    text, wall = quote("t_" + name), quote("w_" + name)
    # DuckDB wants seconds before an offset.
    with_seconds = rf"regexp_replace(replace(upper({text}), ',', '.'), '^(.{{16}})(Z|[+-])', '\1:00\2')"
    return (
        f"case when {wall} is not null then {_from_wall(wall, zone)} "
        f"when regexp_full_match({text}, '{_WITH_OFFSET}') then try_cast({with_seconds} as timestamptz) end"
    )


def _changes(wall: str, zone: str) -> str:
    """SQL that tells whether the zone's clock ever changes in that month and hour.

    The test is cheap, and it spares most values a second conversion in the zone, which is slow.
    """
    months, hours = change_window(zone)
    return f"list_contains([{months}], month({wall})) and list_contains([{hours}], hour({wall}))" if months else "false"


def _from_wall(wall: str, zone: str) -> str:
    """SQL for the instant of a wall-clock time.

    A time in a repeated hour is its first pass; a skipped time is read with the offset before the change. DuckDB takes
    the second pass, so the SQL goes back an hour where the clock showed the same time an hour earlier.
    """
    instant = f"timezone('{zone}', {wall})"
    earlier = f"{instant} - interval 1 hour"
    return (
        f"case when {_changes(wall, zone)} and timezone('{zone}', {earlier}) = {wall} then {earlier} else {instant} end"
    )


@cache
def change_window(zone: str) -> tuple[str, str]:
    """The months and the wall-clock hours in which the zone's clock changes from 1970 to 2100, comma-separated."""
    info = ZoneInfo(zone)
    months: set[int] = set()
    hours: set[int] = set()
    moment = datetime(1970, 1, 1, tzinfo=UTC)
    end = datetime(2100, 1, 1, tzinfo=UTC)
    before = moment.astimezone(info)
    while moment < end:
        moment += timedelta(days=1)
        after = moment.astimezone(info)
        if after.utcoffset() != before.utcoffset():
            step = moment - timedelta(days=1)
            while step <= moment:
                here, there = step.astimezone(info), (step + timedelta(hours=1)).astimezone(info)
                if here.utcoffset() != there.utcoffset():
                    months |= {here.month, there.month}
                    hours |= {here.hour, (here.hour + 1) % 24, there.hour, (there.hour - 1) % 24}
                step += timedelta(hours=1)
        before = after
    return ", ".join(map(str, sorted(months))), ", ".join(map(str, sorted(hours)))


def _time_notes(texts: list[Field], zone: str) -> str:
    """SQL that names the times that did not exist or happened twice, as `column:skipped,column:repeated`."""
    names = [each.name for each in texts if each.type == "datetime"]
    if not names:
        return "cast(null as varchar)"
    notes = []
    for name in names:
        wall, value = quote("w_" + name), quote("v_" + name)
        notes.append(
            f"case when timezone('{zone}', {value}) <> {wall} then '{name}:skipped' "
            f"when timezone('{zone}', {value} + interval 1 hour) = {wall} then '{name}:repeated' end"
        )
    suspect = " or ".join(f"coalesce({_changes(quote('w_' + each), zone)}, false)" for each in names)
    return f"case when {suspect} then nullif(concat_ws(',', {', '.join(notes)}), '') end"


def _stored(field: Field, texts: list[Field], minimised: dict[str, str]) -> str:
    if field.name in minimised:
        return f"case when not _deleted then {quote('d_' + field.name)} end"
    if field.name == "deleted":
        return "_deleted"
    if any(each.name == field.name for each in texts):
        return quote("v_" + field.name)
    return f"cast(null as {field.duckdb_type})"
