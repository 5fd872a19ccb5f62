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


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> ChangedProgram:
    return ChangedProgram(tmp_path_factory.mktemp("how_to"))


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
