"""Where a publication's file lies, and which publication and audience a file is of.

`<audience>/<publication>/hotline.duckdb`, with the file's own manifest `hotline.json` beside it. DuckDB calls a
database after its file, so the catalog is called `hotline` in every publication, and a qualified name such as
`hotline.marts.referrals` outlives the publication. Earlier versions of the program wrote
`<audience>/<publication>.duckdb`. Readers know both forms, because only a command that writes may change a home.
"""

from __future__ import annotations

from pathlib import Path

FILE = "hotline.duckdb"


def publication_path(audience_folder: Path, publication_id: str) -> Path:
    """Where a publication lies in its audience's folder."""
    return audience_folder / publication_id / FILE


def publication_of(file: Path) -> str:
    """The id of the publication that a published file is; `file` is its real path."""
    return file.parent.name if file.name == FILE else file.stem


def audience_folder_of(file: Path) -> Path:
    """The folder of the audience that reads a published file; `file` is its real path."""
    return file.parent.parent if file.name == FILE else file.parent
