"""Asks `hotline sql` as a person does, on a small published file, with small limits; and measures its memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from published_fixture import publish

ASKER = Path(__file__).with_name("sandbox_asker.py")
MEMORY = 300_000_000
LIMITS = {
    "HOTLINE_SQL_SECONDS": "1.5",
    "HOTLINE_SQL_MEMORY": "300MB",
    "HOTLINE_SQL_MAX_ROWS": "1000",
    "HOTLINE_SQL_MAX_BYTES": "1MB",
    "HOTLINE_THREADS": "2",
}


@dataclass(frozen=True)
class Said:
    """How a command ended, what it said, and the most bytes that it or a process of its held in memory."""

    code: int
    out: str
    err: str
    peak_bytes: int


Ask = Callable[..., Said]


@pytest.fixture(scope="module")
def published_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a publication, under a path that no answer may show."""
    home = tmp_path_factory.mktemp("whereitlies")
    publish(home)
    publish(home, "analysts")
    return home


@pytest.fixture(scope="module")
def ask_sql(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Run `hotline sql` with small limits; named arguments change them."""
    folder = tmp_path_factory.mktemp("said")
    out, err = folder / "out", folder / "err"
    with subprocess.Popen(
        [sys.executable, str(ASKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as asker:
        assert asker.stdin is not None
        assert asker.stdout is not None

        def ask(*arguments: str, **limits: str) -> Said:
            named = {f"HOTLINE_{name.upper()}": value for name, value in limits.items()}
            environment = {
                "PATH": os.environ["PATH"],
                "HOTLINE_HOME": str(published_home),
                **LIMITS,
                **named,
            }
            request = {
                "arguments": ["sql", *arguments],
                "environment": environment,
                "output": str(out),
                "errors": str(err),
            }
            assert asker.stdin is not None
            assert asker.stdout is not None
            asker.stdin.write(json.dumps(request) + "\n")
            asker.stdin.flush()
            code, peak = asker.stdout.readline().split()
            said = Said(int(code), out.read_bytes().decode(), err.read_bytes().decode(), int(peak))
            assert "Traceback" not in said.out + said.err
            assert str(published_home) not in said.out + said.err
            return said

        yield ask
        asker.stdin.close()
