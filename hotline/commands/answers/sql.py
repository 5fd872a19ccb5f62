"""Answer a question in SQL from one audience's published file: read-only, nothing outside it, within limits."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

from hotline.terminal.asked_question import asked_question
from hotline.terminal.asked_shelf import asked_shelf
from hotline.terminal.control_characters import escaped
from hotline.terminal.pages.answer_forms import print_csv, print_json_rows
from hotline.warehouse.audiences import known_audience
from hotline.warehouse.errors import DONE, CommandError, WrongUsage
from hotline.warehouse.home import Home
from hotline.warehouse.publications.published_files import genuine_file
from hotline.warehouse.publications.shelves import Shelf
from hotline.warehouse.question_limits import question_limits
from hotline.warehouse.settings import PREFIX, Settings, load_settings
from serving.sandbox.ask import Answer, ask
from serving.sandbox.refusal import Cut, Reason, Unanswered

_NAMES_SAID, _NAME_LENGTH = 5, 60
FORMATS = ("table", "csv", "json")
# What a person can do beside what the sentence says.
_MORE_THAN_SAID = {
    Reason.WRONG: " Tables are listed by: hotline sql 'show all tables'",
    Reason.TIME: f" Or set {PREFIX}SQL_SECONDS higher.",
    Reason.MEMORY: f" Or set {PREFIX}SQL_MEMORY higher.",
}
_TO_GET_MORE = {
    Cut.ROWS: f"ask for fewer rows, or set {PREFIX}SQL_MAX_ROWS higher",
    Cut.BYTES: f"ask for fewer rows or columns, or set {PREFIX}SQL_MAX_BYTES higher",
    Cut.ROW: "ask for shorter cells, such as left(column, 1000)",
}


def execute(
    question: str | None, file: Path | None, audience: str | None, until: date | datetime | None, form: str | None
) -> int:
    """Print the answer in the form asked for: a table on a screen and CSV elsewhere unless given.

    The question is `question`, or stands in `file` or on standard input. `until` asks the rebuild as of a moment,
    instead of the current publication.
    """
    settings = load_settings()
    who = known_audience(audience or settings.audience)
    chosen = form or ("table" if sys.stdout.isatty() else "csv")
    if chosen not in FORMATS:
        raise WrongUsage(f"There is no format '{chosen}': there are {', '.join(FORMATS)}.")
    asked = asked_question(question, file)
    shelf = asked_shelf(Home(settings.home), settings, who, until)
    print_answer(shelf, settings, who, asked, chosen)
    return DONE


def print_answer(shelf: Shelf, settings: Settings, audience: str, question: str, form: str) -> None:
    """Print the answer as a table, CSV or JSON. Raises CommandError where there is none, or only a part of one."""
    file = genuine_file(shelf, audience)
    if file is None:
        raise CommandError(
            f"Nothing is published for {audience} yet: run 'hotline run' on a folder of extracts, or 'hotline demo'."
        )
    limits = question_limits(settings)
    try:
        with ask(file, question, limits) as answer:
            _say_which_names_are_new(answer)
            if form == "csv":
                print_csv(answer)
            elif form == "json":
                print_json_rows(answer, limits.max_bytes)
            else:
                # rich takes 50 ms to import, and the other forms need none of it.
                from hotline.terminal.pages.answer_table import print_answer_table

                print_answer_table(answer)
            if answer.cut:
                raise CommandError(f"{answer.cut_sentence} To get more, {_TO_GET_MORE[answer.cut]}.")
    except Unanswered as error:
        wrong_usage = error.reason in (Reason.NOT_ONE, Reason.TOO_LONG)
        sentence = f"{error}{_MORE_THAN_SAID.get(error.reason, '')}"
        raise (WrongUsage if wrong_usage else CommandError)(sentence) from None
    except KeyboardInterrupt:
        raise CommandError("Stopped.") from None


def _say_which_names_are_new(answer: Answer) -> None:
    new = [column.name for column in answer.columns if column.name != column.given]
    if new:
        named = ", ".join(escaped(name[:_NAME_LENGTH]) for name in new[:_NAMES_SAID])
        more = f" and {len(new) - _NAMES_SAID} more" if len(new) > _NAMES_SAID else ""
        sys.stderr.write(f"A column's name stood there before, so it has a number: {named}{more}.\n")
