"""Where everything that is written at run time lies: HOTLINE_HOME, its files and folders."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from hotline.warehouse.errors import CommandError

# What only people of the operator's may read: no group, no others, for every file a command makes.
PRIVATE_UMASK = 0o077


@dataclass(frozen=True)
class Home:
    """The paths under HOTLINE_HOME."""

    root: Path

    @property
    def landing(self) -> Path:
        """The landing file: raw, quarantine, ledger."""
        return self.root / "landing.duckdb"

    @property
    def lock(self) -> Path:
        """What a writing command holds; it says who."""
        return self.root / "lock"

    @property
    def logs(self) -> Path:
        """Logs in JSON lines."""
        return self.root / "logs"

    @property
    def temp(self) -> Path:
        """Spills and files in the making; emptied by the next command that writes."""
        return self.root / "temp"

    @property
    def builds(self) -> Path:
        """Builds that passed, and the one in the making."""
        return self.root / "build"

    @property
    def warehouse(self) -> Path:
        """The build in the making: one fixed path, because dbt names the database after the file."""
        return self.builds / "warehouse.duckdb"

    @property
    def dbt_target(self) -> Path:
        """dbt's manifest, results and partial parse."""
        return self.root / "dbt" / "target"

    @property
    def published(self) -> Path:
        """The published files, a folder and a symlink an audience."""
        return self.root / "published"

    @property
    def validation(self) -> Path:
        """The validation page of the last publication that was judged."""
        return self.root / "validation"

    @property
    def last_status(self) -> Path:
        """The status as the last writing command left it."""
        return self.root / "status.json"

    @property
    def checking(self) -> Path:
        """Where a check of files spills: it takes no lock, so it has a folder of its own."""
        return self.root / f"check-{os.getpid()}.tmp"

    @property
    def restoring(self) -> Path:
        """A backup in the middle of being restored; while it is there, nothing else may begin."""
        return self.root / "restore.tmp"

    @property
    def demo(self) -> Path:
        """The demonstration extracts."""
        return self.root / "demo"

    def audience(self, name: str) -> Path:
        """An audience's folder of publications."""
        return self.published / name

    def passed_builds(self) -> list[Path]:
        """The builds that passed, the newest first."""
        found = [path for path in self.builds.glob("*.duckdb") if path != self.warehouse]
        return sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)

    def prepare(self) -> None:
        """Make the folders, for the operator's eyes alone. Raises CommandError if that can't be done."""
        os.umask(PRIVATE_UMASK)
        try:
            if self.root.exists() and not self.root.is_dir():
                raise CommandError(f"HOTLINE_HOME ({self.root}) is no folder: set it to a folder of its own.")
            new = not self.root.exists() or not any(self.root.iterdir())
            self.root.mkdir(parents=True, exist_ok=True)
            # A folder that already held something may not be ours alone: its mode is left as it is.
            if (new or self.landing.exists()) and self.root.stat().st_mode & 0o077:
                self.root.chmod(0o700)
            for folder in (self.logs, self.temp, self.builds, self.dbt_target, self.published):
                folder.mkdir(parents=True, exist_ok=True)
        except PermissionError:
            raise CommandError(
                f"The folder {self.root} can't be written: give this user the right to, "
                "or set HOTLINE_HOME to a folder that can be."
            ) from None

    def clean(self) -> None:
        """Remove what a command that was killed left half made; only the holder of the lock may call it.

        Raises CommandError after an interrupted restore: then there is half a warehouse.
        """
        if self.restoring.exists():
            raise CommandError(
                f"A restore into {self.root} was interrupted: run 'hotline restore' with the same file again."
            )
        shutil.rmtree(self.temp, ignore_errors=True)
        self.temp.mkdir(parents=True, exist_ok=True)
        stale = [*self.builds.glob("warehouse.duckdb*"), *self.root.glob("*.json.tmp")]
        stale += self.builds.glob("*.tmp*")
        stale += self.published.glob("*.tmp")
        stale += self.published.glob("*/*.tmp*")
        for path in stale:
            path.unlink(missing_ok=True)
        for folder in self.root.glob("check-*.tmp"):
            if not _alive(folder.name.removeprefix("check-").removesuffix(".tmp")):
                shutil.rmtree(folder, ignore_errors=True)


def _alive(pid: str) -> bool:
    """Whether a process is running, so that the folder that bears its number is in use."""
    return pid.isdigit() and Path(f"/proc/{pid}").exists()
