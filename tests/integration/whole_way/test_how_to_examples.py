"""The worked examples of docs/how-to/ do what their pages say, in a copy of the program with all of them applied."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from changed_program import ChangedProgram

from docs.worked_examples import new_files, pages, read_steps

# The copy is built whole, and its own checks run in it.
pytestmark = pytest.mark.long

WITH_TESTS = {
    page.stem: tests
    for page in pages()
    if (tests := [path for path in new_files(read_steps(page)) if Path(path).name.startswith("test_")])
}

# Times are those of the state that the examples add, which lies in Auckland.
EXTRACTS = {
    "referrals": [
        "referral_id,received_at,received_via,screened_at,notified_county_fips,updated_at",
        "R1,2026-04-01T00:00:00,mail_fax,2026-04-02T00:00:00,98005,2026-04-04T10:00:00",
        "R2,2026-04-01T00:00:00,hotline,2026-04-02T00:00:01,98005,2026-04-04T10:00:00",
        "R3,2026-03-31T23:59:59,mail_fax,,98005,2026-04-04T10:00:00",
    ],
    "recordings": [
        "recording_id,referral_id,recorded_at,length_seconds,updated_at",
        "K1,R1,2026-04-01T00:01:00,754,2026-04-02T10:00:00",
        "K2,R1,2026-04-01T00:20:00,,2026-04-02T10:00:00",
    ],
}


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> ChangedProgram:
    return ChangedProgram(tmp_path_factory.mktemp("how_to"))


@pytest.fixture(scope="module")
def ran(changed: ChangedProgram) -> ChangedProgram:
    """The copy after `hotline run` on a few reports."""
    delivery = changed.program.parent / "in"
    delivery.mkdir()
    for name, rows in EXTRACTS.items():
        (delivery / f"{name}_2026-11-20.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    done = changed.hotline("run", delivery)
    assert done.returncode == 0, done.stdout + done.stderr
    return changed


@pytest.mark.parametrize("page", WITH_TESTS)
def test_the_tests_that_a_page_adds_pass(changed: ChangedProgram, page: str) -> None:
    done = changed.pytest(*WITH_TESTS[page])
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_new_command_is_listed_and_runs(changed: ChangedProgram) -> None:
    assert "Name the publication that an audience reads now." in changed.hotline("--help").stdout
    done = changed.hotline("published")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Nothing is published for administrators yet")


def test_the_new_page_is_guarded_and_drawn_as_every_other_page(changed: ChangedProgram) -> None:
    launch, without = (f"tests/integration/served/test_dashboards_{name}.py" for name in ("launch", "without"))
    done = changed.pytest(launch, without, "-k", "guarded or empty or unknown_audience")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_new_column_is_published(ran: ChangedProgram) -> None:
    for audience in ("analysts", "oca"):
        assert "length_seconds" in ran.columns("marts.recordings", audience)
    assert ran.answer("select recording_id, length_seconds from marts.recordings order by 1") == [
        ("K1", 754),
        ("K2", None),
    ]


def test_the_new_metric_is_counted_and_defined(ran: ChangedProgram) -> None:
    assert ran.answer(
        "select period_label, calls_by_mail from marts.screening_measures "
        "where period_type = 'fiscal_year' and geography_type = 'state' and calls_received > 0 order by period_start"
    ) == [("FY2026", 1), ("FY2027", 1)]
    told = json.loads(ran.hotline("explain", "calls_by_mail", "--json").stdout)
    assert [each["paragraph"] for each in told["provisions"]] == ["R(a)", "R(b)"]
    needs = "select label, needs from reference.metrics where metric_id = 'calls_by_mail'"
    assert ran.answer(needs, "administrators") == [("Received by mail or fax", "referrals.received_via")]


def test_the_new_rule_judges_at_both_edges(ran: ChangedProgram) -> None:
    rule = "where rule_id = 'screening_over_24_hours'"
    assert ran.answer(f"select referral_id, verdict from marts.policy_verdicts {rule} order by 1") == [
        ("R1", "kept"), ("R2", "broken"),
    ]  # fmt: skip
    assert ran.answer(f"select observed, expected from marts.policy_exceptions {rule}") == [
        ("screened after 24 h 00 min 01 s", "screened within 24 hours")
    ]
    assert ran.answer(f"select position, upper_limit, citation from reference.policy_rules {rule}") == [
        (100, 24, "R(c)")
    ]
    told = json.loads(ran.hotline("explain", "screening_over_24_hours", "--json").stdout)
    assert [each["paragraph"] for each in told["provisions"]] == ["R(c)"]


def test_the_unit_tests_of_the_new_rule_pass(ran: ChangedProgram) -> None:
    results = ran.unit_tests("rule_screening_over_24_hours")
    assert [each["status"] for each in results] == ["pass"]


def test_the_new_state_counts_by_its_own_counties_time_and_fiscal_year(ran: ChangedProgram) -> None:
    assert ran.answer("select jurisdiction_name, time_zone from reference.jurisdiction") == [
        ("Heron", "Pacific/Auckland")
    ]
    assert ran.answer(
        "select period_label, period_start, calls_received from marts.statutory_counts "
        "where period_type = 'fiscal_year' and geography_name = 'Skerry' and calls_received > 0 order by period_start"
    ) == [("FY2026", date(2025, 4, 1), 1), ("FY2027", date(2026, 4, 1), 2)]


def test_the_checks_of_rules_columns_and_citations_accept_the_examples(changed: ChangedProgram) -> None:
    assert changed.python("-m", "docs.coverage").returncode == 0
    of_models = ("rules", "limits", "model_folders", "policy_coverage", "published_columns")
    done = changed.pytest(
        *(f"tests/architecture/test_{name}.py" for name in of_models),
        *(f"tests/unit/{name}.py" for name in ("seeds/test_provisions", "reading/test_contracts")),
    )
    assert done.returncode == 0, done.stdout + done.stderr
