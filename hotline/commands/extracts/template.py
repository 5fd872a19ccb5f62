"""Write an empty extract of each kind, and the contract as a page."""

from __future__ import annotations

import csv
from pathlib import Path

from hotline.terminal.pages.contract_page import contract_page
from hotline.terminal.print_line import print_line
from hotline.warehouse.errors import DONE, CommandError
from hotline.warehouse.seeds.check import require_sound_seeds
from hotline.warehouse.settings import load_settings
from ingest.contract import load_contracts

PAGE = "contract.html"


def execute(directory: Path) -> int:
    """Write the empty extracts and the page into `directory`, and print the path of each file."""
    try:
        written = write_templates(directory, require_sound_seeds(load_settings().jurisdiction))
    except FileExistsError as error:
        raise CommandError(
            f"{error.args[0]} is there and has rows: nothing was written; give an empty folder."
        ) from None
    for path in written:
        print_line(str(path))
    return DONE


def write_templates(directory: Path, seeds: Path) -> list[Path]:
    """Write `<extract>.csv`, a header and no row, for each extract, and the page; return the paths written.

    A file that is there already is replaced if it has no rows of its own. Raises FileExistsError if it has some.
    """
    contracts = load_contracts(seeds)
    directory.mkdir(parents=True, exist_ok=True)
    targets = {directory / f"{name}.csv": contract for name, contract in contracts.items()}
    for path in targets:
        if path.exists() and path.read_bytes().rstrip(b"\r\n").count(b"\n"):
            raise FileExistsError(path)
    for path, contract in targets.items():
        with path.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle, lineterminator="\n").writerow([each.name for each in contract.stored])
    page = directory / PAGE
    page.write_text(contract_page(list(contracts.values())), encoding="utf-8")
    return [*targets, page]
