"""Extracts and seeds in, and out come the current rows by report (World) and the law by day (Law)."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from policy_reference.logic import Row, months_later, one_of

CHILDREN = ("allegations", "contacts", "reviews", "preliminary_inquiries", "recordings")
ROLES_OF_CARE = ("prfc", "foster_parent", "trial_adoptive_parent")


class Law:
    """Limits and lists of a folder of seeds, by the day on which they were in force."""

    def __init__(self, seeds: Path) -> None:
        self.rules = self._read(seeds / "policy_rules.csv")
        self.limits = self._read(seeds / "response_limits.csv")
        # Codes are replaced by their meanings, which the reports here use.
        self.exceptions = [{**row, "code": row["meaning"]} for row in self._read(seeds / "initiation_exceptions.csv")]
        self.retentions = self._read(seeds / "recording_retention.csv")
        self.districts = {row["county_fips"]: row["district_id"] for row in self._read(seeds / "counties.csv")}
        self.counties = set(self.districts) - {"00000"}
        [place] = self._read(seeds / "jurisdiction.csv")
        self.state, self.first_month = place["jurisdiction_id"], int(place["fiscal_year_first_month"])
        self.adjacent = {
            (row["county_fips"], row["adjacent_county_fips"]) for row in self._read(seeds / "county_adjacency.csv")
        }

    @staticmethod
    def _read(path: Path) -> list[dict[str, str]]:
        with path.open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))

    @staticmethod
    def _in_force(rows: Iterable[dict[str, str]], on: date) -> dict[str, str] | None:
        there = [row for row in rows if row["effective_from"] <= on.isoformat() < row["effective_to"]]
        return there[0] if there else None

    def rule(self, rule_id: str, on: date) -> tuple[int | None, int | None] | None:
        """Return a rule's lower and upper limit on a day, or None where the rule was not in force."""
        row = self._in_force((each for each in self.rules if each["rule_id"] == rule_id), on)
        if row is None:
            return None
        lower, upper = row["lower_limit"], row["upper_limit"]
        return (int(lower) if lower else None, int(upper) if upper else None)

    def severity(self, rule_id: str) -> str:
        """Return breach or review, as the rule's newest row says."""
        return max((row for row in self.rules if row["rule_id"] == rule_id), key=lambda row: row["effective_from"])[
            "severity"
        ]

    def days(self, limit_id: str, report: Row) -> int | None:
        """Return a limit of the response clock in days, for a report's priority and response type."""
        return self.limit(limit_id, report["priority"], self.clock_type(report), report["received_on"])

    @staticmethod
    def clock_type(report: Row) -> str | None:
        """Return the type by which a report is clocked: at Priority I a missing one counts as an assessment."""
        kind: str | None = report["response_type"]
        return "assessment" if kind is None and report["priority"] == 1 else kind

    def limit(self, limit_id: str, priority: int, response_type: str | None, on: date) -> int | None:
        """Return a limit of the response clock in days on a day; None where it was not in force."""
        row = self._in_force(
            (
                each
                for each in self.limits
                if each["limit_id"] == limit_id
                and each["priority"] == str(priority)
                and each["response_type"] == response_type
            ),
            on,
        )
        return int(row["length"]) if row else None

    def excuses(self, report: Row) -> bool:
        """Return whether a report's exception excuses lateness at its priority and response type."""
        row = self._in_force(
            (
                each
                for each in self.exceptions
                if each["code"] == report["initiation_exception"]
                and each["priority"] == str(report["priority"])
                and each["response_type"] == self.clock_type(report)
            ),
            report["received_on"],
        )
        return row is not None

    def kept_until(self, day: date) -> date:
        """Return the first day on which a recording of that day may be purged."""
        row = self._in_force(self.retentions, day)
        assert row is not None
        length = int(row["length"])
        return months_later(day, length) if row["unit"] == "months" else day + timedelta(days=length)


class World:
    """Current reports with everything that belongs to them. Instants are in UTC, so that hours are elapsed hours."""

    def __init__(self, extracts: dict[str, list[Row]], extracted: dict[str, datetime], zone: str, law: Law) -> None:
        self.zone, self.law = ZoneInfo(zone), law
        self.extracted = {name: at.astimezone(UTC) for name, at in extracted.items()}
        self.as_of = self.extracted["referrals"]
        self.as_of_on = self.day(self.as_of)
        self.reports = {row["referral_id"]: dict(row) for row in self._current(extracts["referrals"])}
        self.of: dict[str, dict[str, list[Row]]] = {}
        for name in CHILDREN:
            grouped: dict[str, list[Row]] = defaultdict(list)
            for row in self._current(extracts[name]):
                if row["referral_id"] in self.reports:
                    grouped[row["referral_id"]].append(row)
            self.of[name] = grouped
        self.disclosures: dict[str, list[Row]] = defaultdict(list)
        recordings = [row for rows in self.of["recordings"].values() for row in rows]
        recorded = {row["recording_id"]: row["referral_id"] for row in recordings}
        self.recorded_on = {row["recording_id"]: self.day(row["recorded_at"]) for row in recordings}
        for row in self._current(extracts["recording_disclosures"]):
            if row["recording_id"] in recorded:
                self.disclosures[recorded[row["recording_id"]]].append(row)
        self.families: dict[str, list[Row]] = defaultdict(list)
        for report in self.reports.values():
            self._describe(report)
            if report["family_id"] is not None:
                self.families[report["family_id"]].append(report)
        self._first_days = {
            "allegations": self._earliest(self.reports[key]["received_on"] for key in self.of["allegations"]),
            "preliminary_inquiries": self._earliest(
                self.day(row["received_at"]) for rows in self.of["preliminary_inquiries"].values() for row in rows
            ),
            "recordings": self._earliest(
                self.day(row["recorded_at"]) for rows in self.of["recordings"].values() for row in rows
            ),
        }

    @staticmethod
    def _current(rows: Iterable[Row]) -> list[Row]:
        return [row for row in rows if row["deleted"] is not True]

    @staticmethod
    def _earliest(days: Iterable[date]) -> date | None:
        return min(days, default=None)

    def day(self, instant: datetime) -> date:
        """Return the local calendar date of an instant."""
        return instant.astimezone(self.zone).date()

    def _describe(self, report: Row) -> None:
        report["received_on"] = self.day(report["received_at"])
        for name in ("accepted", "initiated"):
            at = report[f"{name}_at"]
            report[f"{name}_on"] = None if at is None else self.day(at)
        known = [report[f"{name}_county_fips"] for name in ("notified", "located", "residence")]
        report["county"] = next((each for each in known if each in self.law.counties), "00000")
        inquiries = self.of["preliminary_inquiries"][report["referral_id"]]
        decides = max(inquiries, key=lambda row: (row["received_at"], row["inquiry_id"]), default=None)
        report["inquiry_outcome"] = decides["outcome"] if decides else None
        decision = report["screening_decision"]
        if decision == "preliminary_inquiry":
            turned = {"accidental_injury": "screened_out", "assign_investigation": "assigned"}
            report["outcome"] = turned.get(report["inquiry_outcome"], "pending")
        else:
            report["outcome"] = decision or "pending"
        given, follows = report["screen_out_reason"], report["inquiry_outcome"] == "accidental_injury"
        report["reason_basis"] = None
        if report["outcome"] == "screened_out" and (given is not None or follows):
            report["reason_basis"] = "stated" if given is not None else "from_inquiry"
            report["screen_out_reason"] = given or "accidental_injury"
        report["assigned"] = report["outcome"] == "assigned"
        report["screened_out"] = report["outcome"] == "screened_out"
        report["accepted"] = report["assigned"] and report["accepted_at"] is not None

    def assessment(self, report: Row) -> bool | None:
        """Return whether a report was assigned as an assessment, and None where its type is missing."""
        return one_of(report["response_type"], ("assessment",)) if report["assigned"] else False

    def covered(self, extract: str, report: Row) -> bool:
        """Return whether an extract covers a report, so that a missing row says something."""
        first = self._first_days[extract]
        return first is not None and report["received_on"] >= first and report["received_at"] <= self.extracted[extract]

    def first_day(self, extract: str) -> date | None:
        """Return the earliest day of an extract."""
        return self._first_days[extract]

    def earlier_accepted(self, report: Row) -> list[Row]:
        """Return the family's reports that were accepted strictly before this one."""
        family = self.families.get(report["family_id"], [])
        return [each for each in family if each["accepted"] and each["accepted_at"] < report["accepted_at"]]

    def prior_accepted(self, report: Row) -> int | None:
        """Return the number of the family's earlier accepted reports, the larger of both sources."""
        if not report["assigned"]:
            return None
        counts = [report["prior_accepted_reports"]]
        if report["family_id"] is not None and report["accepted_at"] is not None:
            counts.append(len(self.earlier_accepted(report)))
        return max((each for each in counts if each is not None), default=None)

    def pending_accepted(self, report: Row) -> int | None:
        """Return the number of the family's reports pending when this one was accepted, itself included."""
        if not report["accepted"] or report["family_id"] is None:
            return None
        at = report["accepted_at"]
        open_then = [
            each for each in self.earlier_accepted(report) if each["completed_at"] is None or each["completed_at"] > at
        ]
        return 1 + len(open_then)

    def finding_outcome(self, report: Row) -> str:
        """Return what an investigation's findings come to."""
        found = [each["finding"] for each in self.of["allegations"][report["referral_id"]]]
        if not report["assigned"] or report["response_type"] != "investigation" or not found:
            return "none"
        if None in found:
            return "pending"
        if "substantiated" in found:
            return "substantiated"
        kinds, milder = set(found), {"unsubstantiated", "ruled_out"}
        if kinds <= milder:
            return kinds.pop() if len(kinds) == 1 else "unsubstantiated_or_ruled_out"
        return "unsubstantiated_in_part" if kinds & milder else "other"

    def clock(self, report: Row) -> tuple[str, date | None]:
        """Return the status of an assigned report's response clock and the day it is due."""
        if report["priority"] is None:
            return "not_evaluable", None
        if report["priority"] == 2 and (report["response_type"] is None or report["accepted_at"] is None):
            return "not_evaluable", None
        if report["initiated_at"] is not None and report["initiated_at"] < report["received_at"]:
            return "not_evaluable", None
        due = self._due(report)
        if report["initiated_on"] is not None:
            judged, past, waiting = report["initiated_on"], "late", "timely"
        else:
            judged, past, waiting = self.as_of_on, "overdue", "pending"
        if judged <= due:
            return waiting, due
        if not self.law.excuses(report):
            return past, due
        until = self.law.days("exception_days", report)
        if until is not None and report["accepted_on"] is not None:
            runs_until = report["accepted_on"] + timedelta(days=until)
            return (past if judged > runs_until else "excepted"), due
        return "excepted", due

    def _due(self, report: Row) -> date:
        allowed = self.law.days("initiation_days", report)
        assert allowed is not None
        start: date = report["received_on"] if report["priority"] == 1 else report["accepted_on"]
        due = start + timedelta(days=allowed)
        if report["priority"] == 1:
            return due
        set_on: date | None = report["response_due_on"]
        if set_on is not None:
            lowest, highest = self.law.days("set_date_min_days", report), self.law.days("set_date_max_days", report)
            assert lowest is not None
            assert highest is not None
            if lowest <= (set_on - start).days <= highest:
                due = min(due, set_on)
        return due
