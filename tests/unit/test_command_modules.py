"""Each command of the command line has a module, and gives it the options that it takes."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module
from pathlib import Path

import pytest

from hotline import cli, commands

# The module, with its room, and the options that each command's function asks for.
CALLS = {
    call.args[0].value: {each.arg for each in call.keywords}
    for call in ast.walk(ast.parse(inspect.getsource(cli)))
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "_run"
    and isinstance(call.args[0], ast.Constant)
}  # fmt: skip


def test_each_command_asks_for_the_module_of_its_name() -> None:
    names = [module.rpartition(".")[2] for module in CALLS]
    assert sorted(each.callback.__name__ for each in cli.app.registered_commands if each.callback) == sorted(names)
    folder = Path(commands.__file__).parent
    paths = [path.relative_to(folder) for path in folder.rglob("*.py") if path.stem != "__init__"]
    assert {".".join(path.with_suffix("").parts) for path in paths} == {"session", *CALLS}


@pytest.mark.parametrize("command", sorted(CALLS))
def test_a_command_is_given_the_options_that_it_takes(command: str) -> None:
    execute = import_module(f"hotline.commands.{command}").execute
    assert set(inspect.signature(execute).parameters) == CALLS[command]
