"""What was delivered, held, quarantined and checked, as the published file tells it."""

from __future__ import annotations

import pandas as pd

from serving.published import Published


def loads(published: Published) -> pd.DataFrame:
    """One row a file delivered, newest first."""
    return published.query("select * from operations.loads order by loaded_at desc, load_id desc")


def rejections(published: Published) -> pd.DataFrame:
    """Rows that could not be right, by extract, rule, column and load: how many, and which row numbers."""
    return published.query(
        "select * from operations.rejections order by extract, rule, column_name nulls first, load_id"
    )


def validations(published: Published) -> pd.DataFrame:
    """Each check of a batch or of a publication and its verdict, newest first."""
    return published.query("select * from operations.validations order by validated_at desc, subject_id desc")


def publications(published: Published) -> pd.DataFrame:
    """What was published for this audience, newest first; empty where this file is the first."""
    return published.query("select * from operations.publications order by published_at desc")


def orphans(published: Published) -> pd.DataFrame:
    """Rows whose report or recording is not current: counted here and in no figure."""
    if not published.has("operations", "orphans"):
        return pd.DataFrame()
    return published.query("select * from operations.orphans order by extract")


def delivered_columns(published: Published) -> pd.DataFrame:
    """Every column that a contract stores, and whether some landed file has it."""
    return published.query(
        "select extract, column_name, delivered from operations.delivered_columns order by extract, column_name"
    )
