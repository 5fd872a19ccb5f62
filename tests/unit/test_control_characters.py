"""Whatever a terminal would obey or hide is shown by its number, in lines and in JSON."""

from __future__ import annotations

import json
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from hotline.terminal.control_characters import escaped, escaped_in_json, escaped_line

# Control, format, half of a character, end of a line, end of a paragraph.
OBEYED = ("Cc", "Cf", "Cs", "Zl", "Zp")


def test_no_character_of_these_kinds_stays() -> None:
    characters = [chr(at) for at in range(sys.maxunicode + 1)]
    obeyed = "".join(each for each in characters if unicodedata.category(each) in OBEYED)
    assert escaped_line(obeyed).isascii()
    assert escaped_line(obeyed).isprintable()
    assert escaped("one\ntwo") == "one\ntwo"
    assert escaped_line("\x1b[31m\r\n\x9b\u202e\U000e0041\udcff") == r"\x1b[31m\x0d\x0a\x9b\u202e\U000e0041\udcff"


def test_what_people_write_stays() -> None:
    said = "Zoë Ångström, 東京, ñandú · 2 %\u00a0…"
    assert escaped_line(said) == said


@given(st.text(st.characters(exclude_categories=())))
def test_json_says_the_same_and_obeys_nothing(text: str) -> None:
    document = escaped_in_json(json.dumps({"said": text}, indent=2, ensure_ascii=False))
    assert json.loads(document) == json.loads(json.dumps({"said": text}))
    assert document == escaped(document)
    document.encode()
