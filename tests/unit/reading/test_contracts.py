"""The contracts are Frictionless Table Schemas, and what the program makes of them is what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import frictionless
import pytest
import yaml

from ingest.contract import CONTRACTS, load_contracts

SEEDS = Path(__file__).resolve().parents[3] / "seeds" / "policy" / "oklahoma"
FILES = sorted(CONTRACTS.glob("*.yml"))


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def test_there_is_one_for_each_extract() -> None:
    assert [path.stem for path in FILES] == [
        "allegations", "calls", "contacts", "oca_complaints", "preliminary_inquiries", "recording_disclosures",
        "recordings", "referrals", "reviews",
    ]  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_is_a_table_schema(path: Path) -> None:
    schema = frictionless.Schema.from_descriptor(read(path))
    assert schema.name == path.stem
    assert schema.primary_key == [load_contracts(SEEDS)[path.stem].key]
    assert [field.name for field in schema.fields] == [field.name for field in load_contracts(SEEDS)[path.stem].fields]


def test_a_table_schema_that_is_none_is_found_out() -> None:
    with pytest.raises(frictionless.FrictionlessException):
        frictionless.Schema.from_descriptor({**read(FILES[0]), "fields": [{"name": "x", "type": "no such type"}]})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_column_is_described(path: Path) -> None:
    assert [
        field["name"] for field in read(path)["fields"] if not (field.get("title") and field.get("description"))
    ] == []


def test_what_is_identifying_is_not_stored() -> None:
    contracts = load_contracts(SEEDS)
    identifying = {
        f"{name}.{field.name}" for name, contract in contracts.items() for field in contract.fields if field.identifying
    }
    assert identifying == {
        "referrals.reporter_first_name", "referrals.reporter_last_name", "referrals.reporter_phone",
        "referrals.reporter_address", "referrals.search_exception", "recording_disclosures.court_order_number",
        "oca_complaints.complainant_name", "oca_complaints.complainant_contact", "calls.caller_number",
    }  # fmt: skip
    assert all(field.name not in identifying for contract in contracts.values() for field in contract.stored)


def test_only_the_complaints_are_the_oversight_offices_alone() -> None:
    assert [name for name, contract in load_contracts(SEEDS).items() if contract.oversight] == ["oca_complaints"]


def test_every_code_list_of_a_jurisdiction_is_that_of_a_column() -> None:
    lists = {
        path.stem
        for path in SEEDS.glob("*.csv")
        if "code" in path.read_text(encoding="utf-8").partition("\n")[0].split(",")
    }
    named = {field["codes"].partition(".")[0] for path in FILES for field in read(path)["fields"] if "codes" in field}
    assert named == lists
