"""Reads from a published file what was delivered, held, quarantined, checked and published.

The rows of operations.loads, operations.validations and operations.publications lie in the order in which they came
about. Their times do not tell it, because the clock of the machine that wrote them may have been set back.
"""

from __future__ import annotations

import pandas as pd

from serving.published import Published


def loads(published: Published) -> pd.DataFrame:
    """Return one row per delivered file, newest first."""
    return published.query("select * from operations.loads order by rowid desc")


def rejections(published: Published) -> pd.DataFrame:
    """Return, by extract, rule, column and load, how many rows could not be right, and their row numbers."""
    return published.query(
        "select * from operations.rejections order by extract, rule, column_name nulls first, load_id"
    )


def validations(published: Published) -> pd.DataFrame:
    """Return each check of a batch or a publication with its verdict, newest first."""
    return published.query("select * from operations.validations order by rowid desc")


def publications(published: Published) -> pd.DataFrame:
    """Return the earlier publications for this audience, newest first. There are none where this file is the first."""
    return published.query("select * from operations.publications order by rowid desc")


def orphans(published: Published) -> pd.DataFrame:
    """Return how many rows have no current report or recording. They are counted here and in no figure."""
    if not published.has("operations", "orphans"):
        return pd.DataFrame()
    return published.query("select * from operations.orphans order by extract")


def delivered_columns(published: Published) -> pd.DataFrame:
    """Return every column that a contract stores, and whether some landed file has it."""
    return published.query(
        "select extract, column_name, delivered from operations.delivered_columns order by extract, column_name"
    )
