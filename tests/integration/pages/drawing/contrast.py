"""The contrast of two colours."""

from __future__ import annotations


def contrast(first: str, second: str) -> float:
    """The contrast of two colours, as #rrggbb, by WCAG 2: 1 for the same, 21 for black on white."""
    low, high = sorted((_light(first), _light(second)))
    return (high + 0.05) / (low + 0.05)


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
