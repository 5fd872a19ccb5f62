"""Draws a chart as SVG, in a process of its own that ends with the picture.

The renderer brings a JavaScript engine along, which takes 0.2 GB while it runs. It may load no address.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading

from serving.drawing.charts import Chart
from serving.drawing.font import holding_font

WIDTH = 720
SECONDS = 60
# -I: nothing from the environment or the caller's folder.
_DRAW = (
    "import sys, vl_convert; "
    "sys.stdout.write(vl_convert.vegalite_to_svg(sys.stdin.read(), allowed_base_urls=[], show_warnings=False))"
)
# So many pictures at once: each takes a processor for a second.
_places = threading.Semaphore(2)


def svg_bytes(chart: Chart, title: str, source: str) -> bytes:
    """Return the chart as SVG with a title, below it where its figures come from, and inside the font of both.

    Raises RuntimeError where the renderer fails; what it says of it may quote rows, and is not passed on.
    """
    head = {"text": title, "subtitle": source, "anchor": "start", "fontSize": 15, "subtitlePadding": 4, "offset": 14}
    spec = {**chart.spec(), "width": WIDTH, "title": head}
    with _places:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _DRAW],
            input=json.dumps(spec).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            cwd="/",
            env={"TZ": "UTC"},
        )
    if done.returncode:
        raise RuntimeError("the chart could not be drawn as SVG")
    return holding_font(done.stdout.decode())
