"""Decides which rows of a chunk each delivery carries: as they stood at its instant, and some late, stale or deleted.

In: a chunk in its last state, with its earlier values. Out: the columns for each delivery.
"""

from __future__ import annotations

import numpy as np

from ingest.contract import Contract
from ingest.synthetic.state.calibration import Calibration
from ingest.synthetic.state.clock import DAY, NEVER
from ingest.synthetic.state.dice import Bools, Dice, Ints
from ingest.synthetic.state.tables import Column, Table

# The columns that come with an instant: they are null before it.
BROUGHT_BY: dict[str, dict[str, tuple[str, ...]]] = {
    "referrals": {
        "district_notified_at": (),
        "screened_at": ("screening_decision", "screen_out_reason", "associated_referral_id", "services_referred",
                        "reporter_informed", "existing_kk_case"),
        "accepted_at": ("priority", "response_type", "response_due_on", "prior_accepted_reports", "deprived_petition"),
        "initiated_at": ("initiation_exception",),
        "completed_at": (),
    },
    "allegations": {"_found_at": ("finding", "found_on")},
    "contacts": {},
    "reviews": {"information_received_at": (), "decided_at": ("outcome",)},
    "preliminary_inquiries": {"completed_at": ("outcome", "medical_exam_done")},
    "recordings": {"purged_at": ()},
    "recording_disclosures": {},
    "calls": {},
    "oca_complaints": {
        "followed_up_at": (),
        "decided_at": ("decision", "referred_to"),
        "opened_at": (),
        "closed_at": ("finding", "recommendation"),
    },
}  # fmt: skip
Columns = dict[str, Column]


class History:
    """One chunk of an extract over all deliveries. `moments` holds the instants of the deliveries, oldest first."""

    def __init__(
        self, table: Table, contract: Contract, moments: tuple[int, ...], cal: Calibration, seed: int, chunk: int
    ) -> None:
        self.table, self.contract, self.moments = table, contract, moments
        self._cal, self._dice = cal, Dice(seed, chunk, f"deliveries {contract.name}", len(table))
        self._times = {each.name for each in contract.fields if each.type in ("date", "datetime")}
        self._created = table["_created_at"]
        self._events = [self._created, *(table[name] for name in BROUGHT_BY[contract.name])]
        self._removed = self._draw_removed()
        key = table[contract.key]
        self._jitter = (key * 2_654_435_761) % 540
        self._held = [self._dice.chance(cal.number("withheld")) for _ in moments]
        self._dropped = self._dice.chance(cal.number("dropped"))
        self._old = [self._dice.chance(cal.number("stale")) for _ in moments]

    def _draw_removed(self) -> Ints:
        first, last = self.moments[0], self.moments[-1]
        when = first + (self._dice.unit() * (last - first)).astype(np.int64)
        picked = self._dice.chance(self._cal.number("removed")) & (self._created < when - DAY)
        removed = np.where(picked, when, NEVER)
        # These rows are removed before they are delivered: the row comes one delivery after its deletion.
        self._too_late = np.zeros(len(self.table), dtype=bool)
        if len(self.moments) > 2:
            new = (self._created > first) & (self._created < self.moments[1] - 2 * DAY)
            self._too_late = new & self._dice.chance(self._cal.number("removed_first"))
            removed = np.where(self._too_late, self._created + DAY, removed)
        return removed

    def carried(self, k: int, full: bool) -> list[Columns]:
        """Return the parts of delivery `k`: rows, late and stale versions, deletions.

        A `full` delivery carries the whole table. A full file after the first delivery lacks a few rows, and so says
        that they are deleted.
        """
        moment = self.moments[k]
        there = (self._created <= moment) & ((self._removed == NEVER) | (self._removed > moment))
        if k == 0:
            return [self._version(np.flatnonzero(there), k)]
        before = self.moments[k - 1]
        changed = there & (self._latest(moment) > before)
        if full:
            kept = there & ~self._dropped
            return [self._version(np.flatnonzero(kept), k)]
        last = k == len(self.moments) - 1
        parts = [self._version(np.flatnonzero(changed & ~(self._held[k] & (not last))), k)]
        if k > 1:
            was = (self._created <= before) & (self._latest(before) > self.moments[k - 2])
            was &= (self._removed == NEVER) | (self._removed > before)
            parts.append(self._version(np.flatnonzero(was & self._held[k - 1]), k - 1))
        old = changed & self._old[k] & (self._created <= before)
        parts.append(self._version(np.flatnonzero(old), k - 1))
        if k == 2:
            rows = np.flatnonzero(self._too_late)
            late = self._version(rows, 1)
            late["updated_at"] = np.minimum(late["updated_at"], self._removed[rows] - 60)
            parts.append(late)
        parts.append(self._deletions(np.flatnonzero((self._removed > before) & (self._removed <= moment))))
        return [parts[0], *(part for part in parts[1:] if len(part[self.contract.key]))]

    def _latest(self, moment: int) -> Ints:
        latest = np.full(len(self.table), NEVER)
        for event in self._events:
            np.maximum(latest, np.where(event <= moment, event, NEVER), out=latest)
        for earlier in self.table.earlier:
            done = earlier.until <= moment
            rows = earlier.rows[done]
            latest[rows] = np.maximum(latest[rows], earlier.until[done])
        return latest

    def _version(self, rows: Ints, k: int) -> Columns:
        moment = self.moments[k]
        whole = len(rows) == len(self.table)
        columns = dict(self.table.columns) if whole else self.table.take(rows)
        for event, names in BROUGHT_BY[self.contract.name].items():
            late: Bools = columns[event] > moment
            if late.any():
                for name in (event, *names):
                    columns[name] = np.where(late, self._null(name), columns[name])
        for earlier in self.table.earlier:
            place = np.searchsorted(rows, earlier.rows)
            found = (earlier.until > moment) & (place < len(rows))
            found[found] = rows[place[found]] == earlier.rows[found]
            for name, values in earlier.values.items():
                known = np.where((name in self._times) & (values > moment), NEVER, values)
                columns[name] = columns[name].copy()
                columns[name][place[found]] = known[found]
        columns["updated_at"] = np.minimum(self._latest(moment)[rows] + self._jitter[rows], moment)
        columns["deleted"] = np.where(self._jitter[rows] % 3 == 0, 0, -1)
        return {field.name: columns[field.name] for field in self.contract.fields if field.name in columns}

    def _deletions(self, rows: Ints) -> Columns:
        columns = {
            name: np.full(len(rows), self._null(name))
            for name in (field.name for field in self.contract.fields)
            if name in self.table.columns
        }
        columns[self.contract.key] = self.table[self.contract.key][rows]
        columns["updated_at"] = self._removed[rows]
        columns["deleted"] = np.ones(len(rows), dtype=np.int64)
        return columns

    def _null(self, name: str) -> np.int64:
        return NEVER if name in self._times or name.startswith("_") else np.int64(-1)


def orphan(table: Table, column: str, dice: Dice, cal: Calibration) -> None:
    """Point a few rows at a report (or recording) that no delivery holds."""
    lost = dice.chance(cal.number("orphans"))
    table.columns[column] = np.where(lost & (table[column] >= 0), table[column] + 4_000_000_000, table[column])
