"""Run dbt in a process of its own: its environment goes in, progress and what failed come out, without a value."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hotline.warehouse.disk.damage import damage_sentence, is_damage
from hotline.warehouse.disk.machine_trouble import trouble_in
from hotline.warehouse.errors import CommandError
from hotline.warehouse.home import Home
from hotline.warehouse.log import log_event
from hotline.warehouse.program_files import ROOT
from hotline.warehouse.settings import Settings

_DONE_OF = re.compile(r"(\d+) (\d+)")
_PR_SET_PDEATHSIG = 1
# dbt gets the part of the environment that Python and the system need, because it searches all of it for secrets with
# every line that it logs.
_KEPT = re.compile("PATH|HOME|LANG|LC_|TZ|TMP|TEMP|USER|LD_|DYLD_|SYSTEMROOT|VIRTUAL_ENV|PYTHON")
# DuckDB raises these before it reads a row: their text names columns and tables of ours, never data.
_WITHOUT_DATA = ("Binder Error", "Catalog Error", "Parser Error", "Compilation Error", "Syntax Error")
# A table's own constraints: their text names the table and the column or the codes that it may hold.
_CONSTRAINTS = ("NOT NULL constraint failed", "CHECK constraint failed")
# A value that stands twice in a state's own lists is a code, so it may be told; elsewhere it may be a report's number.
_LISTS = "hotline.reference_"
_TWICE = ("Duplicate key", "PRIMARY KEY or UNIQUE constraint violation")


@dataclass(frozen=True)
class Failed:
    """A model, a seed or a test that failed; `failures` counts the rows that a test found.

    `trouble` is the sentence for what the machine ran out of, if that is why; `damaged` is true if a file could not be
    read.
    """

    name: str
    kind: str
    failures: int
    error: str
    trouble: str | None
    damaged: bool


def run_dbt(
    home: Home,
    settings: Settings,
    lock: int,
    on_progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Path:
    """Build every seed, model and data test into the build file.

    Returns the path of a file with `nodes`, in the form of dbt's manifest.
    Raises CommandError, which names the first thing that failed.
    """
    built = home.dbt_target / "built.json"
    built.unlink(missing_ok=True)
    home.dbt_target.mkdir(parents=True, exist_ok=True)
    said: list[str] = []
    # dbt inherits the lock: where a killed command leaves dbt running, the next command waits for it.
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "hotline.building.dbt_build", str(built)],
        cwd=ROOT, env=dbt_environment(home, settings), text=True, errors="replace", pass_fds=(lock,),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        preexec_fn=_die_with_parent,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        for line in process.stdout:
            if found := _DONE_OF.fullmatch(line.strip()):
                on_progress(int(found[1]), int(found[2]))
            else:
                said.append(line)
    failed = _failed(built)
    if process.returncode == 0 and not failed:
        return built
    # Its messages may quote rows; `failed` has what is needed of them.
    built.unlink(missing_ok=True)
    raise CommandError(_sentence(home, settings, process.returncode, failed, "".join(said)))


@contextlib.contextmanager
def parsed_beside(home: Home, settings: Settings) -> Iterator[None]:
    """Let dbt parse its project while the caller does something else, if this home has never built.

    This saves the first build some seconds and decides nothing: if it fails, the build parses the project itself.
    """
    if (home.dbt_target / "partial_parse.msgpack").exists():
        yield
        return
    with subprocess.Popen(
        dbt_command("parse"), cwd=ROOT, env=dbt_environment(home, settings), preexec_fn=_humble,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            yield
        except BaseException:
            process.kill()
            raise


def dbt_command(*words: str) -> list[str]:
    """The command line that runs dbt on this project; its environment names the files that it reads and writes."""
    return [
        sys.executable, "-P", str(Path(__file__).with_name("dbt_anywhere.py")),
        "--no-use-colors", "--log-level-file", "none",
        *words, "--project-dir", str(ROOT), "--profiles-dir", str(ROOT),
    ]  # fmt: skip


def _humble() -> None:
    os.nice(10)
    _die_with_parent()


def dbt_environment(home: Home, settings: Settings) -> dict[str, str]:
    """Return the environment that dbt runs in: where its files lie, the state, and what the machine may give it."""
    kept = {name: value for name, value in os.environ.items() if _KEPT.match(name)}
    return {
        **kept,
        "HOTLINE_BUILD_PATH": str(home.warehouse),
        "HOTLINE_LANDING_PATH": str(home.landing),
        "HOTLINE_JURISDICTION": settings.jurisdiction,
        "HOTLINE_TEMP": str(home.temp),
        "HOTLINE_MEMORY_LIMIT": settings.memory_limit,
        "HOTLINE_THREADS": str(settings.threads),
        "DBT_TARGET_PATH": str(home.dbt_target),
        "DBT_LOG_PATH": str(home.logs),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "PYTHONUNBUFFERED": "1",
    }


def _die_with_parent() -> None:
    """On Linux, end with the parent: a killed command must not leave a dbt that still reads the landing file."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _failed(built: Path) -> list[Failed]:
    try:
        return [_one(each) for each in json.loads(built.read_text(encoding="utf-8"))["failed"]]
    except (OSError, ValueError, KeyError):
        return []


def _one(result: Mapping[str, object]) -> Failed:
    kind, _, rest = str(result["unique_id"]).partition(".")
    parts = rest.split(".")
    message = " ".join(str(result.get("message") or "").split())
    found = re.search(r"\b(\w+ Error)\b:? ?(.*)", message.removeprefix("Runtime Error "))
    error = found[1] if found else ("test failed" if kind == "test" else "error")
    told = (*_CONSTRAINTS, *_TWICE) if rest.startswith(_LISTS) else _CONSTRAINTS
    if found and (error in _WITHOUT_DATA or found[2].startswith(told)):
        error = f"{error}: {found[2]}"[:400]
    failures = result.get("failures")
    name = parts[1] if len(parts) > 1 else rest
    return Failed(
        name,
        kind,
        failures if isinstance(failures, int) else 0,
        error,
        trouble_in(message),
        is_damage(found[0] if found else ""),
    )


def _sentence(home: Home, settings: Settings, code: int, failed: list[Failed], said: str) -> str:
    for each in failed:
        log_event(
            home.logs,
            "build_failed",
            kind=each.kind,
            name=each.name,
            failures=each.failures,
            error=each.error,
        )
    stays = "what is published stays as it was"
    trouble = next((each.trouble for each in failed if each.trouble), None) or trouble_in(said)
    if trouble:
        return f"The build failed, and {stays}. {trouble}"
    if any(each.damaged for each in failed) or is_damage(said):
        return f"The build failed, and {stays}. {damage_sentence(home, settings)}"
    if failed:
        first = failed[0]
        more = f", and {len(failed) - 1} more" if len(failed) > 1 else ""
        if first.kind == "test" and first.failures:
            rows = "a row" if first.failures == 1 else f"{first.failures:,} rows"
            what = f"the test {first.name} found {rows} that should not be there{more}"
        else:
            what = f"the {first.kind} {first.name} could not be built ({first.error.partition(':')[0]}){more}"
        return f"The build failed: {what}; {stays}; {home.logs / 'hotline.jsonl'} lists all that failed."
    if code < 0:
        return (
            f"The build was stopped from outside ({signal.Signals(-code).name}), perhaps for lack of memory; {stays}; "
            "lower HOTLINE_MEMORY_LIMIT or free memory, and run it again."
        )
    # dbt stopped before it ran anything, so its words are about our files and quote no row.
    (home.logs / "dbt.log").write_text(said, encoding="utf-8")
    return f"The build failed before it began: dbt could not read the project; {stays}; see {home.logs / 'dbt.log'}."
