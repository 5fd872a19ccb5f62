"""The judging process: requests come in as lines of JSON on stdin, verdicts go out as lines of JSON on stdout.

expectations.client starts it. It answers {"ready": true} once it has imported Great Expectations, and ends when stdin
ends. It discards whatever a library prints, writes no file and opens no connection.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from expectations.verdict import Verdict, held_without_verdict, verdict_from

if TYPE_CHECKING:
    from expectations.evaluator import Evaluator


def main() -> None:
    """Answer requests until stdin ends."""
    requests, answers = sys.stdin, _private_stdout()
    sys.addaudithook(_refuse_connections)
    # Leave the caller's folder, where a library could read a stray file as configuration.
    os.chdir(tempfile.gettempdir())
    try:
        evaluator = _evaluator()
    except Exception as error:
        _send(answers, {"ready": False, "error": _first_line(error)})
        return
    _send(answers, {"ready": True})
    for line in requests:
        _send(answers, answer(evaluator, json.loads(line)).as_document())


def _evaluator() -> Evaluator:
    """Import Great Expectations. What it makes meanwhile stays, so a search for garbage would only take time."""
    gc.disable()
    from expectations.evaluator import Evaluator

    evaluator = Evaluator()
    gc.freeze()
    gc.enable()
    return evaluator


def answer(evaluator: Evaluator, request: dict[str, Any]) -> Verdict:
    """Return the verdict on one request. An exception becomes the verdict's error."""
    try:
        if request["subject"] == "batch":
            return _judge_batch(evaluator, request["profile"])
        return _judge_publication(evaluator, request)
    except Exception as error:
        return held_without_verdict(_subject_id(request), _first_line(error))


def _judge_batch(evaluator: Evaluator, profile: Any) -> Verdict:
    from expectations.batch import SUITE, batch_suite
    from ingest.contract import contracts_without_codes

    results = evaluator.evaluate(SUITE, batch_suite(profile, contracts_without_codes()[profile["extract"]]))
    return verdict_from(profile["load_id"], results, "land", released=profile["released"])


def _judge_publication(evaluator: Evaluator, request: dict[str, Any]) -> Verdict:
    from expectations.publication import SUITE, publication_suite, read_build
    from expectations.queries import open_build

    paths = [Path(path) if (path := request[name]) else None for name in ("build", "previous", "landing")]
    if paths[0] is None:
        raise ValueError("no build file")
    with open_build(paths[0], paths[1], paths[2]) as con:
        build = read_build(con)
        results = evaluator.evaluate(SUITE, publication_suite(build))
    return verdict_from(build.build_id, results, "publish", released=request["released"])


def _subject_id(request: dict[str, Any]) -> str:
    if request.get("subject") == "batch":
        return str(request["profile"].get("load_id"))
    return Path(request.get("build") or "").stem


def _first_line(error: Exception) -> str:
    """The error's type and the first line of its text, without a traceback."""
    said = str(error).strip().splitlines()
    return f"{type(error).__name__}: {said[0][:300]}" if said else type(error).__name__


def _private_stdout() -> TextIO:
    """Return a copy of stdout for the answers. From here on everything else that is printed is discarded."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def _send(answers: TextIO, message: dict[str, Any]) -> None:
    answers.write(json.dumps(message) + "\n")
    answers.flush()


def _refuse_connections(event: str, _: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.getaddrinfo"}:
        raise PermissionError("the judge opens no connection")


if __name__ == "__main__":
    main()
