"""Children that are there before a command starts them: the command's dbt and judge need no second of imports.

A process that will run a command makes spares, which wait. From then on subprocess.Popen hands a program that
`MODULES` names to a spare. Everything else is as ever: the spare is a child of the command, with the descriptors,
environment, folder and preexec_fn that it was started with, and it runs the program's own code from the beginning.
"""

from __future__ import annotations

import fcntl
import io
import os
import pickle
import runpy
import socket
import subprocess
import sys
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

# What a command starts, by the words that follow `python -P`.
MODULES = ("-m hotline.building.dbt_build", "-m expectations.worker", "hotline/building/dbt_anywhere.py")
_SPARES = len(MODULES)
_OUT_OF_THE_WAY = 500
_waiting: list[tuple[int, socket.socket]] = []


def make_spares() -> None:
    """Make the spares, and hand to them what this process will start."""
    for _ in range(_SPARES):
        ours, theirs = socket.socketpair()
        child = os.fork()
        if not child:
            ours.close()
            for _, other in _waiting:
                other.close()
            _serve(theirs)
        theirs.close()
        _waiting.append((child, ours))
    subprocess.Popen._execute_child = _execute_child  # type: ignore[attr-defined]


_start_really = subprocess.Popen._execute_child  # type: ignore[attr-defined]


def _execute_child(process: Any, args: Any, *rest: Any) -> None:
    """In place of the method of subprocess.Popen that makes the child; `rest` are its further arguments."""
    words = [os.fsdecode(each) for each in args] if isinstance(args, list | tuple) else []
    if not any(each in " ".join(words) for each in MODULES) or not _waiting:
        _start_really(process, args, *rest)
        return
    # executable, preexec_fn, close_fds, pass_fds, cwd, env, startupinfo, creationflags, shell
    (_, preexec, _, pass_fds, cwd, env, *_), pipes, new_session = rest[:9], rest[9:15], rest[20]
    childs_ends = (pipes[0], pipes[3], pipes[5])
    started = {
        "words": words, "environment": dict(os.environ if env is None else env),
        "folder": os.fspath(cwd or Path.cwd()), "preexec": preexec, "new_session": new_session,
        "standard": [number != -1 for number in childs_ends], "kept": list(pass_fds),
    }  # fmt: skip
    child, channel = _waiting.pop()
    given = [number for number in childs_ends if number != -1]
    socket.send_fds(channel, [pickle.dumps(started)], [*given, *pass_fds])
    channel.recv(1)
    channel.close()
    process._child_created, process.pid = True, child
    process._close_pipe_fds(*pipes)


def _serve(channel: socket.socket) -> NoReturn:
    """Wait for a program, then run it to its end. Ends if the command ends."""
    message, descriptors, _, _ = socket.recv_fds(channel, 1 << 20, 64)
    if not message:
        os._exit(0)
    started = pickle.loads(message)
    # What arrived is moved away from the numbers that it is to have.
    descriptors = [fcntl.fcntl(each, fcntl.F_DUPFD, _OUT_OF_THE_WAY) for each in descriptors]
    channel = socket.socket(fileno=fcntl.fcntl(channel.detach(), fcntl.F_DUPFD, _OUT_OF_THE_WAY))
    for number, given in enumerate(started["standard"]):
        if given:
            os.dup2(descriptors.pop(0), number)
    for number in started["kept"]:
        os.dup2(descriptors.pop(0), number)
        os.set_inheritable(number, True)
    os.chdir(started["folder"])
    os.environ.clear()
    os.environ.update(started["environment"])
    if started["new_session"]:
        os.setsid()
    if started["preexec"]:
        started["preexec"]()
    channel.send(b".")
    os.closerange(_OUT_OF_THE_WAY, _OUT_OF_THE_WAY + 100)
    channel.detach()
    _run(started["words"])


def _run(words: list[str]) -> NoReturn:
    """Run `python -P …` in this process."""
    sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w", closefd=False)), "utf-8", line_buffering=True)
    sys.stderr = io.TextIOWrapper(io.BufferedWriter(io.FileIO(2, "w", closefd=False)), "utf-8", line_buffering=True)
    warnings.simplefilter("ignore")
    program, *arguments = words[words.index("-P") + 1 :]
    start: Callable[..., Any] = runpy.run_path
    if program == "-m":
        program, *arguments = arguments
        start = runpy.run_module
    sys.argv = [program, *arguments]
    code = 0
    try:
        start(program, run_name="__main__")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
