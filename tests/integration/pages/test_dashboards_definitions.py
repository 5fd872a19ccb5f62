"""The page of definitions: every figure, rule and provision is found by its words and has an address."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from pages_fixture import Open, published, shown
from published_fixture import publish

from serving.definitions import matching

VIEW = "views/definitions.py"


def test_all_definitions_are_listed_with_their_addresses(home: Path, visit: Open) -> None:
    path = publish(home)
    figures, rules, provisions = published(
        path,
        "select (select count(*) from reference.metrics), "
        "(select count(distinct rule_id) from reference.policy_rules), "
        "(select count(*) from reference.provisions)",
    )
    page = shown(visit(VIEW))
    assert f"<h1>{figures + rules + provisions:,} definitions" in page
    assert f"Figures: {figures:,}" in page
    assert f"Rules: {rules:,}" in page
    assert 'href="definitions?of=priority_1_late"' in page
    assert 'href="definitions?of=R%28h%29%281%29"' in page


def test_a_search_holds_every_word_and_says_how_many_it_found(home: Path, visit: Open) -> None:
    publish(home)
    page = shown(visit(VIEW, q="recording PURGED"))
    assert "of=recording_purged_early" in page
    assert "of=priority_1_late" not in page
    assert "hold" in page.split("</h1>")[0]
    assert "<h1>Nothing holds the words “&lt;b&gt;xyzzy”</h1>" in shown(visit(VIEW, q="<b>xyzzy"))


def test_a_figure_has_its_law_its_sql_and_its_newest_values(home: Path, visit: Open) -> None:
    path = publish(home)
    sql, value = published(
        path,
        "select (select sql from reference.metrics where metric_id = 'share_screened_out'), share_screened_out "
        "from marts.statutory_counts where geography_type = 'state' and period_label = 'FY2026'",
    )
    page = shown(visit(VIEW, of="share_screened_out")).replace("&gt;", ">").replace("&#x27;", "'")
    assert "<h1>Share screened out</h1>" in page
    assert f"<code>{sql}</code>" in page
    assert f'FY2026</th><td class="n">{100 * value:.1f} %</td><td class="">complete</td>' in page
    assert "The law in plain words" in page


def test_a_rule_has_its_limits_and_leads_to_where_it_is_broken(home: Path, visit: Open) -> None:
    publish(home)
    page = shown(visit(VIEW, of="preliminary_inquiry_over_23_hours"))
    assert "<h1>Preliminary inquiry longer than 23 hours</h1>" in page
    assert "23 hours</th>" in page
    assert 'href="exceptions?rule=preliminary_inquiry_over_23_hours"' in page


def test_a_provision_says_what_is_done_about_it(home: Path, visit: Open) -> None:
    path = publish(home)
    citation, sentence, why_not = published(
        path, "select citation, plain_sentence, why_not from reference.provisions where why_not is not null limit 1"
    )
    page = shown(visit(VIEW, of=citation)).replace("&#x27;", "'")
    assert f"<h1>{citation}</h1>" in page
    assert sentence in page
    assert why_not in page


def test_an_unknown_definition_says_so(home: Path, visit: Open) -> None:
    publish(home)
    assert "There is no definition of “nonsense” in this publication: all are shown." in shown(
        visit(VIEW, of="nonsense")
    )


def test_the_tile_of_a_figure_leads_to_its_definition(home: Path, visit: Open) -> None:
    publish(home)
    assert 'href="definitions?of=calls_screened_out"' in shown(visit())


@pytest.mark.parametrize(
    ("words", "found"), [("", [0, 1]), ("B", [0, 1]), ("b d", [1]), ("d. b", [1]), ("x", []), ("(", [])]
)
def test_words_are_found_anywhere_and_are_no_pattern(words: str, found: list[int]) -> None:
    rows = pd.DataFrame({"id": ["a", "a"], "name": ["B", "b"], "citation": [None, "d."], "meaning": ["c", "c"]})
    assert list(matching(rows, words).index) == found
