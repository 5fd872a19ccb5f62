"""Names, strings and instants as SQL writes them."""

from __future__ import annotations

from datetime import datetime


def quote(name: str) -> str:
    """Return an identifier as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a string as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def instant(moment: datetime | None) -> str:
    """Return an instant as SQL writes it; None, an instant that nobody stated, is before all others."""
    return f"timestamptz '{moment.isoformat(sep=' ')}'" if moment else "timestamptz '-infinity'"
