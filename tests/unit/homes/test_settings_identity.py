"""What builds and publications are called."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hotline.warehouse.program_files import DECIDING, ROOT
from hotline.warehouse.publications.publication_ids import DeliveredFile, as_seen_by, build_id, publication_id

AS_OF = datetime(2026, 11, 20, 6, tzinfo=UTC)
REPORTS = DeliveredFile("L00001", "landed", "referrals", "delta", "a" * 64, AS_OF, False)
CONTACTS = DeliveredFile("L00002", "landed", "contacts", "full", "b" * 64, AS_OF, False)
COMPLAINTS = DeliveredFile("L00003", "landed", "oca_complaints", "delta", "c" * 64, AS_OF, True)


def named(
    *loads: DeliveredFile, as_of: datetime | None = AS_OF, read_until: datetime | None = None, code: str = "1+a"
) -> str:
    return build_id(loads, as_of=as_of, read_until=read_until, code_version=code, jurisdiction="j", policy_version="p")


def test_the_order_of_loads_and_their_numbers_do_not_count() -> None:
    again = [replace(CONTACTS, load_id="L00001"), replace(REPORTS, load_id="L00002")]
    assert named(REPORTS, CONTACTS) == named(*again)


@pytest.mark.parametrize(
    "other",
    [
        named(),
        named(REPORTS, CONTACTS),
        named(replace(REPORTS, kind="full")),
        named(replace(REPORTS, sha256="d" * 64)),
        named(replace(REPORTS, stated_at=AS_OF - timedelta(days=1))),
        named(replace(REPORTS, stated_at=None)),
        named(REPORTS, code="1+b"),
        named(REPORTS, read_until=AS_OF),
        named(REPORTS, as_of=AS_OF + timedelta(microseconds=1)),
        named(REPORTS, COMPLAINTS),
        named(replace(REPORTS, status="held")),
        named(REPORTS, replace(CONTACTS, status="held")),
        named(REPORTS, replace(CONTACTS, status="refused", sha256=None)),
    ],
)
def test_whatever_a_build_is_made_from_counts(other: str) -> None:
    assert named(REPORTS) != other


def test_the_same_file_held_again_is_the_same() -> None:
    held = replace(CONTACTS, status="held")
    assert named(REPORTS, held, replace(held, load_id="L00009")) == named(REPORTS, held)


def test_a_build_says_as_of_when() -> None:
    assert named(REPORTS).startswith("20261120T060000Z-")
    assert named(as_of=None).startswith("empty-")


@pytest.mark.parametrize("audience", ["administrators", "analysts"])
def test_the_agency_cannot_tell_whether_there_are_complaints(audience: str) -> None:
    without, with_them = named(REPORTS), named(REPORTS, COMPLAINTS)
    assert as_seen_by(with_them, audience) == as_seen_by(without, audience) == without
    assert publication_id(with_them, audience) == publication_id(without, audience)
    assert publication_id(with_them, "oca") != publication_id(without, "oca")


def test_each_audience_has_ids_of_its_own() -> None:
    assert len({publication_id(named(REPORTS), audience) for audience in ("administrators", "analysts", "oca")}) == 3


def test_everything_that_decides_figures_is_part_of_the_version() -> None:
    assert "seeds/product" in DECIDING
    assert [pattern for pattern in DECIDING if not list(ROOT.glob(pattern))] == []
