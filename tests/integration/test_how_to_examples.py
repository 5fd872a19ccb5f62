"""The worked examples of docs/how-to/ do what their pages say, in a copy of the program with all of them applied."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from changed_program import ChangedProgram

from docs.worked_examples import new_files, pages, read_steps

WITH_TESTS = {
    page.stem: tests
    for page in pages()
    if (tests := [path for path in new_files(read_steps(page)) if Path(path).name.startswith("test_")])
}

EXTRACTS = {
    "referrals": ["referral_id,received_at,updated_at", "R1,2026-11-02T09:30:00,2026-11-03T10:00:00"],
    "recordings": [
        "recording_id,referral_id,recorded_at,length_seconds,updated_at",
        "K1,R1,2026-11-02T09:31:00,754,2026-11-02T10:00:00",
        "K2,R1,2026-11-02T09:50:00,,2026-11-02T10:00:00",
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
    launch, without = (f"tests/integration/test_dashboards_{name}.py" for name in ("launch", "without"))
    done = changed.pytest(launch, without, "-k", "guarded or empty or unknown_audience")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_new_column_is_published(ran: ChangedProgram) -> None:
    for audience in ("analysts", "oca"):
        assert "length_seconds" in ran.columns("marts.recordings", audience)
    assert ran.answer("select recording_id, length_seconds from marts.recordings order by 1") == [
        ("K1", 754),
        ("K2", None),
    ]
