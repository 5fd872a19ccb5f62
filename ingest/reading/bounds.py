"""The bounds of a delivered file: how long, wide, large and slow one may be.

In: settings. Out: a `Bounds`, and the refusal of a file that exceeds one of them. A real extract meets none of the
defaults.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.refusal import Refusal

# A small file may expand at any ratio: a few hundred equal rows compress a thousandfold.
FREE_EXPANSION = 64 << 20


@dataclass(frozen=True)
class Bounds:
    """One bound a field, under the name of its setting. Sizes are in bytes.

    `max_content_bytes` and `max_expansion` bound a file's content after decompression; a record is a row without
    the line feed that ends it, a cell is one of the rectangle that holds all cells of a sheet.
    """

    max_read_seconds: int = 3_600
    max_content_bytes: int = 64 << 30
    max_expansion: int = 100
    max_record_bytes: int = 16 << 20
    max_field_bytes: int = 8 << 20
    max_columns: int = 10_000
    max_cells: int = 60_000_000
    max_row_groups: int = 100_000
    max_manifest_bytes: int = 8 << 20

    def exceeded(self, name: str, finding: str, remedy: str = "export it in smaller files") -> Refusal:
        """Return the refusal of a file that exceeds the bound `name`; `finding` says where, without a value."""
        return Refusal(f"{finding} than {name} allows ({getattr(self, name)}); {remedy}, or set {name} higher.")

    def hold_content(self, content: int, delivered: int) -> None:
        """Refuse `content` bytes that came out of `delivered` bytes if they are too many, or too many for the file."""
        if content > self.max_content_bytes:
            raise self.exceeded("max_content_bytes", "it holds more bytes")
        if content > FREE_EXPANSION and content > self.max_expansion * delivered:
            raise self.exceeded("max_expansion", "it expands more times", "deliver it as plain CSV")

    def hold_columns(self, columns: int) -> None:
        """Refuse a file of too many columns."""
        if columns > self.max_columns:
            raise self.exceeded("max_columns", "it has more columns", "export only the contract's columns")


DEFAULT_BOUNDS = Bounds()
