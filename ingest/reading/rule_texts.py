"""The rules of quarantine in words: what each means, and what to do about rows that break it.

In: a rule's name and the column that breaks it. Out: sentences for `hotline check`, for ingest and for the page of the
contract. Every rule of `row_rules`, and the one about two rows, has its text here.
"""

from __future__ import annotations

from ingest.contract import Field

_CODES_SHOWN = 8

# The meaning of each rule, in the order in which a reader meets them.
RULES = {
    "wrong_number_of_fields": "The row has more or fewer fields than the header.",
    "missing_required": "A value that no row can do without is missing.",
    "wrong_shape": "The value does not look like a number of its kind, so it may be anything, such as a name.",
    "unknown_code": "The value is on no list of codes.",
    "not_a_boolean": "The value is none of the spellings of yes and no.",
    "not_a_whole_number": "The value is not made of digits alone.",
    "out_of_range": "The number is smaller or greater than it can be.",
    "not_a_date": "The value is no date.",
    "not_a_timestamp": "The value is no date with a time of day.",
    "before_1970": "The time is before 1970.",
    "after_extraction": "The time is over a day after the file was extracted.",
    "contradicting_rows": "Two rows of the file have the same key and the same updated_at, and say different things.",
}
_REMEDIES = {
    "wrong_number_of_fields": "give each row as many fields as the header, and put quotes around a field with a comma",
    "missing_required": "fill it in",
    "not_a_boolean": "write Y or N, yes or no, true or false, T or F, 1 or 0",
    "not_a_whole_number": "write digits alone, such as 3",
    "not_a_date": "write a date such as 2026-11-20",
    "not_a_timestamp": "write date and time such as 2026-11-20T14:05:00, with or without an offset such as -06:00",
    "before_1970": "write the time that is meant",
    "after_extraction": "mend the time, or the time of the file in its name or manifest",
    "contradicting_rows": "export one row for each key and updated_at",
}


def remedy(rule: str, field: Field | None) -> str:
    """What to do about rows that break a rule in a column, beginning with a verb; `field` is that column, if any."""
    if field is not None and rule == "wrong_shape" and field.shape:
        return f"write {field.shape}"
    if field is not None and rule == "unknown_code":
        return _spellings(field)
    if field is not None and rule == "out_of_range":
        return f"write a whole number from {field.minimum}" + (f" to {field.maximum}" if field.maximum else " on")
    return _REMEDIES[rule]


def _spellings(field: Field) -> str:
    if field.values is not None:
        return f"write {' or '.join(each.upper() for each in field.values)}"
    codes = field.codes or ()
    if len(codes) <= _CODES_SHOWN:
        return f"write {', '.join(codes[:-1])} or {codes[-1]}"
    return f"write one of {len(codes)} codes, such as {', '.join(codes[:3])}: 'hotline template DIR' lists them all"
