"""Makes a folder the operator's alone, or says why it can't be."""

from __future__ import annotations

import os
import pwd
import stat
from collections.abc import Iterable
from pathlib import Path

from hotline.warehouse.errors import CommandError

_OTHERS = 0o077


def require_own_place(folder: Path, ours: bool) -> None:
    """Raise CommandError if closing this folder to everybody else would lock people or programs out.

    `ours` is true for a folder that holds a warehouse already: then a user's home may be it.
    """
    real = folder.resolve()
    homes = {Path(user.pw_dir) for user in pwd.getpwall()}
    shared = any(home.is_relative_to(real) and home != real for home in homes) or real == Path("/")
    shared = shared or (folder.is_dir() and bool(folder.stat().st_mode & stat.S_ISVTX))
    used = folder.is_dir() and any(folder.iterdir())
    if shared or (real in homes and used and not ours):
        whose = "is shared with other users or programs" if shared else "is a user's home"
        raise CommandError(
            f"HOTLINE_HOME ({folder}) {whose}, and the program closes it to all but its own user: "
            f"set it to a folder of its own, such as {folder / 'hotline'}."
        )


def close_to_others(folder: Path, within: Iterable[Path]) -> None:
    """Take every right of the group and of others from a folder, and from the files and folders `within` it.

    Raises CommandError if the folder belongs to another user, who could open it again.
    """
    found = folder.stat()
    if found.st_uid != os.geteuid():
        raise CommandError(
            f"HOTLINE_HOME ({folder}) belongs to another user, who could read everything in it: "
            "run this as that user, or set HOTLINE_HOME to a folder of your own."
        )
    _close(folder)
    for path in within:
        _close(path)
        for parent, folders, files in os.walk(path):
            for name in (*folders, *files):
                _close(Path(parent, name))


def _close(path: Path) -> None:
    """Take the rights of the group and of others from one path; what a symlink names is left as it is."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISLNK(mode) and mode & _OTHERS:
        path.chmod(stat.S_IMODE(mode) & ~_OTHERS)
