"""What dbt's manifest says is published, to whom, and which rows of it."""

from __future__ import annotations

from typing import Any

import pytest

from hotline.building.published_objects import RowLimit, limited_objects, published_objects

CASELOAD = "oversight.oca_caseload.referral_id"


def node(schema: str, alias: str, columns: list[str], **meta: Any) -> dict[str, Any]:
    """A model as the manifest has it."""
    return {
        "unique_id": f"model.{alias}", "resource_type": "model", "schema": schema, "alias": alias,
        "description": "One row.", "config": {"meta": meta},
        "columns": {name: {"name": name, "description": f"The {name}."} for name in columns},
    }  # fmt: skip


def manifest(*nodes: dict[str, Any]) -> dict[str, Any]:
    return {"nodes": {each["unique_id"]: each for each in nodes}}


CASELOAD_TABLE = node("oversight", "oca_caseload", ["referral_id"], audience=["oca"])


def test_a_limit_is_that_of_the_audience_it_names() -> None:
    found = manifest(
        CASELOAD_TABLE,
        node("marts", "referrals", ["referral_id"], audience=["analysts", "oca"], limited_to={"oca": CASELOAD}),
        node("marts", "for_analysts", ["referral_id"], audience=["analysts"], limited_to={"oca": CASELOAD}),
        node("marts", "figures", ["calls_received"], audience=["oca"]),
        node("marts", "a_step", ["referral_id"], limited_to={"oca": CASELOAD}),
    )
    assert limited_objects(found) == [
        RowLimit("marts", "referrals", "oca", "referral_id", "oversight", "oca_caseload"),
    ]
    tables = [each for each in published_objects(found) if each.column_name is None]
    assert {(each.object_name, tuple(each.audiences)) for each in tables} == {
        ("oca_caseload", ("oca",)),
        ("referrals", ("analysts", "oca")),
        ("for_analysts", ("analysts",)),
        ("figures", ("oca",)),
    }


def test_reports_that_are_limited_to_nothing_fail_the_build() -> None:
    with pytest.raises(ValueError, match=r"model\.referrals would show oca every report"):
        limited_objects(manifest(node("marts", "referrals", ["referral_id"], audience=["analysts", "oca"])))


@pytest.mark.parametrize(
    "limiting",
    [
        [],
        [node("oversight", "oca_caseload", ["another"], audience=["oca"])],
        [node("oversight", "oca_caseload", ["referral_id"])],
    ],
    ids=["no such table", "no such column", "published to nobody"],
)
def test_a_limit_that_cannot_be_kept_to_fails_the_build(limiting: list[dict[str, Any]]) -> None:
    referrals = node("marts", "referrals", ["referral_id"], audience=["oca"], limited_to={"oca": CASELOAD})
    with pytest.raises(ValueError, match=r"model\.referrals is limited to oversight\.oca_caseload\.referral_id"):
        limited_objects(manifest(referrals, *limiting))


def test_a_limit_by_a_column_that_the_table_lacks_fails_the_build() -> None:
    recordings = node("marts", "recordings", ["recording_id"], audience=["oca"], limited_to={"oca": CASELOAD})
    with pytest.raises(ValueError, match="which is not in both"):
        limited_objects(manifest(recordings, CASELOAD_TABLE))


def test_a_column_that_names_another_report_is_not_the_offices() -> None:
    columns = ["referral_id", "associated_referral_id"]
    referrals = node("marts", "referrals", columns, audience=["analysts", "oca"], limited_to={"oca": CASELOAD})
    with pytest.raises(ValueError, match=r"referrals\.associated_referral_id would name oca reports outside"):
        limited_objects(manifest(referrals, CASELOAD_TABLE))
    referrals["columns"]["associated_referral_id"]["config"] = {"meta": {"audience": ["analysts"]}}
    assert len(limited_objects(manifest(referrals, CASELOAD_TABLE))) == 1
