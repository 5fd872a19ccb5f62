"""The steps from each version of the landing file to the next, each in a module of its own.

A step gets a copy of the landing file, open for writing, and the contracts. It is one transaction, and it leaves the
tables that `ingest.storing.landing` creates in a new file of its version. A step never changes once it was released.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import duckdb

from ingest.contract import Contract
from ingest.storing.upgrades import to_version_2

Step = Callable[[duckdb.DuckDBPyConnection, Mapping[str, Contract]], None]

# Each step by the version to which it leads.
STEPS: dict[int, Step] = {2: to_version_2.upgrade}

# The version of the landing files that this program writes.
SCHEMA_VERSION = max(STEPS)
