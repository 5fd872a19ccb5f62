"""A home under attack: run commands with faults in it, and keep homes in the states from which attacks begin.

In: a folder. Out: `Harness.command` gives how a command ended and what it said. `States.copy` gives a home in a state,
made once by the real program, with its real dbt and its real judge.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from small_extracts import FIRST, deliver_first, deliver_second

SERVER = Path(__file__).parent / "supervisor" / "fork_server.py"
# A setting of the attacks, not of the program: the program refuses names that it does not know.
KEPT_OUT = ("HOTLINE_", "DBT_", "FAULT", "FUZZ")


@dataclass(frozen=True)
class Outcome:
    """How a command ended and what it said; the other fields are those of fork_server.Ended."""

    code: int
    stdout: str
    stderr: str
    seconds: float
    steps: list[str] = field(repr=False)
    failed: int
    outlived: bool
    peak_megabytes: int

    @property
    def document(self) -> Any:
        """What the command said with --json."""
        return json.loads(self.stdout)


class Harness:
    """Runs commands through a fork server, which starts with the first command and ends when this is closed."""

    def __init__(self) -> None:
        self._running: Path | None = None

    @cached_property
    def _server(self) -> subprocess.Popen[str]:
        return subprocess.Popen([sys.executable, str(SERVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def close(self) -> None:
        """End the server."""
        if "_server" in self.__dict__:
            assert self._server.stdin
            self._server.stdin.close()
            self._server.wait()

    def command(self, home: Path, *arguments: str | Path, **faults: Any) -> Outcome:
        """Run a command in `home`, with the faults that fork_server.Command names."""
        self.begin(home, *arguments, **faults)
        return self.end(home)

    def begin(self, home: Path, *arguments: str | Path, **faults: Any) -> None:
        """Begin a command; `end` waits for it. There is one at a time."""
        if self._running:
            running = self._running
            self.end(running)
            raise RuntimeError(f"a command was still running in {running}")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(KEPT_OUT)}
        temporary = temporary_of(home)
        temporary.mkdir(parents=True, exist_ok=True)
        asked = {
            "arguments": list(map(str, arguments)),
            "environment": {
                **inherited, "HOTLINE_HOME": str(home), "HOTLINE_MEMORY_LIMIT": "1GB", "HOTLINE_THREADS": "2",
                "TMPDIR": str(temporary),
            },
            "output": str(home.with_suffix(".said")), "errors": str(home.with_suffix(".errors")),
            "watched": [str(home), str(temporary)], **faults,
        }  # fmt: skip
        assert self._server.stdin
        print(json.dumps(asked), file=self._server.stdin, flush=True)
        self._running = home

    def end(self, home: Path) -> Outcome:
        """Wait for the command that began last."""
        assert self._server.stdout
        ended = json.loads(self._server.stdout.readline())
        self._running = None
        said, errors = home.with_suffix(".said"), home.with_suffix(".errors")
        return Outcome(stdout=said.read_text(), stderr=errors.read_text(), **ended)


def temporary_of(home: Path) -> Path:
    """The folder that a command in `home` has for /tmp."""
    return home.with_name(f"{home.name}.tmp")


@dataclass(frozen=True)
class Attacked:
    """A command under attack.

    It begins in the state `before`. `then` are the commands that a person runs after the fault; the last one leaves
    what the state `after` holds. `at_once` is the state after a command that changes what landed in one transaction.
    `reads_figures`: it needs a publication that the real dbt made. In the words, FIRST and SECOND stand for the
    deliveries, BACKUP for a backup of the state `done`, and NEW for a file or a folder that is not there.
    """

    name: str
    before: str
    words: tuple[str, ...]
    then: tuple[tuple[str, ...], ...] = (("run", "SECOND"),)
    after: str = "done"
    at_once: str | None = None
    reads_figures: bool = False


# The second delivery's referrals.
_TAKE_BACK = ("retract", "L00010", "--reason", "a wrong file")

# The fiscal year of the deliveries' reports.
_FILE = ("report", "--fiscal-year", "2025", "--file", "--to", "NEW")
# In place of a command: put the reports that another state has filed beside what is there.
_WITH_THE_REPORTS_OF = "with the reports of"

# Every command that writes. A new one is one line here, and if it begins elsewhere a line of _STATES.
ATTACKED = (
    Attacked("run", "served", ("run", "SECOND")),
    Attacked("ingest", "served", ("ingest", "SECOND")),
    Attacked("build", "landed", ("build",)),
    Attacked("publish", "built", ("publish",)),
    Attacked("backup", "done", ("backup", "NEW")),
    Attacked("restore", "empty", ("restore", "BACKUP"), then=(("restore", "BACKUP"),), after="restored"),
    Attacked(
        "retract",
        "done",
        _TAKE_BACK,
        then=(_TAKE_BACK, ("build",), ("publish",)),
        after="taken back",
        at_once="retracted",
    ),
    Attacked("publish a rebuild", "rebuilt", ("publish",), then=(("publish",),), after="beside"),
    Attacked("file", "filed before", _FILE, then=(_FILE,), after="filed", reads_figures=True),
)

# state: (the state before it, the command that leads to it)
_STATES = {
    "served": ("empty", ("run", "FIRST")),
    "done": ("served", ("run", "SECOND")),
    "landed": ("served", ("ingest", "SECOND")),
    "built": ("landed", ("build",)),
    "published": ("built", ("publish",)),
    "backed up": ("done", ("backup", "BACKUP")),
    "restored": ("empty", ("restore", "BACKUP")),
    "retracted": ("done", _TAKE_BACK),
    "built again": ("retracted", ("build",)),
    "taken back": ("built again", ("publish",)),
    "rebuilt": ("done", ("build", "--as-of", FIRST)),
    "beside": ("rebuilt", ("publish",)),
    "filed first": ("served", _FILE),
    "filed before": ("done", (_WITH_THE_REPORTS_OF, "filed first")),
    "filed": ("filed before", _FILE),
}
# With a row in quarantine, ingest ends with 3.
SENSIBLE = (0, 3)


class States:
    """Homes by the name of their state, each made once, and how the command that led to it went undisturbed.

    The workers of one run share a folder of states: the first to ask for one makes it, and the others wait.
    """

    def __init__(self, folder: Path, harness: Harness, *, stands_in: bool = False) -> None:
        self.folder, self.harness, self.stands_in = folder, harness, stands_in
        self.first, self.second = folder / "first", folder / "second"
        with self._alone("extracts") as made:
            if not made.exists():
                deliver_first(self.first)
                deliver_second(self.second)
                made.touch()
        self.went: dict[str, Outcome] = {}

    @contextmanager
    def _alone(self, name: str) -> Iterator[Path]:
        """Keep the other workers out while something is made. Gives the file that says that it was."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield self.folder / f"{name}.json"

    def home(self, state: str) -> Path:
        """The home in that state: to be copied or read, never to be changed."""
        home = self.folder / "states" / state.replace(" ", "_") / "home"
        if state not in self.went and state != "empty":
            with self._alone(state.replace(" ", "_")) as made:
                if not made.exists():
                    made.write_text(json.dumps(asdict(self._make(state, home))))
                self.went[state] = Outcome(**json.loads(made.read_text()))
        return home

    def _make(self, state: str, home: Path) -> Outcome:
        before, words = _STATES[state]
        self._copy(before, home)
        if words[0] == _WITH_THE_REPORTS_OF:
            shutil.copytree(self.home(words[1]) / "reports", home / "reports")
            return self.went[words[1]]
        went = self.command(home, words)
        assert went.code in SENSIBLE, went.stderr
        return went

    def copy(self, state: str, home: Path) -> Path:
        """Put a home in that state at `home`."""
        self.home(state)
        return self._copy(state, home)

    def _copy(self, state: str, home: Path) -> Path:
        home.parent.mkdir(parents=True, exist_ok=True)
        if state != "empty":
            shutil.copytree(self.home(state), home, symlinks=True)
        return home

    def command(self, home: Path, words: tuple[str, ...], **faults: Any) -> Outcome:
        """Run a command in a home, with faults or without."""
        if "BACKUP" in words and words[0] != "backup":
            self.home("backed up")
        return self.harness.command(home, *self.words(words, home), stands_in=self.stands_in, **faults)

    def words(self, words: tuple[str, ...], home: Path) -> list[str]:
        """The words of a command, with the paths that some stand for."""
        meant = {
            "FIRST": self.first, "SECOND": self.second, "BACKUP": self.folder / "backup.tar",
            "NEW": home.with_name("new.tar"),
        }  # fmt: skip
        return [str(meant.get(each, each)) for each in words]

    def undisturbed(self, attacked: Attacked) -> Outcome:
        """How the command goes if nothing befalls it."""
        state = next(
            name for name, led in _STATES.items() if led[0] == attacked.before and led[1][0] == attacked.words[0]
        )
        self.home(state)
        return self.went[state]
