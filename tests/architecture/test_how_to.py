"""What the documents name exists: paths, tests, links, make targets, commands and their options."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from typer.main import get_group

from hotline.cli import app

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from docs.worked_examples import Step, new_files, pages, read_steps

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    [
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
        *(ROOT / "docs" / name for name in ("architecture.md", "operations.md")),
        *(ROOT / "docs" / "adr").glob("*.md"),
        *(ROOT / "docs" / "how-to").glob("*.md"),
    ]
)
# What lies in a home, beside a user's extracts or in Python's environment, and not in the project.
OUTSIDE = re.compile(r"(?:/path|~|mine|build|published|reports|validation|logs|temp|dbt|demo|var|\.venv)/.*")
OUTSIDE_FILES = re.compile(
    r"(?:referrals|oca_complaint)[\w-]*\.csv|contract\.html|(?:manifest|status|filing|figures|hotline)\.json|hotline\.toml|[\w<>]+\.(?:duckdb|jsonl)"
)
# What a path may leave open: <id>, <topic>, x in rule_x, and *.
OPEN = re.compile(r"<[a-z]+>|(?<=_)x(?=\.)|\*+")

SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
FENCE = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PATH = re.compile(r"[\w.<>*-]*/[\w./<>*-]*")
FILE = re.compile(r"[\w.<>*-]+\.(?:py|sql|yml|csv|md|toml|in|txt|html|jsonl?|duckdb)")
TEST = re.compile(r"([\w./-]+\.py)::(\w+)")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)

# Each command of `hotline` with its options.
OPTIONS = {
    command: {option for parameter in found.params for option in parameter.opts}
    for command, found in get_group(app).commands.items()
}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def spans(document: Path) -> list[str]:
    """What the document sets in code within a line; blocks left out."""
    text = re.sub(r"^```.*?^```$", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return SPAN.findall(text)


@cache
def steps(document: Path) -> list[Step]:
    return read_steps(document) if document in pages() else []


@cache
def examples() -> set[str]:
    """The files that the worked examples add."""
    return {path for page in pages() for path in new_files(steps(page))}


@cache
def file_names() -> set[str]:
    """The names of all files of the project."""
    rooms = [path for path in ROOT.iterdir() if path.name not in (".git", ".venv", "var")]
    return {path.name for room in rooms for path in ([room] if room.is_file() else room.rglob("*"))}


def commands(document: Path) -> Iterator[list[str]]:
    """Every line of code that begins with a program, as its words; a comment is none of them."""
    blocks = [line for block in FENCE.findall(document.read_text(encoding="utf-8")) for line in block.splitlines()]
    for line in [*blocks, *spans(document)]:
        words = line.split("#")[0].split()
        if words:
            yield [Path(words[0]).name, *words[1:]]


def exists(path: str) -> bool:
    """Whether something in the project matches a path; one name alone, such as steps/, may be a folder anywhere."""
    pattern = OPEN.sub(lambda found: "**" if found[0] == "**" else "*", path.rstrip("/"))
    return any(ROOT.glob(pattern)) or ("/" not in pattern and any(ROOT.glob(f"models/**/{pattern}/")))


def test_the_documents_are_there() -> None:
    assert len(DOCUMENTS) > 20
    assert [page.stem for page in pages()] == [
        "add-a-command", "add-a-metric", "add-a-page", "add-a-rule", "add-a-state", "add-an-extract-column",
    ]  # fmt: skip


def test_the_list_has_every_page() -> None:
    listed = re.findall(r"^\| \[.+?\]\((.+?)\)", (ROOT / "docs" / "how-to" / "README.md").read_text(), re.MULTILINE)
    assert sorted(listed) == [page.name for page in pages()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_path_exists(document: Path) -> None:
    named = [each for each in spans(document) if PATH.fullmatch(each) and not OUTSIDE.fullmatch(each)]
    assert [each for each in named if each not in examples() and not exists(each)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_file_name_is_one_of_the_project(document: Path) -> None:
    named = [each for each in spans(document) if FILE.fullmatch(each) and not OUTSIDE_FILES.fullmatch(each)]
    there = [Path(each) for each in file_names() | examples()]
    assert [each for each in named if not any(known.match(OPEN.sub("*", each)) for known in there)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_test_that_is_named_is_there(document: Path) -> None:
    for path, test in TEST.findall(document.read_text(encoding="utf-8")):
        assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{test}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_leads_somewhere(document: Path) -> None:
    wrong = []
    for link in LINK.findall(document.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if "://" in link:
            continue
        if not target.exists() or (anchor and anchor not in anchors(target)):
            wrong.append(link)
    assert wrong == []


def anchors(document: Path) -> set[str]:
    """The places in a document to which a link may lead."""
    headings = HEADING.findall(document.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_make_target_is_there(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {word for words in commands(document) if words[0] == "make" for word in words[1:] if "=" not in word}
    assert named - targets == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_command_and_option_is_there(document: Path) -> None:
    added = {Path(path).stem for path in examples() if path.startswith("hotline/commands/")}
    for words in commands(document):
        if words[0] != "hotline" or len(words) == 1 or words[1].startswith(("-", "<")) or words[1] in added:
            continue
        assert words[1] in OPTIONS, words
        assert {word for word in words if word.startswith("--")} - OPTIONS[words[1]] == set(), words
