"""Write the page of provisions: the seed `provisions` goes in, docs/policy-coverage.md comes out (`make docs`).

Usage: python -m docs.coverage
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import groupby
from pathlib import Path

from hotline.warehouse.program_files import default_jurisdiction, seeds_of

PAGE = Path(__file__).with_name("policy-coverage.md")
TREATMENTS = {
    "judged": "a rule holds reports against it",
    "counted": "a figure or measure counts it",
    "shown": "what the extracts say of it stands in a table",
    "not_measurable": "nothing can be measured",
}
Row = dict[str, str]
OTHER = "other sources"
_HEAD = """# What the warehouse does about each provision

Every paragraph of the policy in its order and in our own words, with the rule that judges it, the tables and columns
that count or show it, or why nothing can be measured. The policy's own text binds and is cited, not copied: R(x) is the
rule OAC 340:75-3-130, ITS n an instruction to its staff, each read in the revision named below. This page is written by
`make docs` from the seed `provisions`, which is published as `reference.provisions`; a test holds it to the seed.
`hotline explain RULE` says how a rule is judged, `hotline explain METRIC` how a figure is counted.
"""


def read(seeds: Path) -> list[Row]:
    """Return the provisions of a jurisdiction in their order; `seeds` is the folder of its seeds."""
    with (seeds / "provisions.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def render(rows: list[Row]) -> str:
    """Return the page as Markdown; `rows` are the provisions in their order."""
    parts = [_HEAD, _summary(rows)]
    for section, of_section in groupby(rows, key=lambda row: row["section"]):
        parts.append(_section(section, list(of_section)))
    return "".join(parts)


def _summary(rows: list[Row]) -> str:
    sources = sorted(dict.fromkeys(_source(row) for row in rows), key=lambda source: source == OTHER)
    counts = Counter((_source(row), row["treatment"]) for row in rows)
    lines = [
        "\n## In short\n",
        "\n| | " + " | ".join([*sources, "together"]) + " |\n",
        "|---" * (len(sources) + 2) + "|\n",
    ]
    for treatment, meaning in TREATMENTS.items():
        numbers = [counts[source, treatment] for source in sources]
        cells = " | ".join(str(number) for number in [*numbers, sum(numbers)])
        lines.append(f"| **{_in_words(treatment)}**: {meaning} | {cells} |\n")
    wholes = [sum(counts[source, each] for each in TREATMENTS) for source in sources]
    lines.append("| paragraphs | " + " | ".join(str(number) for number in [*wholes, sum(wholes)]) + " |\n")
    rules = {rule for row in rows for rule in _split(row["rule_ids"])}
    partly = sum(1 for row in rows if row["why_not"] and row["treatment"] != "not_measurable")
    lines.append(
        f"\n{len(rules)} rules judge. Of {partly} of the paragraphs that are judged, counted or shown, a part can't be "
        "measured; the last column says which.\n"
    )
    return "".join(lines)


def _section(section: str, rows: list[Row]) -> str:
    revisions = sorted({row["revision"] for row in rows if row["revision"]})
    revised = f"Revised {' and '.join(revisions)}.\n\n" if revisions else ""
    lines = [
        f"\n## {section} · {rows[0]['subject']}\n\n{revised}",
        "| paragraph | in our own words | what the warehouse does | what can't be measured |\n|---|---|---|---|\n",
    ]
    for row in rows:
        cells = (
            row["citation"].replace(" ", "\N{NO-BREAK SPACE}", 1),
            row["plain_sentence"],
            _done(row),
            row["why_not"],
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n")
    return "".join(lines)


def _done(row: Row) -> str:
    rules = ", ".join(f"`{rule}`" for rule in _split(row["rule_ids"]))
    parts = [f"**{_in_words(row['treatment'])}**" + (f" by {rules}" if rules else "")]
    columns: dict[str, list[str]] = {}
    for each in _split(row["objects"]):
        schema, _, rest = each.partition(".")
        table, _, column = rest.partition(".")
        columns.setdefault(f"{schema}.{table}" if table else f"{schema}.*", []).extend(
            [f"`{column}`"] if column else []
        )
    parts += [f"`{table}`" + (f": {', '.join(names)}" if names else "") for table, names in columns.items()]
    return "; ".join(parts)


def _source(row: Row) -> str:
    named = re.match(r"([A-Z]+)(?=\(| \d)", row["section"])
    return named.group(1) if named else OTHER


def _in_words(treatment: str) -> str:
    return treatment.replace("_", " ")


def _split(listed: str) -> list[str]:
    return [each for each in listed.split(";") if each]


if __name__ == "__main__":
    PAGE.write_text(render(read(seeds_of(default_jurisdiction()))), encoding="utf-8")
