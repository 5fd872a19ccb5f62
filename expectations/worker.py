"""The judging process: requests as lines of JSON on stdin, verdicts as lines of JSON on stdout.

Started by expectations.client. It says {"ready": true} once Great Expectations is imported, and leaves when
stdin ends. Whatever a library prints goes nowhere, nothing is written, and no connection is opened.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from expectations.verdict import Verdict, failed, verdict

if TYPE_CHECKING:
    from expectations.evaluator import Evaluator


def main() -> None:
    """Answer requests until stdin ends."""
    requests, answers = sys.stdin, _private_stdout()
    sys.addaudithook(_refuse_connections)
    # Not the caller's folder, where a stray file could be read as configuration.
    os.chdir(tempfile.gettempdir())
    try:
        from expectations.evaluator import Evaluator

        evaluator = Evaluator()
    except Exception as error:
        _answer(answers, {"ready": False, "error": _plain(error)})
        return
    _answer(answers, {"ready": True})
    for line in requests:
        _answer(answers, answer(evaluator, json.loads(line)).as_document())


def answer(evaluator: Evaluator, request: dict[str, Any]) -> Verdict:
    """The verdict on one request; an exception becomes the verdict's error."""
    try:
        if request["subject"] == "batch":
            return _judge_batch(evaluator, request["profile"])
        return _judge_publication(evaluator, request)
    except Exception as error:
        return failed(_subject_id(request), _plain(error))


def _judge_batch(evaluator: Evaluator, profile: Any) -> Verdict:
    from expectations.batch import SUITE, batch_suite
    from ingest.contract import contracts_without_codes

    results = evaluator.evaluate(SUITE, batch_suite(profile, contracts_without_codes()[profile["extract"]]))
    return verdict(profile["load_id"], results, "land", released=profile["released"])


def _judge_publication(evaluator: Evaluator, request: dict[str, Any]) -> Verdict:
    from expectations.frames import open_build
    from expectations.publication import SUITE, publication_suite, read_build

    paths = [Path(path) if (path := request[name]) else None for name in ("build", "previous", "landing")]
    if paths[0] is None:
        raise ValueError("no build file")
    with open_build(paths[0], paths[1], paths[2]) as con:
        build = read_build(con)
        results = evaluator.evaluate(SUITE, publication_suite(build))
    return verdict(build.build_id, results, "publish", released=request["released"])


def _subject_id(request: dict[str, Any]) -> str:
    if request.get("subject") == "batch":
        return str(request["profile"].get("load_id"))
    return Path(request.get("build") or "").stem


def _plain(error: Exception) -> str:
    """The error's kind and the first line of what it says: no traceback."""
    said = str(error).strip().splitlines()
    return f"{type(error).__name__}: {said[0][:300]}" if said else type(error).__name__


def _private_stdout() -> TextIO:
    """A copy of stdout for answers; the process's own stdout and stderr go nowhere from here on."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def _answer(answers: TextIO, message: dict[str, Any]) -> None:
    answers.write(json.dumps(message) + "\n")
    answers.flush()


def _refuse_connections(event: str, _: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.getaddrinfo"}:
        raise PermissionError("the judge opens no connection")


if __name__ == "__main__":
    main()
