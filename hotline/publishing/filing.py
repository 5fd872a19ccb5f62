"""Files a report: its files are kept for ever as they are, with their hashes and that of the publication."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from hotline.warehouse.documents import json_text, utc_text
from hotline.warehouse.errors import CommandError
from hotline.warehouse.home import Home
from hotline.warehouse.publications.published_files import READ_ONLY
from ingest.storing.whole_files import sync
from serving.genuine import digest_of
from serving.published import Published
from serving.report.content import Report
from serving.report.filings import FIGURES, MANIFEST, Filing, Found, filings


def filed_before(home: Home, fiscal_year: int, publication_id: str) -> Found | None:
    """The filing of this year from this publication, if there is one."""
    return next(
        (each for each in filings(home.reports, fiscal_year) if each.folder.name.partition("-")[2] == publication_id),
        None,
    )


def file_report(home: Home, published: Published, report: Report, files: Mapping[str, bytes], figures: bytes) -> Found:
    """Keep a report beside the earlier ones of its year; the lock must be held.

    `files` are those of every form, and `figures` the counts that later reports compare theirs with. The folder of a
    filing appears whole or not at all. Raises CommandError if it can't be read back as it was written.
    """
    before = filings(home.reports, report.fiscal_year)
    number = max((each.number for each in before), default=0) + 1
    kept = {**files, FIGURES: figures}
    filing = Filing(
        fiscal_year=report.fiscal_year,
        number=number,
        filed_at=utc_text(datetime.now(UTC)) or "",
        publication_id=published.publication_id,
        publication_sha256=digest_of(published.path),
        audience=published.audience,
        as_of=utc_text(published.as_of) or "",
        as_of_on=report.as_of_on.isoformat(),
        code_version=report.code_version,
        jurisdiction_name=report.jurisdiction_name,
        files={name: hashlib.sha256(content).hexdigest() for name, content in sorted(kept.items())},
        before_sha256=before[-1].sha256 if before else None,
    )
    folder = home.reports / f"fy{report.fiscal_year}" / f"{number:04d}-{published.publication_id}"
    _write({**kept, MANIFEST: json_text(filing).encode()}, home.temp / "filing", folder)
    found = filed_before(home, report.fiscal_year, published.publication_id)
    if found is None or found.sha256 is None:
        raise CommandError(f"{folder} can't be read back: look at the disk, then file the report again.")
    return found


def _write(files: Mapping[str, bytes], making: Path, folder: Path) -> None:
    """Make the folder apart, then put it in its place in one step. Raises CommandError if remains lie there."""
    shutil.rmtree(making, ignore_errors=True)
    if making.exists():  # they would be filed too
        raise CommandError(f"{making} can't be removed: remove it, then file the report again.")
    for name, content in files.items():
        path = making / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(READ_ONLY)
        sync(path)
    for path in {making, *(each for each in making.rglob("*") if each.is_dir())}:
        sync(path)
    folder.parent.mkdir(parents=True, exist_ok=True)
    making.rename(folder)
    for path in (folder.parent, folder.parent.parent, folder.parent.parent.parent):
        sync(path)
