"""A question that never ends, or needs all memory, ends within its limits and is one plain sentence."""

from __future__ import annotations

import pytest
from sandbox_attacks import DEEP, ENDLESS, LONG
from sandbox_fixture import MEMORY, Ask, ask_sql, published_home

__all__ = ["ask_sql", "published_home"]

# What the limit does not count: the programs and libraries themselves, which are files in memory.
PROGRAM = 100_000_000


@pytest.mark.parametrize("attack", [pytest.param(sql, id=name) for name, sql in ENDLESS.items()])
def test_it_ends_within_its_limits(ask_sql: Ask, attack: str) -> None:
    said = ask_sql(attack)
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert said.out == "" or said.out.splitlines()[-1].startswith('"')
    assert said.peak_bytes < MEMORY + PROGRAM


@pytest.mark.parametrize("attack", [pytest.param(sql, id=name) for name, sql in DEEP.items()])
def test_what_the_parser_cannot_take_is_one_sentence(ask_sql: Ask, attack: str) -> None:
    said = ask_sql(attack)
    if said.code == 0:
        assert said.err == ""
    else:
        assert (said.out, said.err.count("\n")) == ("", 1)
        assert said.code in (1, 2)
    assert said.peak_bytes < MEMORY + PROGRAM


def test_a_long_list_is_no_attack(ask_sql: Ask) -> None:
    said = ask_sql(LONG, sql_seconds="60")
    assert (said.code, said.out, said.err) == (0, "n\n60000\n", "")
