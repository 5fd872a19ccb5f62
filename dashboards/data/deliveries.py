"""Draws the sections of the page on the data: deliveries, quarantine, checks and columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import markup
from dashboards.cached import cached
from dashboards.downloads import Files
from dashboards.markup import Column
from serving import operations, wording
from serving.attention import news_words
from serving.attention.settling import what_settles
from serving.published import Published

STATUS_WORDS = {
    "landed": "Landed",
    "unchanged": "Seen before, nothing new",
    "held": "Held: not landed",
    "refused": "Refused: not read",
    "retracted": "Taken back: nothing of it counts",
}
# A table shows at most so many rows, so that the page stays small. The download has all of them.
SHOWN_ROWS = 200
ROW_COUNTS = {
    "rows_in_file": "In the file",
    "rows_loaded": "Loaded",
    "rows_unchanged": "Unchanged",
    "rows_superseded": "Superseded",
    "rows_quarantined": "Quarantined",
    "rows_held": "Held",
}


def draw_stopped(loads: pd.DataFrame) -> None:
    """Draw the files that wait for somebody: held or refused, and not settled by another delivery."""
    found = news_words.stopped(loads)
    if found.empty:
        return
    heads = [Column("Load"), Column("Extract"), Column("File"), Column("Status"), Column("Rows", numeric=True),
             Column("Reason"), Column("What settles it")]  # fmt: skip
    rows = [
        [
            row["load_id"], wording.plain(row["extract"]) or "not known", row["file_name"], _status(row),
            wording.plain(row["rows_in_file"]), wording.plain(row["reason"]),
            what_settles(row["status"], wording.plain(row["extract"]), row["extracted_at_source"]),
        ]
        for row in found.head(SHOWN_ROWS).to_dict("records")
    ]  # fmt: skip
    st.html(
        markup.section("Files that wait", "Nothing of them is in a figure. Each says what settles it.")
        + markup.table(_capped("Files held or refused, newest first", found), heads, rows)
    )


def draw_freshness(published: Published) -> None:
    """Draw the newest landed file of each extract."""
    loads = cached(operations.loads, published)
    landed = loads[loads["status"].isin(["landed", "unchanged"]) & loads["extract"].notna()]
    newest = landed.sort_values("extracted_at").groupby("extract").tail(1).sort_values("extract")
    rows = [
        [row["extract"], wording.stamp(row["extracted_at"]), _source(row["extracted_at_source"]), row["file_name"]]
        for row in newest.to_dict("records")
    ]
    st.html(
        markup.section("How recent the data is", "The newest landed file of each extract, and the source of its time.")
        + markup.table(
            "Newest landed file by extract",
            [Column("Extract"), Column("Extracted"), Column("Time taken from"), Column("File")],
            rows,
        )
    )


def draw_deliveries(published: Published) -> Files:
    """Draw every delivered file. Unless it was refused, the rows in the file are the sum of the five counts."""
    loads = cached(operations.loads, published)
    heads = [Column("Load"), Column("Extract"), Column("File"), Column("Extracted"), Column("Status")]
    heads += [Column(name, numeric=True) for name in ROW_COUNTS.values()]
    heads.append(Column("Reason"))
    rows = [
        [
            row["load_id"],
            wording.plain(row["extract"]) or "not known",
            row["file_name"],
            wording.stamp(row["extracted_at"]),
            _status(row),
            *(wording.plain(row[column]) for column in ROW_COUNTS),
            wording.plain(row["reason"]),
        ]
        for row in loads.head(SHOWN_ROWS).to_dict("records")
    ]
    st.html(
        markup.section(
            "Files delivered",
            "For every file that was read, rows in the file = loaded + unchanged + superseded + quarantined + held. "
            + sum_text(loads),
        )
        + markup.folded(
            f"All deliveries: {len(loads):,}",
            markup.table(_capped("One row per delivered file, newest first", loads), heads, rows),
        )
    )
    return Files("deliveries", loads, "deliveries")


def sum_text(loads: pd.DataFrame) -> str:
    """Say whether the five row counts of each file add up to its rows. A refused file has no counts."""
    read = loads[loads["status"] != "refused"]
    parts = read[[column for column in ROW_COUNTS if column != "rows_in_file"]].sum(axis=1)
    wrong = list(read.loc[parts != read["rows_in_file"], "load_id"])
    return f"These loads do not add up: {', '.join(wrong)}." if wrong else "Every file adds up."


def draw_quarantine(published: Published) -> Files | None:
    """Draw the rows that could not be right, by extract, rule, column and load."""
    rejected = cached(operations.rejections, published)
    heads = [Column("Extract"), Column("Rule"), Column("Column"), Column("Load"), Column("Rows", numeric=True),
             Column("Row numbers")]  # fmt: skip
    rows = [
        [
            row["extract"],
            row["rule"],
            wording.plain(row["column_name"]),
            row["load_id"],
            wording.plain(row["rows_rejected"]),
            _numbers(row["row_numbers"]),
        ]
        for row in rejected.head(SHOWN_ROWS).to_dict("records")
    ]
    body = (
        markup.table(_capped("Quarantined rows by extract, rule, column and load", rejected), heads, rows)
        if rows
        else "<p>No row was quarantined.</p>"
    )
    st.html(
        markup.section(
            "Rows set aside",
            "A row that cannot be right is quarantined and counts in no figure. This page shows no content of a row.",
        )
        + body
    )
    return Files("quarantine", rejected, "quarantine") if rows else None


def draw_orphans(published: Published) -> None:
    """Draw how many rows refer to a report or recording that is not current; nothing where there is none."""
    orphans = cached(operations.orphans, published)
    if not orphans.empty:
        heads = [Column("Rows of"), Column("Refer to"), Column("Rows", numeric=True)]
        st.html(
            markup.table(
                "Rows whose report or recording is not current. They are counted here and in no figure",
                heads,
                [
                    [extract, parent, wording.count(rows)]
                    for extract, parent, rows in orphans.itertuples(index=False, name=None)
                ],
            )
        )


def draw_checks(published: Published) -> Files | None:
    """Draw the checks that did not pass. All checks stand behind a line that opens."""
    found = cached(operations.validations, published)
    heads = [
        Column("Checked at"),
        Column("Subject"),
        Column("Check"),
        Column("Observed"),
        Column("Severity"),
        Column("Result"),
    ]

    def rows(part: pd.DataFrame) -> list[list[object]]:
        return [
            [
                wording.stamp(row["validated_at"]),
                wording.plain(row["subject_id"]),
                wording.plain(row["sentence"]),
                wording.plain(row["observed"]),
                {"block": "blocks", "warn": "warns"}.get(row["severity"], wording.plain(row["severity"])),
                "passed" if row["success"] else "failed",
            ]
            for row in part.head(SHOWN_ROWS).to_dict("records")
        ]

    failed = found[~found["success"].fillna(False).astype(bool)]
    text = f"{len(found):,} checks of batches and of the publication are on record; {len(failed):,} did not pass."
    st.html(markup.section("Checks", text))
    if not failed.empty:
        st.html(markup.table(_capped("Checks that did not pass, newest first", failed), heads, rows(failed)))
    if not found.empty:
        st.html(
            markup.folded(
                f"All checks: {len(found):,}",
                markup.table(_capped("Every check, newest first", found), heads, rows(found)),
            )
        )
    return None if found.empty else Files("checks", found, "checks")


def draw_columns(published: Published) -> None:
    """Draw which columns of each extract were ever delivered. A figure that lacks one is “not assessed”."""
    columns = cached(operations.delivered_columns, published)
    body = []
    for extract, part in columns.groupby("extract", sort=True):
        missing = list(part.loc[~part["delivered"].astype(bool), "column_name"])
        delivered = int(part["delivered"].astype(bool).sum())
        lacking = "the whole extract" if delivered == 0 else ", ".join(missing) if missing else "nothing"
        body.append([extract, f"{delivered} of {len(part)}", lacking])
    table = markup.table(
        "Columns delivered by extract",
        [Column("Extract"), Column("Columns delivered"), Column("Not delivered")],
        body,
    )
    complete = all(lacking == "nothing" for *_, lacking in body)
    st.html(
        markup.section(
            "Every column was delivered" if complete else "Columns not delivered",
            "If no landed file has a column that a figure needs, the figure is shown as not assessed, never as 0.",
        )
        + (markup.folded("Columns by extract", table) if complete else table)
    )


def _status(row: Mapping[Any, Any]) -> str:
    """What became of a file; one that another delivery settled says which."""
    settled = row.get("settled_by")
    if not wording.is_missing(settled):
        return f"{str(row['status']).capitalize()}, and settled by {settled}"
    return STATUS_WORDS.get(row["status"], str(row["status"]))


def _source(value: object) -> str:
    return {"manifest": "the manifest", "file_name": "the file's name", "load_time": "the time of loading"}.get(
        str(value), wording.plain(value)
    )


def _numbers(value: Sequence[int] | None) -> str:
    """Write the first ten row numbers. The download has all that are kept."""
    numbers = [] if value is None else [str(number) for number in value]
    return ", ".join(numbers[:10]) + (", …" if len(numbers) > 10 else "")


def _capped(caption: str, rows: pd.DataFrame) -> str:
    return (
        f"{caption} (the first {SHOWN_ROWS} of {len(rows):,}; the download has all)"
        if len(rows) > SHOWN_ROWS
        else caption
    )
