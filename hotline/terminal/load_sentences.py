"""What became of each extract, in sentences for a person."""

from __future__ import annotations

from ingest.storing.ledger import LoadResult


def as_sentence(result: LoadResult) -> str:
    """What became of a file, for a person."""
    if result.status == "refused":
        return str(result.reason)
    if result.status == "unchanged":
        return f"{result.file_name}: unchanged, {result.reason}."
    if result.status == "held":
        held = f"{result.file_name}: held whole ({result.rows_in_file or 0:,} rows). {result.reason}"
        if not result.can_be_released:
            return held
        return (
            f"{held} Mend the file and deliver it again, or let it through with: "
            f"hotline release {result.load_id} --reason '…'"
        )
    return f"{result.file_name}: landed as {result.load_id}, {_rows(result)}."


def as_check_sentence(result: LoadResult) -> str:
    """What would become of a file in an empty warehouse, for a person."""
    if result.status == "refused":
        return str(result.reason)
    if result.status == "held":
        return (
            f"{result.file_name}: would be held whole ({result.rows_in_file or 0:,} rows). {result.reason} "
            "Mend the file and check it again."
        )
    if result.rows_quarantined:
        return f"{result.file_name}: does not fit the contract in every row, {_rows(result)}."
    return f"{result.file_name}: fits the contract, {_rows(result)}."


def _rows(result: LoadResult) -> str:
    parts = {
        "loaded": result.rows_loaded,
        "unchanged": result.rows_unchanged,
        "older than what is there": result.rows_superseded,
        "in quarantine": result.rows_quarantined,
    }
    said = ", ".join(f"{number:,} {what}" for what, number in parts.items() if number)
    deleted = f"; {result.keys_deleted:,} deleted because the full file lacks them" if result.keys_deleted else ""
    notes = f" ({result.notes})" if result.notes else ""
    return f"{result.rows_in_file or 0:,} rows{': ' + said if said else ''}{deleted}{notes}"


def remarks(result: LoadResult) -> list[str]:
    """Further lines for a person: unknown columns, each rule that rows broke, and each warning of the expectations."""
    found = [
        f"{each.rows:,} {'rows' if each.rows > 1 else 'row'} in quarantine: {each.rule}"
        + (f", column {each.column_name}" if each.column_name else "")
        + f" ({'rows' if each.rows > 1 else 'row'} {', '.join(map(str, each.row_numbers[:10]))}"
        + f"{', …' if each.rows > 10 else ''}): {each.remedy}."
        for each in result.rejections
    ]
    warned = [each for each in result.results if each.severity == "warn" and not each.success]
    return result.remarks + found + [f"Warning: {each.sentence}" for each in warned]
