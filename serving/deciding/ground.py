"""The form of a ground: which rows of a published file decide a rule, and what is said where there are none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
# From the rows of marts.policy_verdicts and marts.referrals to the least number of other reports that decided.
Expected = Callable[[Row, Row], int]


@dataclass(frozen=True)
class Ground:
    """The rows that decide a rule for a report.

    `sql` gives them, the one that decides first; its first column is the key. It knows `own`, the report's row of
    marts.referrals, and `$id`. Where it reads a limit, `$lower`, `$upper` and `$unit` are those in force on receipt, of
    the rule `limit_of` or of the rule itself.
    """

    what: str
    tables: tuple[str, ...]
    sql: str
    absent: str
    limit_of: str | None = None
    # Other reports alone: an audience may hold fewer than decided.
    expected: Expected | None = None
    # Columns of marts.referrals that an audience may lack, and what stands for them then.
    replacing: dict[str, str] = field(default_factory=dict)

    @property
    def is_other_report(self) -> bool:
        """Whether the rows are other reports."""
        return self.expected is not None
