"""Run one command: arguments go in, an exit code comes out, and every error is one sentence on stderr."""

from __future__ import annotations

import contextlib
import os
import sys
import time

import typer
from typer._click.exceptions import ClickException, UsageError
from typer.main import get_command

from hotline.terminal.control_characters import escaped_line
from hotline.terminal.error_sentences import Warehouse, sentence_for
from hotline.terminal.print_document import print_json
from hotline.warehouse.errors import DONE, FAILED, WRONG_USAGE, CommandError
from hotline.warehouse.home import Home
from hotline.warehouse.log import log_event, log_exception
from hotline.warehouse.settings import load_settings


def run_command(app: typer.Typer, arguments: list[str]) -> int:
    """Run a command of `app` and return its exit code; never raises."""

    # The log gets the command's name and no other word: another word may be a report's number.
    known = {command.callback.__name__ for command in app.registered_commands if command.callback}
    name = next((each for each in arguments if each in known), "")
    started = time.monotonic()
    try:
        result = get_command(app).main(args=arguments, prog_name="hotline", standalone_mode=False)
        sys.stdout.flush()
        code = result if isinstance(result, int) else DONE
    except UsageError as error:
        if not arguments:
            return WRONG_USAGE
        help_for = f"hotline {name} --help" if error.ctx and error.ctx.parent else "hotline --help"
        code = _say(arguments, f"{_one_line(error.format_message())} See: {help_for}", WRONG_USAGE)
    except ClickException as error:
        code = _say(arguments, _one_line(error.format_message()), FAILED)
    except CommandError as error:
        code = _say(arguments, str(error), error.exit_code)
    except BrokenPipeError:
        # The reader of the output has left, so the rest, which Python flushes at its end, goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    except (KeyboardInterrupt, typer.Abort):
        code = _say(arguments, "Stopped; what is published stays as it was, and the next run goes on.", FAILED)
    except Exception as error:
        code = _unforeseen(arguments, name, error)
    _record(name, code, time.monotonic() - started)
    return code


def _say(arguments: list[str], sentence: str, code: int) -> int:
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{escaped_line(sentence)}\n")
    if "--json" in arguments:
        print_json({"exit_code": code, "error": sentence})
    return code


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if line.endswith((".", "?", "!")) else f"{line}."


def _unforeseen(arguments: list[str], name: str, error: Exception) -> int:

    warehouse = _warehouse()
    if warehouse:
        log_exception(warehouse.home.logs, name, error)
    try:
        sentence = sentence_for(error, warehouse)
    except Exception:
        sentence = "Something went wrong that was not foreseen; what is published stays as it was."
    return _say(arguments, sentence, FAILED)


def _record(name: str, code: int, seconds: float) -> None:

    if warehouse := _warehouse():
        log_event(warehouse.home.logs, "finished", command=name, exit_code=code, seconds=round(seconds, 3))


def _warehouse() -> Warehouse | None:
    """The warehouse of the settings; None where they can't be read, or it has no folder of logs."""
    try:
        settings = load_settings()
    except Exception:
        return None
    home = Home(settings.home)
    return Warehouse(home, settings) if home.logs.is_dir() else None
