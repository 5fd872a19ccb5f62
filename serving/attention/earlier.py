"""Opens the publication before the current one, so that a page can say what is new since.

A publication's file holds what was true of it. The warehouse keeps the last few files of each audience, and a reader
finds the earlier one beside its own.
"""

from __future__ import annotations

import re
from contextlib import suppress

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from serving.genuine import NotAsPublished
from serving.publication_files import audience_folder_of, publication_path
from serving.published import Published, open_published

_ID = re.compile(r"[0-9A-Za-z-]{1,80}")


def publication_before(published: Published) -> Published | None:
    """Return the audience's publication before this one.

    Rebuilds of past moments and withdrawn publications are passed over. None where this is the first, or where the
    file of the one before is kept no longer or is not the one that was published.
    """
    rows = published.rows("select * from operations.publications order by rowid desc")
    for row in rows:
        name = str(row["publication_id"])
        if name == published.publication_id or row.get("is_rebuild") or row.get("withdrawn_at") is not None:
            continue
        if _ID.fullmatch(name):
            with suppress(NotAsPublished, OSError, duckdb.Error):
                file = publication_path(audience_folder_of(published.path), name)
                return open_published(file, published.audience)
        return None
    return None


def came_and_gone(now: pd.Series, then: pd.Series) -> tuple[list[str], int]:
    """Return the keys that are new, and how many are gone. No key may be in one publication twice.

    Two million reports have hundreds of thousands of keys, and Arrow compares them faster than sets do.
    """
    current, earlier = (pa.array(each, pa.large_string()) for each in (now, then))
    known = pc.is_in(current, value_set=earlier)
    return current.filter(pc.invert(known)).to_pylist(), len(earlier) - int(pc.sum(known).as_py() or 0)
