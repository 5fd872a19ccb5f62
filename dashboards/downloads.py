"""Offers published rows and the charts drawn from them as files, in one quiet menu that opens."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from serving.downloads.picture import svg_bytes
from serving.downloads.rows import csv_bytes, fits_a_sheet, workbook_bytes
from serving.drawing.charts import Chart
from serving.published import Published
from serving.wording import instant

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A chart, or what makes a picture as SVG.
Picture = Chart | Callable[[], bytes]


@dataclass(frozen=True)
class Files:
    """Rows that can be saved, and the charts of them.

    `label` says what is saved, as in “Download months”; `of` says of which place and period. `name` begins the names of
    the files. `charts` is one chart, or several by name.
    """

    label: str
    rows: pd.DataFrame
    name: str
    charts: Chart | Mapping[str, Picture] | None = None
    of: str = ""


def menu(files: Files, published: Published) -> None:
    """Draw a line that opens a menu: the rows as CSV and XLSX, and each chart as SVG.

    The names of the files hold the publication. A file is made when somebody asks for it.
    """
    label, rows, of = files.label, files.rows, files.of
    safe = re.sub(r"[^A-Za-z0-9-]+", "-", files.name).strip("-")
    stem = f"{safe}-{published.publication_id}"
    title = f"{label[:1].upper()}{label[1:]}{f': {of}' if of else ''}"
    charts = {"": files.charts} if isinstance(files.charts, Chart) else files.charts or {}
    # What opens in its place is reached by the next Tab; a menu that floats lies at the end of the page's order.
    group = st.expander(f"Download {label}", type="compact", key=f"save-{safe}")
    with group.container(horizontal=True, gap="small"):
        save = partial(st.download_button, on_click="ignore", type="tertiary")
        save("CSV", partial(csv_bytes, rows), f"{stem}.csv", "text/csv", key=f"csv-{safe}")
        if fits_a_sheet(rows):
            save("XLSX", partial(workbook_bytes, rows, title, published), f"{stem}.xlsx", XLSX, key=f"xlsx-{safe}")
        state = published.jurisdiction_name
        where = ", ".join(filter(None, (of, "" if state in of else state)))
        source = f"{where}, as of {instant(published.as_of)}"
        for number, (drawn, each) in enumerate(charts.items(), start=1):
            save(
                f"SVG: {drawn}" if drawn else "SVG",
                partial(svg_bytes, each, drawn or title, source) if isinstance(each, Chart) else each,
                f"{safe}{f'-{number}' if drawn else ''}-{published.publication_id}.svg",
                "image/svg+xml",
                key=f"svg-{safe}-{number}",
            )
