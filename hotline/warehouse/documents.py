"""JSON as this program writes it, to stdout and into files: made from dataclasses, with instants in UTC."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any


def utc_text(value: datetime | None) -> str | None:
    """An instant as manifests and documents write it: UTC, ISO 8601."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else None


def json_text(document: object) -> str:
    """The document as indented JSON with a line end; a dataclass becomes an object with its fields in their order."""
    return json.dumps(document, indent=2, ensure_ascii=False, default=_plain) + "\n"


def fields_of(record: Any) -> dict[str, object]:
    """The fields of a dataclass by name, in their order; records inside it stay records."""
    return {each.name: getattr(record, each.name) for each in fields(record)}


def _plain(value: object) -> object:
    if is_dataclass(value):
        return fields_of(value)
    if isinstance(value, datetime):
        return utc_text(value)
    return value.isoformat() if isinstance(value, date) else str(value)
