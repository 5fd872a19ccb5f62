"""Holds a state's seeds to their rules before anything is read or built."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from hotline.warehouse.errors import CommandError
from hotline.warehouse.program_files import ROOT, seeds_of
from hotline.warehouse.seeds.column_rules import wrong_values
from hotline.warehouse.seeds.definitions import Seed, seeds_of_a_state
from hotline.warehouse.seeds.engine_rules import wrong_for_the_engine
from hotline.warehouse.seeds.finding import Finding
from hotline.warehouse.seeds.limit_rules import wrong_limits
from hotline.warehouse.seeds.reading import Row, read_product_seed, read_seed
from hotline.warehouse.seeds.references import wrong_references
from hotline.warehouse.seeds.table_rules import wrong_rows

_PRODUCT = ROOT / "seeds" / "product"


def require_sound_seeds(jurisdiction: str) -> Path:
    """Return the folder of a jurisdiction's seeds.

    Raises WrongUsage if there is none, CommandError with one sentence if a seed says what the program can't follow.
    """
    folder = seeds_of(jurisdiction)
    found = findings(folder)
    first = next(found, None)
    if first is not None:
        sentence, more = first.sentence(f"seeds/policy/{folder.name}"), sum(1 for _ in found)
        others = f" ({more} more {'place is' if more == 1 else 'places are'} wrong)" if more else ""
        raise CommandError(f"{sentence.removesuffix('.')}{others}.")
    return folder


def findings(folder: Path) -> Iterator[Finding]:
    """Yield what is wrong with the seeds in a folder.

    Each step takes for granted what the one before it found to be good, so the first one with a finding is the last.
    """
    read = {seed.name: read_seed(folder, seed) for seed in seeds_of_a_state()}
    rows = {name: each.rows for name, each in read.items()}

    def rows_of(name: str) -> tuple[Row, ...]:
        if name not in rows:
            rows[name] = read_product_seed(_PRODUCT / f"{name}.csv")
        return rows[name]

    for step in (
        [*_strange_files(folder), *(each for of_seed in read.values() for each in of_seed.findings)],
        (each for seed in seeds_of_a_state() for each in _values(seed, rows[seed.name])),
        (each for seed in seeds_of_a_state() for each in wrong_references(seed, rows_of)),
        (each for seed in seeds_of_a_state() for each in wrong_rows(seed.name, seed.rules, rows[seed.name])),
        wrong_limits(rows_of),
        wrong_for_the_engine(rows_of),
    ):
        found = list(step)
        yield from found
        if found:
            return


def _strange_files(folder: Path) -> Iterator[Finding]:
    known = {seed.name: None for seed in seeds_of_a_state()}
    for path in sorted(folder.rglob("*.csv")):
        name = str(path.relative_to(folder).with_suffix(""))
        if name not in known:
            near = get_close_matches(name, known, n=1)
            yield Finding(
                name, None, None, "there is no seed of that name", f"call it {near[0]}" if near else "take it out"
            )


def _values(seed: Seed, rows: tuple[Row, ...]) -> Iterator[Finding]:
    for column in seed.columns:
        for row in rows:
            for what, mend in wrong_values(column, row[column.name]):
                yield Finding(seed.name, row.number, column.name, what, mend)
