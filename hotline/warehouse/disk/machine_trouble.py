"""What a machine has run out of, or forbids: an error number or an error's text goes in, a sentence comes out.

DuckDB, Arrow and dbt report these as texts that end in the words of the system, so the same words are looked for.
"""

from __future__ import annotations

import errno
import os
import re

MEMORY = (
    "There was not enough memory: set HOTLINE_MEMORY_LIMIT higher, close other programs, or give fewer files at a time."
)
_AGAIN = "then run the same command again"
_NOT_ALLOWED = "This user may not read or write{path}: give the right to, or choose another place."
_SENTENCES = {
    errno.ENOSPC: f"The disk is full: free some space where HOTLINE_HOME lies, {_AGAIN}.",
    errno.EDQUOT: f"This user may store no more on this disk (quota): free some space, or ask for more, {_AGAIN}.",
    errno.EFBIG: f"A file may not grow so large: raise the limit ('ulimit -f unlimited'), {_AGAIN}.",
    errno.EMFILE: f"This program may not open so many files: raise the limit ('ulimit -n 4096'), {_AGAIN}.",
    errno.ENFILE: f"Too many files are open on this machine: close other programs, {_AGAIN}.",
    errno.ENOMEM: MEMORY,
    errno.EIO: f"The disk failed to read or write{{path}}: check the disk, {_AGAIN}.",
    errno.ESTALE: f"The network disk has lost{{path}}: mount it again, {_AGAIN}.",
    errno.ENOLCK: "This disk can't lock files: set HOTLINE_HOME to a folder on a disk of this machine.",
    errno.EROFS: "The disk is read-only (while writing{path}): make it writable, or choose another place.",
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
}
# Between quotes stands a path or a value, whose words say nothing of the machine.
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_IN_WORDS = (
    *((os.strerror(number), number) for number in _SENTENCES if number != errno.EPERM),
    ("max_temp_directory_size", errno.ENOSPC),
    ("Out of Memory Error", errno.ENOMEM),
    ("MemoryError", errno.ENOMEM),
)


def trouble_of(number: int | None, path: str | None = None) -> str | None:
    """The sentence for an error number of the system; None where it is no trouble of the machine."""
    sentence = _SENTENCES.get(number or 0)
    return sentence.format(path=f" {path}" if path else "") if sentence else None


def trouble_in(text: str) -> str | None:
    """The sentence for the text of an error; None where it names no trouble of the machine."""
    words = _QUOTED.sub("", text)
    return next((trouble_of(number) for said, number in _IN_WORDS if said in words), None)
