"""What one question on the page may use: the settings of `hotline sql`, shared between those that run at once.

The settings travel in the environment, as the home and the audience do: `dashboards/process/launch.py`.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, replace

from dashboards.asking.places import AT_ONCE
from serving.sandbox.limits import Limits

VARIABLE = "DASHBOARDS_SQL_LIMITS"
# Where the server was started without settings.
DEFAULT = Limits(seconds=30, memory_bytes=2**30, threads=2, max_rows=1_000_000, max_bytes=500_000_000)
# A server keeps the last answer of each reader, so one is smaller than what `hotline sql` passes on and forgets.
MOST_ROWS, MOST_BYTES = 50_000, 20_000_000
# Python and DuckDB take half of this before they have read the question.
_LEAST_MEMORY = 256 * 2**20


def as_text(limits: Limits) -> str:
    """The limits of `hotline sql` as the value of the variable."""
    return json.dumps(asdict(limits))


def page_limits() -> Limits:
    """The limits of one question on the page. Together those that run at once use no more than one of `hotline sql`."""
    text = os.environ.get(VARIABLE)
    limits = Limits(**json.loads(text)) if text else DEFAULT
    return replace(
        limits,
        memory_bytes=max(limits.memory_bytes // AT_ONCE, _LEAST_MEMORY),
        threads=max(limits.threads // AT_ONCE, 1),
        max_rows=min(limits.max_rows, MOST_ROWS),
        max_bytes=min(limits.max_bytes, MOST_BYTES),
    )
