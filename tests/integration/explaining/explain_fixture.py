"""Makes a small published file for tests of explanations; `explain_fixture.sql` holds its content."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from published_fixture import seal

from serving.publication_files import publication_path

SQL = Path(__file__).with_suffix(".sql")
SINGLE_REPORTS = ("referrals", "response_times", "policy_verdicts", "allegations", "screening_reviews")


def publish(home: Path, audience: str) -> Path:
    """Write the audience's file, with only what it may hold, and its symlink. Return the file's path."""
    path = publication_path(home / "published" / audience, "20261120T110000Z-0123456789ab")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_built(audience))
    seal(path)
    (home / "published" / f"{audience}.duckdb").symlink_to(path.relative_to(home / "published"))
    return path


@cache
def _built(audience: str) -> bytes:
    """Return the bytes of the database file, made once per test run."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "published.duckdb"
        with duckdb.connect(str(path)) as connection:
            connection.execute(SQL.read_text(encoding="utf-8"))
            if audience == "administrators":
                for table in SINGLE_REPORTS:
                    connection.execute(f"drop table marts.{table}")
            if audience == "oca":
                connection.execute("delete from marts.referrals where referral_id = 'R2'")
        return path.read_bytes()
