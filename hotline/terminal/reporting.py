"""What a command says while it works and when it is done: for a person, or as one JSON document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console

from hotline.terminal.load_sentences import as_sentence, remarks
from hotline.terminal.print_document import print_json
from ingest.ledger import LoadResult


class Reporting:
    """Progress and remarks on stderr, results on stdout; with `as_json` stdout is one document."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        # Texts hold file names and sentences, never markup.
        self._out = Console(markup=False, highlight=False, soft_wrap=True)
        self._err = Console(markup=False, highlight=False, soft_wrap=True, stderr=True)

    def say(self, text: str) -> None:
        """A result, for a person."""
        if not self.as_json:
            self._out.print(text)

    def remark(self, text: str) -> None:
        """Something to look at or to mend."""
        self._err.print(text)

    def document(self, document: dict[str, Any]) -> None:
        """The one document on stdout, where one was asked for."""
        if self.as_json:
            print_json(document)

    @contextmanager
    def files(self, sentence: Callable[[LoadResult], str] = as_sentence) -> Iterator[Callable[[LoadResult], None]]:
        """Says what became of each file as soon as it is known."""

        def tell(result: LoadResult) -> None:
            say = self.remark if result.status in ("refused", "held") else self.say
            say(sentence(result))
            for each in remarks(result):
                self.remark(f"  {each}")

        with self.waiting("Reading"):
            yield tell

    @contextmanager
    def steps(self, what: str) -> Iterator[Callable[[int, int], None]]:
        """A bar of so many done of so many; silent where nobody watches."""
        if self.as_json or not self._err.is_terminal:
            yield lambda _done, _all: None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._err, transient=True) as bar:
            task = bar.add_task(what, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)

    @contextmanager
    def waiting(self, what: str) -> Iterator[None]:
        """A sign of life for a person who watches."""
        if self.as_json or not self._err.is_terminal:
            yield
            return
        with self._err.status(f"{what} …"):
            yield
