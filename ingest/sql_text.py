"""Names, strings and instants as SQL writes them."""

from __future__ import annotations

from datetime import datetime


def quote(name: str) -> str:
    """An identifier as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A string as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def instant(moment: datetime | None) -> str:
    """An instant as SQL writes it; one that nobody stated is before all others."""
    return f"timestamptz '{moment.isoformat(sep=' ')}'" if moment else "timestamptz '-infinity'"
