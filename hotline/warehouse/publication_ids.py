"""What a build and a publication are called: their as_of and a hash of what they were built from.

A build's id is `<as_of>-<hash>`, and `<as_of>-<hash>-<hash>` where the oversight office's own extracts were
read too. The first two parts are the same with and without them, so that nothing an agency's reader sees
tells whether there are any.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from hotline.warehouse.audiences import OVERSIGHT


@dataclass(frozen=True)
class DeliveredFile:
    """A file that landed, was held or was refused: what a publication tells of, and what the first kind adds to it.

    `stated_at` is null where the time of loading stood in for a stated one; `oversight` is true for the oversight
    office's own extracts, and for files whose extract nobody could tell.
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
    """The id of the build of these deliveries; the order in which they came does not count."""
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
    name = f"{as_of.astimezone(UTC):%Y%m%dT%H%M%SZ}-{agency}" if as_of else f"empty-{agency}"
    oversight = _facts(each for each in deliveries if each.oversight)
    return f"{name}-{_digest([oversight])}" if oversight else name


def as_seen_by(build: str, audience: str) -> str:
    """The build's id as an audience may know it."""
    return build if audience == OVERSIGHT else "-".join(build.split("-")[:2])


def publication_id(build: str, audience: str) -> str:
    """The id of an audience's publication of a build."""
    seen = as_seen_by(build, audience)
    return f"{seen.split('-')[0]}-{_digest([seen, audience])}"


def _facts(deliveries: Iterable[DeliveredFile]) -> list[list[str | None]]:
    """What makes each delivery the one it is; the same one held or refused again is no other."""
    found = {(each.status, each.extract, each.kind, each.sha256, _instant(each.stated_at)) for each in deliveries}
    return [list(each) for each in sorted(found, key=str)]


def _instant(value: datetime | None) -> str | None:
    return value.astimezone(UTC).isoformat() if value else None


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:10]
