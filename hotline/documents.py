"""What a command says to a program: one JSON document on stdout."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from typing import Any


def instant(value: datetime | None) -> str | None:
    """An instant as manifests and documents write it: UTC, ISO 8601."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else None


def print_json(document: object) -> None:
    """Write one document to stdout, instants in UTC."""
    json.dump(document, sys.stdout, indent=2, ensure_ascii=False, default=_plain)
    sys.stdout.write("\n")


def _plain(value: Any) -> str | None:
    if isinstance(value, datetime):
        return instant(value)
    return value.isoformat() if isinstance(value, date) else str(value)
