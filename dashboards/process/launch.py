"""Makes the command that starts the dashboards, and its environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from dashboards.asking.limits import VARIABLE, as_text
from serving.sandbox.limits import Limits


def command(port: int) -> list[str]:
    """Return the command that serves one audience's published file. Run it with `environment(home, audience)`."""
    return [sys.executable, "-P", "-m", "dashboards.server", str(port)]


def environment(
    home: Path, audience: str, county_shapes: Path | None = None, limits: Limits | None = None
) -> dict[str, str]:
    """Return this process's environment with the home and the audience that the pages serve.

    `county_shapes` is the file of the outlines of counties, where the state has one. `limits` are those of a question
    in SQL; without them the pages have their own.
    """
    return {
        **os.environ,
        "HOTLINE_COUNTY_SHAPES": "" if county_shapes is None else str(county_shapes),
        "HOTLINE_HOME": str(home.resolve()),
        "HOTLINE_AUDIENCE": audience,
        **({VARIABLE: as_text(limits)} if limits else {}),
    }
