"""The audiences that publications are made for, and the schemas that are published."""

from __future__ import annotations

from typing import Literal, cast, get_args

from hotline.warehouse.errors import WrongUsage

Audience = Literal["administrators", "analysts", "oca"]

AUDIENCES: tuple[Audience, ...] = get_args(Audience)

# The oversight office: the only audience that may know of the extracts that it keeps for itself.
OVERSIGHT: Audience = "oca"

# An audience of the agency: its id of a build has no part that the oversight office alone may see.
AGENCY: Audience = "administrators"

# The schema of the oversight office's own tables.
OVERSIGHT_SCHEMA = "oversight"

PUBLISHED_SCHEMAS = ("marts", "reference", OVERSIGHT_SCHEMA, "operations")


def known_audience(name: str) -> Audience:
    """The audience of that name. Raises WrongUsage if there is none."""
    if name not in AUDIENCES:
        raise WrongUsage(f"There is no audience '{name}': there are {', '.join(AUDIENCES)}.")
    return cast("Audience", name)
