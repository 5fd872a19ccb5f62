"""The files and folders under HOTLINE_HOME, where everything that is written at run time lies."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from hotline.warehouse.disk.private_folder import close_to_others, require_own_place
from hotline.warehouse.errors import CommandError

# The folder of filed reports, in a home and in a backup.
REPORTS = "reports"

# Only the operator may read the files that a command makes: no group, and no others.
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
        """The lock file, which names the command that writes."""
        return self.root / "lock"

    @property
    def logs(self) -> Path:
        """The folder of logs in JSON lines."""
        return self.root / "logs"

    @property
    def temp(self) -> Path:
        """The folder of spills and unfinished files; the next command that writes empties it."""
        return self.root / "temp"

    @property
    def builds(self) -> Path:
        """The folder of builds: those that passed, and the unfinished one."""
        return self.root / "build"

    @property
    def warehouse(self) -> Path:
        """The unfinished build: one fixed path, because dbt names the database after the file."""
        return self.builds / "warehouse.duckdb"

    @property
    def dbt_target(self) -> Path:
        """The folder of dbt's partial parse and of what its last build says of itself."""
        return self.root / "dbt" / "target"

    @property
    def published(self) -> Path:
        """The published files; see shelves.py."""
        return self.root / "published"

    @property
    def reports(self) -> Path:
        """The reports that were filed, which are kept for ever; see serving/report/filings.py."""
        return self.root / REPORTS

    @property
    def validation(self) -> Path:
        """The validation page of the last publication that was judged."""
        return self.root / "validation"

    @property
    def last_status(self) -> Path:
        """The status that the last writing command kept."""
        return self.root / "status.json"

    @property
    def checking(self) -> Path:
        """The folder into which a check of files spills: it takes no lock, so it has a folder of its own."""
        return self.root / f"check-{os.getpid()}.tmp"

    @property
    def restoring(self) -> Path:
        """A backup that is half restored; while it is there, no other command may begin."""
        return self.root / "restore.tmp"

    @property
    def demo(self) -> Path:
        """The demonstration extracts."""
        return self.root / "demo"

    def build(self, build_id: str) -> Path:
        """The file of a build that passed."""
        return self.builds / f"{build_id}.duckdb"

    def prepare(self) -> None:
        """Make the folders, and let the operator alone read them and what lies in them.

        Raises CommandError if they can't be made, or if the home is a place that others need.
        """
        os.umask(PRIVATE_UMASK)
        try:
            if self.root.exists() and not self.root.is_dir():
                raise CommandError(f"HOTLINE_HOME ({self.root}) is no folder: set it to a folder of its own.")
            require_own_place(self.root, ours=self.landing.exists())
            self.root.mkdir(parents=True, exist_ok=True)
            folders = (self.logs, self.temp, self.builds, self.dbt_target, self.published)
            close_to_others(self.root, (*folders, self.reports, self.validation, self.demo, *self._files()))
            for folder in folders:
                folder.mkdir(parents=True, exist_ok=True)
        except PermissionError:
            raise CommandError(
                f"The folder {self.root} can't be written: give this user the right to, "
                "or set HOTLINE_HOME to a folder that can be."
            ) from None

    def _files(self) -> list[Path]:
        """The program's own files in the home itself."""
        patterns = ("landing.duckdb*", "hotline.toml", "lock", "status.json*")
        return [path for pattern in patterns for path in self.root.glob(pattern)]

    def require_landing(self) -> None:
        """Raise CommandError if there is a publication and no landing file: the next build would forget everything.

        An interrupted restore has its own sentence: it puts the landing file in its place last.
        """
        if not self.landing.exists() and not self.restoring.exists() and any(self.published.glob("*.duckdb")):
            raise CommandError(
                f"{self.landing} is gone, but publications made from it are there: put it back, or move {self.root} "
                "to another place and restore the last backup with 'hotline restore FILE'."
            )

    def clean(self) -> None:
        """Remove the unfinished files of a command that was killed; only the holder of the lock may call it.

        Raises CommandError after an interrupted restore, which leaves half a warehouse, or if the landing file is gone.
        """
        if self.restoring.exists():
            raise CommandError(
                f"A restore into {self.root} was interrupted: run 'hotline restore' with the same file again."
            )
        self.require_landing()
        shutil.rmtree(self.temp, ignore_errors=True)
        self.temp.mkdir(parents=True, exist_ok=True)
        stale = [*self.builds.glob("warehouse.duckdb*"), *self.root.glob("*.json.tmp")]
        stale += self.builds.glob("*.tmp*")
        stale += self.validation.glob("*.tmp")
        stale += self.published.rglob("*.tmp*")
        for path in stale:
            path.unlink(missing_ok=True)
        for folder in self.root.glob("check-*.tmp"):
            if not _alive(folder.name.removeprefix("check-").removesuffix(".tmp")):
                shutil.rmtree(folder, ignore_errors=True)


def _alive(pid: str) -> bool:
    """Whether a process is running; the folder that bears its number is then in use."""
    return pid.isdigit() and Path(f"/proc/{pid}").exists()
