"""What a command says while it works and when it is done: to a person, or as one JSON document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from hotline.terminal.control_characters import escaped_line
from hotline.terminal.load_sentences import as_sentence, remarks
from hotline.terminal.plain_console import PlainConsole
from hotline.terminal.print_document import print_command_document
from ingest.storing.ledger import LoadResult


class Reporting:
    """Progress and remarks on stderr, results on stdout; with `as_json` stdout has one document and nothing else."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self._out = PlainConsole(soft_wrap=True)
        self._err = PlainConsole(soft_wrap=True, stderr=True)

    def say(self, text: str) -> None:
        """Print a result, for a person."""
        if not self.as_json:
            self._out.print(escaped_line(text))

    def remark(self, text: str) -> None:
        """Print something to look at or to mend."""
        self._err.print(escaped_line(text))

    def document(self, command: str, exit_code: int, body: object) -> None:
        """Print the command's document, where one was asked for; `body` is one of terminal.command_documents."""
        if self.as_json:
            print_command_document(command, exit_code, body)

    @contextmanager
    def files(self, sentence: Callable[[LoadResult], str] = as_sentence) -> Iterator[Callable[[LoadResult], None]]:
        """Yield what says, as soon as it is known, what became of a file."""

        def tell(result: LoadResult) -> None:
            say = self.remark if result.status in ("refused", "held") else self.say
            say(sentence(result))
            for each in remarks(result):
                self.remark(f"  {each}")

        with self.waiting("Reading"):
            yield tell

    @contextmanager
    def steps(self, what: str) -> Iterator[Callable[[int, int], None]]:
        """Yield what moves a bar, given the steps done and all steps; there is no bar where nobody watches."""
        if self.as_json or not self._err.is_terminal:
            yield lambda _done, _all: None
            return
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._err, transient=True) as bar:
            task = bar.add_task(what, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)

    @contextmanager
    def waiting(self, what: str) -> Iterator[None]:
        """Show a sign of life to a person who watches."""
        if self.as_json or not self._err.is_terminal:
            yield
            return
        with self._err.status(f"{what} …"):
            yield
