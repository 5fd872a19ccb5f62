"""The rules of quarantine in words: what each means, and what to do about rows that break it.

In: a rule's name and the column that breaks it. Out: sentences for `hotline check`, for ingest and for the page of the
contract. Every rule of `row_rules`, and the one about two rows, has its text here.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.contract import Field

_CODES_SHOWN = 8


@dataclass(frozen=True)
class RuleText:
    """What a rule means, and what to do where the column makes no difference or is not at hand."""

    meaning: str
    remedy: str


# In the order in which a reader meets them.
RULES = {
    "wrong_number_of_fields": RuleText(
        "The row has more or fewer fields than the header.",
        "give each row as many fields as the header, and put quotes around a field with a comma",
    ),
    "missing_required": RuleText("A value that no row can do without is missing.", "fill it in"),
    "wrong_shape": RuleText(
        "The value does not look like a number of its kind, so it may be anything, such as a name.",
        "write a number of the shape that is listed for the column",
    ),
    "unknown_code": RuleText("The value is on no list of codes.", "write one of the codes that the column lists"),
    "not_a_boolean": RuleText(
        "The value is none of the spellings of yes and no.", "write Y or N, yes or no, true or false, T or F, 1 or 0"
    ),
    "not_a_whole_number": RuleText("The value is not made of digits alone.", "write digits alone, such as 3"),
    "out_of_range": RuleText(
        "The number is smaller or greater than it can be.", "write a whole number of the range of the column"
    ),
    "not_a_date": RuleText("The value is no date.", "write a date such as 2026-11-20"),
    "not_a_timestamp": RuleText(
        "The value is no date with a time of day.",
        "write date and time such as 2026-11-20T14:05:00, with or without an offset such as -06:00",
    ),
    "before_1970": RuleText("The time is before 1970.", "write the time that is meant"),
    "after_extraction": RuleText(
        "The time is over a day after the file was extracted.",
        "mend the time, or the time of the file in its name or manifest",
    ),
    "contradicting_rows": RuleText(
        "Two rows of the file have the same key and the same updated_at, and say different things.",
        "export one row for each key and updated_at",
    ),
}


def remedy(rule: str, field: Field | None) -> str:
    """What to do about rows that break a rule in a column, beginning with a verb; `field` is that column, if any."""
    if field is not None and rule == "wrong_shape" and field.shape:
        return f"write {field.shape}"
    if field is not None and rule == "unknown_code":
        return _spellings(field)
    if field is not None and rule == "out_of_range":
        return f"write a whole number from {field.minimum}" + (
            f" to {field.maximum}" if field.maximum is not None else " on"
        )
    return RULES[rule].remedy


def _spellings(field: Field) -> str:
    if field.values is not None:
        return f"write {' or '.join(each.upper() for each in field.values)}"
    codes = field.codes or ()
    if len(codes) <= _CODES_SHOWN:
        return f"write {', '.join(codes[:-1])} or {codes[-1]}"
    return f"write one of {len(codes)} codes, such as {', '.join(codes[:3])}: 'hotline template DIR' lists them all"
