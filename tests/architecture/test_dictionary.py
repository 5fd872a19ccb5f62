"""The data dictionary matches the models."""

from __future__ import annotations

from typing import Any

from docs.dictionary import PAGE, render


def test_the_data_dictionary_is_that_of_the_models(manifest: dict[str, Any]) -> None:
    assert PAGE.read_text(encoding="utf-8") == render(manifest), "run `make docs`"
