"""Names that somebody else chose are shown without a word about a person, and the words of exports stay."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.reading.shown_names import LONGEST_SHOWN, shown_column, shown_name

FILES = {
    "referrals_2026-11-20.csv": "referrals_2026-11-20.csv",
    "REFERRALS-full_2026-11-20T06-00-00Z.CSV.GZ": "REFERRALS-full_2026-11-20T06-00-00Z.CSV.GZ",
    "oca_complaints-part2of3-final_v2.parquet": "oca_complaints-part2aa3-final_v2.parquet",
    "referrals_2026-11-20_Jane_Doe.csv": "referrals_2026-11-20_aaaa_aaa.csv",
    "referrals_JaneDoe.csv": "referrals_aaaaaaa.csv",
    "referrals_April_May_June.csv": "referrals_aaaaa_aaa_aaaa.csv",
    "referrals_J.A.N.E.csv": "referrals_a.a.a.a.csv",
    "referrals_Zoë_Ngô.csv": "referrals_aaa_aaa.csv",
    "referrals_Zoe\u0308.csv": "referrals_aaa.csv",
    "referrals_東京.csv": "referrals_aa.csv",
    "referrals_\x1b[31m\u202e😀.csv": "referrals_?[31m??.csv",
    "referrals\udcff.csv": "referrals?.csv",
    "referrals\nfake.csv": "referrals?aaaa.csv",
    "referrals_٣.csv": "referrals_9.csv",
    "[r]eferrals.csv": "[r]eferrals.csv",
    "my_referral.csv": "aa_referral.csv",
    "x" * 300: "a" * 97 + "...",
}
COLUMNS = {
    "child_birth_date": "child_birth_date",
    "worker_id": "worker_id",
    "jane_doe": "aaaa_aaa",
    "Ann said": "aaa aaaa",
}


@pytest.mark.parametrize("name", FILES)
def test_the_name_of_a_file(name: str) -> None:
    assert shown_name(name) == FILES[name]


@pytest.mark.parametrize("name", COLUMNS)
def test_the_name_of_a_column(name: str) -> None:
    assert shown_column(name) == COLUMNS[name]


@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_any_name_is_short_and_printable(name: str) -> None:
    for shown in (shown_name(name), shown_column(name)):
        assert shown.isascii()
        assert shown.isprintable() or not shown
        assert len(shown) <= LONGEST_SHOWN


@given(st.text("QXZJqxzj", min_size=2, max_size=20), st.sampled_from("_- .0'"), st.booleans())
def test_no_word_but_a_plain_one_is_shown(word: str, mark: str, first: bool) -> None:
    name = f"{word}{mark}referrals" if first else f"referrals{mark}{word}"
    assert not re.search("[QXZJqxzj]", shown_name(name))
