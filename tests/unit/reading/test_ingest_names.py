"""A file's name gives its extract, kind and time, and the contracts hold what the design says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.contract import load_contracts
from ingest.reading.delivery import Delivery, describe
from ingest.reading.manifest import Manifests

SEEDS = Path(__file__).parents[3] / "seeds" / "policy" / "oklahoma"
CONTRACTS = load_contracts(SEEDS)


def named(name: str) -> Delivery:
    return describe(Path("/nowhere") / name, list(CONTRACTS), ZoneInfo("America/Chicago"), Manifests())


@pytest.mark.parametrize(
    ("name", "stamp"),
    [
        ("referrals_2026-11-20.csv", "2026-11-20T06:00"),
        ("referrals-full-2026-07-20.parquet", "2026-07-20T05:00"),
        ("referrals20261120.csv", "2026-11-20T06:00"),
        ("referrals_20261120.csv.gz", "2026-11-20T06:00"),
        ("referrals_2026-11-20T0630.csv", "2026-11-20T12:30"),
        ("referrals_2026-11-20T06-30-15.csv", "2026-11-20T12:30:15"),
        ("referrals_2026-11-20 06:30.csv", "2026-11-20T12:30"),
        ("referrals_20261120063015.csv", "2026-11-20T12:30:15"),
        ("referrals_20261120_0630.csv", "2026-11-20T12:30"),
        ("referrals_2026-11-20T06:30:00Z.csv", "2026-11-20T06:30"),
        ("referrals_2026-11-20T0630+0200.csv", "2026-11-20T04:30"),
        ("referrals_2026-11-20_part1.csv", "2026-11-20T06:00"),
        ("referrals_2026-11-20_1.csv", "2026-11-20T06:00"),
        ("referrals_2026-11-20_0630-9912.csv", "2026-11-20T12:30"),
        ("referrals_20261101-20261130.csv", "2026-11-01T05:00"),
        ("referrals_2026-13-45_2026-11-20.csv", "2026-11-20T06:00"),
        ("referrals_2026-11-01_2026-11-30.csv", "2026-11-01T05:00"),
        ("referrals_2026-11-01T01-30.csv", "2026-11-01T06:30"),
        ("referrals_2026-03-08T02-30.csv", "2026-03-08T08:30"),
        ("referrals_2026-02-30.csv", None),
        ("referrals_0001-01-01.csv", None),
        ("referrals_9999-12-31.csv", None),
        ("referrals_123456789.csv", None),
        ("referrals_v2.csv", None),
        ("referrals.csv", None),
    ],
)
def test_the_time_in_a_name(name: str, stamp: str | None) -> None:
    found = named(name)
    assert found.extracted_at == (datetime.fromisoformat(stamp).replace(tzinfo=UTC) if stamp else None)
    assert found.extracted_at_source == ("file_name" if stamp else "load_time")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("referrals-full_2026-11-20.csv", "full"),
        ("referrals_2026-11-20-full.csv", "full"),
        ("REFERRALS_2026-11-20_FULL.CSV", "full"),
        ("referrals-full20261120.csv", "full"),
        ("referrals_2026-11-20.full.csv", "full"),
        ("referrals-fully_2026-11-20.csv", "delta"),
        ("referrals_wakefull_2026-11-20.csv", "delta"),
        ("referrals_2026-11-20.csv", "delta"),
    ],
)
def test_full_in_a_name(name: str, kind: str) -> None:
    assert named(name).kind == kind


@pytest.mark.parametrize(
    ("name", "extract"),
    [
        ("referrals.csv", "referrals"),
        ("Referrals-extra.XLSX", "referrals"),
        ("recordings_1.csv", "recordings"),
        ("recording_disclosures_1.csv", "recording_disclosures"),
        ("recording_1.csv", None),
        ("my_referrals.csv", None),
        ("referrals.tsv", None),
        ("referrals.csv.bz2", None),
        (".csv", None),
    ],
)
def test_the_extract_in_a_name(name: str, extract: str | None) -> None:
    found = named(name)
    assert found.extract == extract
    assert (found.refusal is None) == (extract is not None)


@given(st.text(st.sampled_from("0129-_.T:+Z full"), max_size=40))
def test_any_name_is_understood_or_refused(rest: str) -> None:
    found = named(f"referrals{rest}.csv")
    assert found.extracted_at is None or found.extracted_at.year >= 1969
    assert found.refusal is None or found.refusal.endswith(".")


def test_identifying_columns_are_never_stored() -> None:
    for contract in CONTRACTS.values():
        assert contract.key in contract.required_in_header
        for field in contract.fields:
            if field.identifying:
                assert field not in contract.stored
                assert field.becomes is None or contract.by_name[field.becomes].type == "boolean"
    hidden = {each.name for contract in CONTRACTS.values() for each in contract.fields if each.identifying}
    assert hidden == {
        "reporter_first_name", "reporter_last_name", "reporter_phone", "reporter_address", "search_exception",
        "court_order_number", "complainant_name", "complainant_contact", "caller_number",
    }  # fmt: skip


def test_the_contracts_hold_no_birth_date() -> None:
    assert not [each.name for contract in CONTRACTS.values() for each in contract.fields if "birth" in each.name]


def test_the_contracts_have_every_column_of_the_design() -> None:
    assert {name: len(contract.fields) for name, contract in CONTRACTS.items()} == {
        "allegations": 12, "calls": 11, "contacts": 8, "oca_complaints": 24, "preliminary_inquiries": 10,
        "recording_disclosures": 9, "recordings": 6, "referrals": 53, "reviews": 11,
    }  # fmt: skip
    codes = {
        f"{contract.name}.{field.name}": field.codes
        for contract in CONTRACTS.values()
        for field in contract.fields
        if field.codes
    }
    assert codes["referrals.initiation_exception"] == (
        "not_received_in_time", "neutral_setting", "location_barrier", "special_circumstance",
    )  # fmt: skip
    assert len(codes["referrals.screen_out_reason"]) == 14
    assert codes["allegations.finding"] == (
        "substantiated", "unsubstantiated", "ruled_out", "unable_to_locate", "closed_without_finding",
    )  # fmt: skip
    assert len(codes["allegations.maltreatment_type"]) == 12
    assert len(codes["allegations.perpetrator_role"]) == 9
    assert len(codes["referrals.reporter_type"]) == 16
    assert codes["calls.outcome"] == ("answered", "abandoned", "voicemail", "transferred", "other")
    assert codes["oca_complaints.decision"] == ("investigate", "refer", "decline")
    assert len(codes["oca_complaints.referred_to"]) == 8
