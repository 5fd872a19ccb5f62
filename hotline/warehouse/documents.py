"""JSON as manifests and documents have it: instants in UTC."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any


def utc_text(value: datetime | None) -> str | None:
    """An instant as manifests and documents write it: UTC, ISO 8601."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else None


def json_text(document: object) -> str:
    """The document as JSON text with a line end."""
    return json.dumps(document, indent=2, ensure_ascii=False, default=_plain) + "\n"


def _plain(value: Any) -> str | None:
    if isinstance(value, datetime):
        return utc_text(value)
    return value.isoformat() if isinstance(value, date) else str(value)
