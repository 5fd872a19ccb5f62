"""Draws an answer: its size, its first rows and columns as a table, wide rows upright, and the whole of it as files."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from dashboards import markup
from dashboards.markup import Column
from serving.asking import files
from serving.asking.answered import Answered
from serving.published import Published
from serving.sandbox.columns import DECIMAL, FLOAT, WHOLE, cell_text

# What a page shows; the files have all.
MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 200, 9, 300
# Wide rows that stand upright, each behind a line that opens, and the cells that all of them have together.
_UPRIGHT_ROWS, _UPRIGHT_CELLS = 25, 2_000
# By so many of its cells a row is known.
_NAMING = 3
_NULL = "null"
_NUMBERS = (WHOLE, DECIMAL, FLOAT)


def finding(answer: Answered) -> str:
    """How large an answer is, as a heading."""
    return (
        f"{_number(answer.rows, 'row')} and {_number(len(answer.columns), 'column')}, in {answer.seconds:.1f} seconds"
    )


def draw(answer: Answered, published: Published, publication_id: str) -> None:
    """Draw the answer, which is from the publication `publication_id`."""
    rows, columns, upright = shown(answer)
    parts = [f"The table shows {_of(rows, answer.rows, 'row')}"] if rows < answer.rows else []
    if columns < len(answer.columns):
        parts.append(f"{'' if parts else 'The table shows '}{_of(columns, len(answer.columns), 'column')}")
    told = [f"{', '.join(parts)}; the files have all."] if parts and columns else []
    if answer.cut:
        told.insert(0, answer.cut)
    if publication_id != published.publication_id:
        told.append(f"It is from the publication {publication_id}; a newer one is published since.")
    texts, is_shortened = _texts(answer, rows)
    if is_shortened:
        told.append(f"Cells are shown up to {MOST_LETTERS} letters; the files have all of them.")
    if told:
        st.html("".join(f'<p class="notice" role="status">{escape(each)}</p>' for each in told))
    if columns and answer.rows:
        st.html(_across(answer, texts, columns))
    if upright and not columns:
        st.html(_upright(answer, texts[:upright], is_alone=True))
    _draw_files(answer, published)
    if upright and columns:
        st.html(_upright(answer, texts[:upright], is_alone=False))


def shown(answer: Answered) -> tuple[int, int, int]:
    """How many rows and columns are shown side by side, and how many rows upright.

    An answer of one wide row stands upright alone.
    """
    wide = len(answer.columns) > MOST_COLUMNS
    upright = min(answer.rows, _UPRIGHT_ROWS, max(_UPRIGHT_CELLS // len(answer.columns), 1)) if wide else 0
    if wide and answer.rows == 1:
        return 1, 0, 1
    return min(answer.rows, MOST_ROWS), min(len(answer.columns), MOST_COLUMNS), upright


def _across(answer: Answered, texts: list[list[str]], columns: int) -> str:
    heads = [Column(each.name, numeric=each.kind in _NUMBERS) for each in answer.columns[:columns]]
    return markup.table("The answer", heads, [row[:columns] for row in texts], tall=len(texts) > 12)


def _upright(answer: Answered, texts: list[list[str]], *, is_alone: bool) -> str:
    heads = [Column("Column"), Column("Value")]
    tables = [
        markup.table(f"Row {number:,}", heads, zip((each.name for each in answer.columns), row, strict=True))
        for number, row in enumerate(texts, start=1)
    ]
    if is_alone:
        return tables[0]
    which = "Each row upright" if len(texts) == answer.rows else f"The first {len(texts)} rows upright"
    rows = "".join(
        markup.folded(f"Row {number:,}: {', '.join(row[:_NAMING])}", table)
        for number, (row, table) in enumerate(zip(texts, tables, strict=True), start=1)
    )
    # On paper every folded part is open, and this one would fill many sheets with what the files have.
    return f'<div class="upright unprinted">{markup.folded(f"{which}, with all columns", rows)}</div>'


def _texts(answer: Answered, rows: int) -> tuple[list[list[str]], bool]:
    """The cells of the first rows as they are shown, and whether one is shortened."""
    is_shortened = False
    texts = []
    columns = [answer.texts[each.name].slice(0, rows).to_pylist() for each in answer.columns]
    for row in zip(*columns, strict=True):
        cells = [
            _NULL if cell is None else cell_text(each, cell) for each, cell in zip(answer.columns, row, strict=True)
        ]
        is_shortened = is_shortened or any(len(cell) > MOST_LETTERS for cell in cells)
        texts.append([cell if len(cell) <= MOST_LETTERS else f"{cell[:MOST_LETTERS]}…" for cell in cells])
    return texts, is_shortened


def _draw_files(answer: Answered, published: Published) -> None:
    made: dict[str, tuple[str, str, Callable[[], bytes]]] = {
        "CSV": ("csv", "text/csv", lambda: files.csv_file(answer)),
        "XLSX": (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            lambda: files.workbook_file(answer, published),
        ),
        "Parquet": ("parquet", "application/vnd.apache.parquet", lambda: files.parquet_file(answer, published)),
    }
    with st.container(horizontal=True, gap="small", key="sql_files"):
        for name, (ending, kind, make) in made.items():
            # The file is made when the reader asks for it: a workbook of many rows takes seconds.
            st.download_button(
                f"Answer as {name}",
                make,
                file_name=f"answer-{published.publication_id}.{ending}",
                mime=kind,
                on_click="ignore",
                key=f"sql_as_{ending}",
            )


def _number(count: int, name: str) -> str:
    return f"{count:,} {name}{'' if count == 1 else 's'}"


def _of(part: int, whole: int, name: str) -> str:
    return f"{part:,} of {_number(whole, name)}"
