"""Splits a citation of the policy into paragraphs and finds the provision of each, in our own words.

A citation lists paragraphs as lawyers do: `ITS 19(1)(A), (B); R(h)(1)` names ITS 19(1)(A), ITS 19(1)(B) and R(h)(1).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

_LEVELS = r"(?:\([^()]*\))+"
_NUMBER_ALONE = re.compile(rf"^\d+(?:{_LEVELS})?$")
_LEVELS_ALONE = re.compile(rf"^{_LEVELS}$")
_LAST_NUMBER = re.compile(rf"^(.*?)\d+(?:{_LEVELS})?$")
_LAST_LEVEL = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True)
class Provision:
    """One paragraph: its citation, what it says in our own words, and the tables and columns that show it."""

    citation: str
    plain_sentence: str
    objects: tuple[str, ...] = ()


def paragraphs(citation: str, known: Collection[str] = ()) -> list[str]:
    """Return the paragraphs that a citation names, each in full and once. A text in `known` is taken as it stands."""
    found: list[str] = []
    for source in [citation] if citation in known else citation.split(";"):
        for part in [source] if source.strip() in known else re.split(r",|\bto\b(?=\s*\()", source):
            text = part.strip()
            if text and found and text not in known:
                text = _in_full(text, found[-1], known)
            if text and text not in found:
                found.append(text)
    return found


def resolve(citation: str, provisions: Mapping[str, Provision]) -> dict[str, Provision | None]:
    """Return each cited paragraph with its own provision, or that of the nearest paragraph around it, or None."""
    return {each: _nearest(each, provisions) for each in paragraphs(citation, provisions.keys())}


def _in_full(text: str, before: str, known: Collection[str]) -> str:
    """Write a part in full: `(B)` after ITS 19(1)(A) is ITS 19(1)(B), `6` after ITS 2(3) is ITS 6.

    A heading gets the source of the paragraph before it.
    """
    if _LEVELS_ALONE.match(text):
        stem = before
        for _ in re.findall(r"\([^()]*\)", text):
            stem = _LAST_LEVEL.sub("", stem)
        return stem + text
    numbered = _LAST_NUMBER.match(before)
    if _NUMBER_ALONE.match(text) and numbered:
        return numbered.group(1) + text
    of_source = f"{before.partition(': ')[0]}: {text}"
    return of_source if of_source in known else text


def _nearest(paragraph: str, provisions: Mapping[str, Provision]) -> Provision | None:
    stem = paragraph
    while stem not in provisions:
        shorter = _LAST_LEVEL.sub("", stem)
        if shorter == stem:
            return None
        stem = shorter
    return provisions[stem]
