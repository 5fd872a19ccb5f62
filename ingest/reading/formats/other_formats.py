"""Recognises a file of another format under the name of a CSV file by its first bytes.

In: the first bytes. Out: nothing, or a Refusal that says what the file looks like.
"""

from __future__ import annotations

from ingest.refusal import Refusal

_FORMATS = {
    b"PK\x03\x04": ("an Excel workbook or another ZIP file", "give a workbook the ending .xlsx, or export it as CSV"),
    b"\xd0\xcf\x11\xe0": ("a workbook of an old Excel", "save it as .xlsx or as CSV"),
    b"PAR1": ("Parquet", "give it the ending .parquet"),
    b"\x1f\x8b": ("gzip", "give it the ending .csv.gz, and compress it once"),
    b"\x28\xb5\x2f\xfd": ("Zstandard", "give it the ending .csv.zst, and compress it once"),
    b"%PDF": ("PDF", "export it as CSV"),
    b"SQLite format 3\0": ("a SQLite database", "export it as CSV"),
}


def refuse_other_formats(start: bytes) -> None:
    """Raise Refusal if a file begins as no CSV file can."""
    for mark, (what, remedy) in _FORMATS.items():
        if start.startswith(mark):
            raise Refusal(f"the file looks like {what}, and its name says CSV; {remedy}, and deliver it again.")
