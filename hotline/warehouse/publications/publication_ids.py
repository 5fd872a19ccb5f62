"""The ids of builds and publications, from their as_of and a hash of what they were built from.

A build's id is `<as_of>-<hash>`, and `<as_of>-<hash>-<hash>` where the oversight office's own extracts were
read too. The first two parts are the same with and without these extracts, so that nothing that a reader of the
agency sees tells whether there are any. The first hash of a rebuild, which is as of a moment that was asked for, has an
r before it: no hash has one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from hotline.warehouse.audiences import OVERSIGHT

_REBUILD = "r"


@dataclass(frozen=True)
class DeliveredFile:
    """A file that landed, was held or was refused: a publication tells of each, and is built from the first kind.

    `stated_at` is null where the time of loading stands in for a stated one. `oversight` is true for the oversight
    office's own extracts, and for files whose extract could not be told.
    """

    load_id: str
    status: str
    extract: str | None
    kind: str
    sha256: str | None
    stated_at: datetime | None
    oversight: bool


def build_id(
    deliveries: Iterable[DeliveredFile],
    *,
    as_of: datetime | None,
    read_until: datetime | None,
    code_version: str,
    jurisdiction: str,
    policy_version: str,
) -> str:
    """The id of a build from these files; the order in which they came does not count."""
    deliveries = list(deliveries)
    agency = _digest(
        [
            _instant(as_of),
            _instant(read_until),
            code_version,
            jurisdiction,
            policy_version,
            _facts(each for each in deliveries if not each.oversight),
        ]
    )
    name = f"{as_of_name(as_of)}-{_REBUILD if read_until else ''}{agency}"
    oversight = _facts(each for each in deliveries if each.oversight)
    return f"{name}-{_digest([oversight])}" if oversight else name


def as_of_name(as_of: datetime | None) -> str:
    """The first part of an id: the moment in UTC, or `empty` where there is none."""
    return f"{as_of.astimezone(UTC):%Y%m%dT%H%M%SZ}" if as_of else "empty"


def is_rebuild(build: str) -> bool:
    """Whether a build is as of a moment that was asked for, by its id."""
    return f"-{_REBUILD}" in build


def as_seen_by(build: str, audience: str) -> str:
    """The build's id as an audience may know it."""
    return build if audience == OVERSIGHT else "-".join(build.split("-")[:2])


def publication_id(build: str, audience: str) -> str:
    """The id of an audience's publication of a build."""
    seen = as_seen_by(build, audience)
    return f"{seen.split('-')[0]}-{_digest([seen, audience])}"


def _facts(deliveries: Iterable[DeliveredFile]) -> list[list[str | None]]:
    """The facts that tell files apart; the same file held or refused again is not another one."""
    found = {(each.status, each.extract, each.kind, each.sha256, _instant(each.stated_at)) for each in deliveries}
    return [list(each) for each in sorted(found, key=str)]


def _instant(value: datetime | None) -> str | None:
    return value.astimezone(UTC).isoformat() if value else None


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:10]
