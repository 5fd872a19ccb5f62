"""The worker process: it judges with Great Expectations, and tells an error from an expectation that failed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from expectations_build import alter, make_build, make_landing

from expectations.client import ROOT, Worker
from ingest.contract import contracts_without_codes


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as worker:
        yield worker


def profile(**changes: Any) -> dict[str, Any]:
    return {
        "load_id": "L00001",
        "extract": "referrals",
        "kind": "delta",
        "extracted_at": "2026-11-06T06:00:00+00:00",
        "extracted_at_source": "file_name",
        "rows_in_file": 1000,
        "rows_good": 1000,
        "rows_quarantined": 0,
        "rows_loaded": 1000,
        "rows_unchanged": 0,
        "rows_superseded": 0,
        "keys_before": 0,
        "keys_deleted": 0,
        "limits": {
            "max_quarantined_share": 0.02,
            "max_quarantined_rows": 20,
            "max_deleted_share": 0.05,
            "max_deleted_keys": 20,
        },
        "released": False,
        "columns": [],
        "references": [],
        "newest_event_at": None,
        "history": [],
        **changes,
    }


def wide_profile() -> dict[str, Any]:
    """A profile with every column of referrals and ten earlier loads to compare with."""
    columns, nulls, codes = [], {}, {}
    for column in contracts_without_codes()["referrals"].stored:
        spread = {"a": 600, "b": 400} if column.coded else None
        columns.append({"name": column.name, "type": "string", "delivered": True, "nulls": 0, "codes": spread})
        nulls[column.name] = 0.0
        if column.coded:
            codes[column.name] = {"a": 0.6, "b": 0.4}
    history = [
        {
            "extracted_at": f"2026-10-{day}T06:00:00+00:00",
            "kind": "delta",
            "rows_in_file": 1000,
            "nulls": nulls,
            "codes": codes,
        }
        for day in range(20, 30)
    ]
    at = "2026-10-30T06:00:00+00:00"
    return profile(columns=columns, history=history, extracted_at=at, newest_event_at=at)


@pytest.mark.parametrize(("quarantined", "outcome"), [(20, "land"), (21, "hold")])
def test_a_batch_is_held_over_the_limits(worker: Worker, quarantined: int, outcome: str) -> None:
    verdict = worker.judge_batch(profile(rows_quarantined=quarantined))
    assert (verdict.outcome, verdict.error, verdict.subject_id) == (outcome, None, "L00001")
    assert len(verdict.reasons) == (outcome == "hold")
    blocking = verdict.results[0]
    assert blocking.expectation == "rows_quarantined_within_limits"
    assert blocking.success is (outcome == "land")
    if outcome == "hold":
        assert verdict.reasons == [blocking.sentence]
        assert "21 of 1,000 rows" in blocking.sentence


def test_a_full_file_is_held_over_its_limits(worker: Worker) -> None:
    assert worker.judge_batch(profile(kind="full", keys_before=400, keys_deleted=20)).outcome == "land"
    assert worker.judge_batch(profile(kind="full", keys_before=400, keys_deleted=21)).outcome == "hold"


def test_a_released_load_lands_and_its_failures_stay_on_record(worker: Worker) -> None:
    verdict = worker.judge_batch(profile(rows_quarantined=500, released=True))
    assert verdict.outcome == "land"
    assert verdict.reasons
    assert verdict.results[0].success is False


def test_warnings_land(worker: Worker) -> None:
    given = wide_profile()
    given["columns"][10]["nulls"] = 900
    verdict = worker.judge_batch(given)
    assert verdict.outcome == "land"
    assert [r.severity for r in verdict.results if not r.success] == ["warn"]


def test_a_wide_batch_has_a_result_for_each_expectation(worker: Worker) -> None:
    verdict = worker.judge_batch(wide_profile())
    assert all(result.success for result in verdict.results)
    assert len(verdict.results) > 40
    assert {result.suite for result in verdict.results} == {"batch"}


def test_a_publication_makes_the_round_trip(worker: Worker, tmp_path: Path) -> None:
    build = make_build(tmp_path / "build.duckdb")
    previous = make_build(tmp_path / "it's previous.duckdb")
    landing = make_landing(tmp_path / "landing.duckdb")
    verdict = worker.judge_publication(build, previous, landing_path=landing)
    assert (verdict.outcome, verdict.error, verdict.subject_id) == ("publish", None, "B1")
    assert all(result.success for result in verdict.results)

    alter(build, "delete from marts.referrals where referral_id = 'R0-0'")
    held = worker.judge_publication(build, previous, landing_path=landing)
    assert held.outcome == "hold"
    assert len(held.reasons) == 1
    released = worker.judge_publication(build, previous, landing_path=landing, released=True)
    assert (released.outcome, released.reasons) == ("publish", held.reasons)


def test_an_empty_warehouse_is_published(worker: Worker, tmp_path: Path) -> None:
    verdict = worker.judge_publication(make_build(tmp_path / "build.duckdb", days=0, as_of=None))
    assert (verdict.outcome, verdict.error) == ("publish", None)


def test_a_file_that_is_no_build_is_an_error_and_not_a_failed_expectation(worker: Worker, tmp_path: Path) -> None:
    nothing = alter(tmp_path / "nothing.duckdb", "select 1")
    verdict = worker.judge_publication(nothing)
    assert (verdict.outcome, verdict.results, verdict.reasons) == ("hold", [], [])
    assert "control" in str(verdict.error)
    assert "Traceback" not in str(verdict.error)
    assert worker.judge_batch(profile()).outcome == "land"  # The worker goes on.


def test_a_profile_that_cannot_be_read_is_an_error(worker: Worker) -> None:
    verdict = worker.judge_batch({"load_id": "L9", "extract": "referrals"})
    assert (verdict.subject_id, verdict.outcome, verdict.results) == ("L9", "hold", [])
    assert verdict.error


def test_a_killed_worker_gives_an_error(tmp_path: Path) -> None:
    with Worker() as worker:
        assert worker.judge_batch(profile()).error is None
        os.kill(worker.pid, signal.SIGKILL)
        for _ in range(2):
            verdict = worker.judge_batch(profile())
            assert (verdict.outcome, verdict.results) == ("hold", [])
            assert "ended by signal 9" in str(verdict.error)
        assert "ended by signal 9" in str(worker.judge_publication(tmp_path / "b.duckdb").error)


def test_a_worker_that_takes_too_long_gives_an_error() -> None:
    with Worker(start_timeout=0.01) as worker:
        verdict = worker.judge_batch(profile())
        assert "did not start within 0.01 seconds" in str(verdict.error)
    assert worker.judge_batch(profile()).error


def test_closing_while_it_imports_ends_it() -> None:
    worker = Worker()
    worker.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker.pid, 0)
    assert "closed" in str(worker.judge_batch(profile()).error)


def test_the_client_and_the_suites_import_neither_great_expectations_nor_pandas() -> None:
    code = (
        "import sys, expectations.client, expectations.batch, expectations.publication, expectations.page; "
        "print([name for name in ('great_expectations', 'pandas') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_the_worker_prints_nothing_writes_nothing_and_opens_no_connection(tmp_path: Path) -> None:
    requests = json.dumps({"subject": "batch", "profile": wide_profile()}) + "\n"
    home, temp = tmp_path / "home", tmp_path / "temp"
    home.mkdir()
    temp.mkdir()
    # Python imports sitecustomize first; the audit hook in it sees every file that is opened for writing.
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "import os, sys\n"
        f"log = os.open({str(tmp_path / 'seen')!r}, os.O_CREAT | os.O_WRONLY | os.O_APPEND)\n"
        "def seen(event, args):\n"
        "    mode = str(args[1]) if event == 'open' else ''\n"
        "    writes = any(c in mode for c in 'wax+') and not isinstance(args[0], int) and args[0] != os.devnull\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo') or writes:\n"
        "        os.write(log, f'{event} {args}\\n'.encode())\n"
        "sys.addaudithook(seen)\n"
    )
    found = subprocess.run(
        [sys.executable, "-P", "-B", "-m", "expectations.worker"],
        input=requests,
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "TMPDIR": str(temp),
            "PYTHONPATH": f"{site}{os.pathsep}{ROOT}",
            "GX_ANALYTICS_ENABLED": "false",
        },
    )
    assert found.stderr == ""
    ready, verdict = [json.loads(line) for line in found.stdout.splitlines()]
    assert ready == {"ready": True}
    assert verdict["outcome"] == "land"
    assert (tmp_path / "seen").read_text() == ""
    assert list(home.iterdir()) == []
    assert list(temp.iterdir()) == []


def in_own_process(code: str) -> str:
    """Run code with Evaluator and a_fact in a process of its own, so that this process need not import it."""
    script = (
        "from expectations.evaluator import EvaluationError, Evaluator\nfrom expectations.facts import Fact\n"
        "def a_fact(value, low, high):\n"
        "    return Fact('batch', 'a', 'c', 'warn', value, low, high, 'observed', 'expects', 'found', 'mend')\n" + code
    )
    found = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "GX_ANALYTICS_ENABLED": "false"},
    )
    assert found.returncode == 0, found.stderr
    return found.stdout.strip()


def test_great_expectations_evaluates_at_the_bounds_and_an_exception_is_an_error() -> None:
    cases = [
        (1, 1, None),
        (0.999999999, 1, None),
        (0.3, None, 0.3),
        (0.300000001, None, 0.3),
        (-1, 0, 1),
        (2**52, 0, 2**52),
    ]
    code = (
        f"facts = [a_fact(*case) for case in {cases}]\n"
        "evaluator = Evaluator()\n"
        "print([r.success for r in evaluator.evaluate('batch', facts)])\n"
        "print([r.sentence for r in evaluator.evaluate('batch', facts[:2])], evaluator.evaluate('batch', []))\n"
        "import expectations.evaluator as module\n"
        "for break_it in ('nan', 'column', 'frame'):\n"
        "    try:\n"
        "        if break_it == 'nan': evaluator.evaluate('batch', [a_fact(float('nan'), 0, 1)])\n"
        "        if break_it == 'column':\n"
        "            kept, module.facts_frame = module.facts_frame, lambda facts: kept([]).assign(other=1)\n"
        "            evaluator.evaluate('batch', facts)\n"
        "        if break_it == 'frame':\n"
        "            module.facts_frame = lambda facts: kept(facts).astype(object).map(lambda _: object())\n"
        "            evaluator.evaluate('batch', facts)\n"
        "        print('no error')\n"
        "    except EvaluationError as error: print('error:', error)\n"
    )
    judged, sentences, *errors = in_own_process(code).splitlines()
    assert judged == "[True, False, True, False, False, True]"
    assert sentences == "['expects', 'found mend'] []"
    assert [line.split(":")[0] for line in errors] == ["error"] * 3
