"""What dbt's manifest says must be in no table of the oversight office's file."""

from __future__ import annotations

from hotline.building.withheld_rows import withheld_rows


def test_the_rules_that_tell_who_reported_are_withheld_by_their_ids() -> None:
    def rule(name: str, **meta: object) -> dict[str, object]:
        return {"resource_type": "model", "alias": name, "config": {"meta": meta}}

    nodes = {
        "model.hotline.rule_b": rule("rule_b", tells_who_reported=True),
        "model.hotline.rule_a": rule("rule_a", tells_who_reported=True, reads=["referrals.reporter_type"]),
        "model.hotline.rule_c": rule("rule_c", scope=["referrals.priority"]),
        "seed.hotline.counties": {"resource_type": "seed", "alias": "counties", "config": {}},
    }
    found = withheld_rows({"nodes": nodes})
    assert {each.audience for each in found} == {"oca"}
    assert {each.column_name: each.values for each in found} == {
        "rule_id": ["a", "b"],
        "measure": ["exceptions_per_100_reports"],
        "metric_id": ["exceptions_per_100_reports"],
    }
