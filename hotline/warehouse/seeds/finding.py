"""What is wrong with a seed, as one plain sentence."""

from __future__ import annotations

from dataclasses import dataclass

_LONGEST = 60


@dataclass(frozen=True)
class Finding:
    """A place in a seed, what is wrong there and what to write instead. Row 1 is the header, as in a spreadsheet."""

    seed: str
    row: int | None
    column: str | None
    what: str
    mend: str

    def sentence(self, folder: str) -> str:
        """Return the sentence; `folder` is the state's folder as it is shown."""
        place = [f"{folder}/{self.seed}.csv"]
        place += [] if self.row is None else [f"row {self.row}"]
        place += [] if self.column is None else [f"column {self.column}"]
        return f"{', '.join(place)}: {self.what}; {self.mend}."


def shown(value: str) -> str:
    """A value as it stands in a sentence: on one line, in quotes, and not longer than a line."""
    text = " ".join(value.split())
    return f"'{text[:_LONGEST]}…'" if len(text) > _LONGEST else f"'{text}'"


def listed(values: tuple[str, ...]) -> str:
    """Some of few values: hours, days or months."""
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} or {values[-1]}"
