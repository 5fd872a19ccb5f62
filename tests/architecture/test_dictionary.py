"""The data dictionary matches the models."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from docs.dictionary import PAGE, render


def test_the_data_dictionary_is_that_of_the_models(manifest: dict[str, Any]) -> None:
    assert PAGE.read_text(encoding="utf-8") == render(manifest), "run `make docs`"
