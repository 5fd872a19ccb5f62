"""From an exception to one plain sentence that quotes nothing of an extract."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from dataclasses import dataclass

from hotline.warehouse.disk.damage import damage_sentence, is_another_file, is_damage
from hotline.warehouse.disk.machine_trouble import MEMORY, trouble_in, trouble_of
from hotline.warehouse.errors import CommandError
from hotline.warehouse.home import Home
from hotline.warehouse.settings import Settings
from ingest.refusal import NewerWarehouse, NoWarehouse, ReaderFailed, Refusal
from serving.genuine import NotAsPublished

_OURS = (CommandError, Refusal, NewerWarehouse, NoWarehouse, NotAsPublished, ReaderFailed)
_LOCKED = re.compile(r'Could not set lock on file "(?P<file>[^"]+)"(.*?\(PID (?P<pid>\d+)\))?', re.DOTALL)
_NO_FILE = re.compile(r"No such file or directory|database does not exist")


@dataclass(frozen=True)
class Warehouse:
    """The warehouse in which a command failed."""

    home: Home
    settings: Settings


def sentence_for(error: BaseException, warehouse: Warehouse | None) -> str:
    """A sentence that says what happened and what to do.

    An exception of ours has its own sentence. The message of any other may quote data, so it is not repeated.
    """
    if isinstance(error, _OURS):
        return str(error)
    # What a machine ran out of may be hidden by the clean-up that then failed too.
    return next((said for each in _chain(error) if (said := _trouble(each))), None) or _of_file(error, warehouse)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception, and those that it came from."""
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or following.__context__


def _trouble(error: BaseException) -> str | None:
    if isinstance(error, MemoryError):
        return MEMORY
    if isinstance(error, OSError):
        return trouble_of(error.errno, error.filename if isinstance(error.filename, str) else None)
    return trouble_in(str(error)) if _is_duckdb(error) else None


def _of_file(error: BaseException, warehouse: Warehouse | None) -> str:
    """The sentence for a file that is missing, held or damaged; else the one for what was not foreseen."""
    if isinstance(error, OSError) and isinstance(error.filename, str):
        if error.errno == errno.ENOENT:
            return f"There is no file or folder {error.filename}: check the path."
        if error.errno in (errno.ENOTDIR, errno.EEXIST):
            return f"{error.filename} is no folder, but should be one: remove it, or choose another place."
        if error.errno == errno.EISDIR:
            # Of a rename, the second name is the one that is taken.
            taken = error.filename2 or error.filename
            return f"{taken} is a folder, but should be a file: remove it, or choose another place."
    if _is_duckdb(error):
        text = str(error)
        if found := _LOCKED.search(text):
            process = f" (process {found['pid']})" if found["pid"] else ""
            return (
                f"Another program{process} has {found['file']} open: close it "
                "(published files are there for reading), then run this again."
            )
        if warehouse and (is_damage(text) or is_another_file(text)):
            return damage_sentence(warehouse.home, warehouse.settings)
        if _NO_FILE.search(text):
            return (
                "A file of the warehouse is gone: run the same command again; "
                "if it fails again, restore the last backup."
            )
    logs = f"; {warehouse.home.logs / 'hotline.jsonl'} says where in the program" if warehouse else ""
    return (
        f"Something went wrong that was not foreseen ({type(error).__name__}): what is published stays as it was{logs}."
    )


def _is_duckdb(error: BaseException) -> bool:
    return type(error).__module__.split(".")[0] in ("duckdb", "_duckdb")
