"""The most important law: the same files in any order give the same warehouse, the one that the contract describes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st
from ingest_home import ZONE, Home, assert_adds_up

# The times are so close that ties are common, and never over a day apart, so that no row is quarantined for its time.
TIMES = ("2026-11-20T00:00:00", "2026-11-20T12:00:00", "2026-11-21T00:00:00")
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """A row as it is delivered. `spoiled` names the part of it that is wrong."""

    key: str
    body: str
    updated: str
    deleted: bool = False
    spoiled: str = ""

    def text(self, with_updated: bool) -> str:
        """Return the row as one line of CSV."""
        recorded = "soon" if self.spoiled == "value" else "2026-11-01T08:00"
        body = "Jane" if self.spoiled == "body" else self.body
        fields = [{"key": "", "name": "Jane"}.get(self.spoiled, self.key), body, recorded]
        fields += [self.updated] if with_updated else []
        fields += ["Y" if self.deleted else ""]
        return ",".join(fields[: 2 if self.spoiled == "fields" else None])


@dataclass(frozen=True)
class File:
    """A file as it is delivered. If `stated` is None, nobody said when it was extracted."""

    lines: tuple[Line, ...]
    stated: str | None
    full: bool = False
    with_updated: bool = True

    @property
    def content(self) -> str:
        """The file's text."""
        header = "recording_id,referral_id,recorded_at," + ("updated_at," if self.with_updated else "") + "deleted"
        return "\n".join([header, *(each.text(self.with_updated) for each in self.lines)]) + "\n"

    def name(self, number: int) -> str:
        """Return a name that says kind and time."""
        return f"recordings{number}{'-full' if self.full else ''}{'_' + self.stated if self.stated else ''}.csv"


LINES = st.builds(
    Line,
    key=st.sampled_from(["K1", "K2", "K3"]),
    body=st.sampled_from(["R1", "R2"]),
    updated=st.sampled_from(["2026-11-19T00:00:00", *TIMES]),
    deleted=st.sampled_from([False, False, True]),
    spoiled=st.sampled_from(["", "", "", "", "", "value", "body", "key", "name", "fields"]),
)
DELTAS = st.builds(
    File,
    lines=st.lists(LINES, min_size=1, max_size=4).map(tuple),
    stated=st.sampled_from([None, *TIMES]),
    with_updated=st.sampled_from([True, True, False]),
)
FULLS = st.builds(
    File,
    lines=st.lists(LINES, max_size=4).map(tuple),
    stated=st.sampled_from(TIMES),
    full=st.just(True),
    with_updated=st.sampled_from([True, True, False]),
)


def without_the_held(files: list[File]) -> list[File]:
    """Beside full files, a file without any time is held in one order or another: give its rows a time."""
    if not any(each.full for each in files):
        return files
    return [replace(each, with_updated=each.with_updated or each.stated is None) for each in files]


FILES = st.lists(st.one_of(DELTAS, FULLS), min_size=2, max_size=5).map(without_the_held)


def instant(text: str | None) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC) if text else NEVER


def expected(files: list[File]) -> dict[str, set[str | None]]:
    """Return which bodies may be current for each key, by the contract read literally; None stands for no row.

    There is more than one body only where nothing but the fixed order of contents decides.
    """
    versions: set[tuple[str, datetime, datetime, str | None]] = set()
    fulls: list[tuple[datetime, set[str]]] = []
    for file in set(files):
        good: dict[tuple[str, str], set[str | None]] = {}
        present: set[str] = set()
        readable = True
        for line in file.lines:
            if line.spoiled in ("key", "name", "fields"):
                readable = False
                continue
            present.add(line.key)
            if not (line.spoiled in ("value", "body") and not line.deleted):
                content = None if line.deleted else line.body
                good.setdefault((line.key, line.updated if file.with_updated else ""), set()).add(content)
        for (key, updated), contents in good.items():
            if len(contents) == 1:
                (content,) = contents
                versions.add((key, instant(updated or file.stated), instant(file.stated), content))
        if file.full and readable:
            fulls.append((instant(file.stated), present))
    for at, present in fulls:
        lacking = {key for key, _, extracted, body in versions if body and extracted <= at and key not in present}
        versions |= {(key, at, at, None) for key in lacking}
    newest: dict[str, set[str | None]] = {}
    for key in {key for key, *_ in versions}:
        top = max((updated, extracted) for k, updated, extracted, _ in versions if k == key)
        bodies = {body for k, *when, body in versions if k == key and tuple(when) == top}
        newest[key] = {None} if None in bodies else bodies
    return newest


def delivered(files: list[File], order: list[int]) -> list[dict[str, object]]:
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        paths = [home.write(file.name(number), file.content) for number, file in enumerate(files)]
        for result in home.ingest(*(paths[each] for each in order)):
            assert result.status in ("landed", "unchanged")
            assert_adds_up(result)
        return home.current("recordings")


K1, K2 = Line("K1", "R1", TIMES[0]), Line("K2", "R1", TIMES[0])


# Each example reads about seven files, which is slow, so there are fewer examples than elsewhere.
@settings(max_examples=settings.default.max_examples // 3)
@given(files=FILES, data=st.data())
@example(files=[File((K1,), None), File((K2,), TIMES[1], full=True)], data=None)
@example(files=[File((K1, K2), TIMES[0]), File((K2,), TIMES[1], full=True), File((K1,), TIMES[2])], data=None)
@example(files=[File((K1,), TIMES[0]), File((), TIMES[1], full=True), File((), TIMES[1], full=True)], data=None)
def test_any_order_of_files_gives_the_same_current_rows(files: list[File], data: st.DataObject | None) -> None:
    forward = list(range(len(files)))
    order = data.draw(st.permutations(forward)) if data else forward[::-1]
    rows = delivered(files, forward)
    assert delivered(files, order) == rows
    found = {str(row["recording_id"]): str(row["referral_id"]) for row in rows}
    allowed = expected(files)
    assert found.keys() <= allowed.keys()
    for key, bodies in allowed.items():
        assert found.get(key) in bodies, (key, bodies)


def test_delivering_everything_again_changes_nothing(tmp_path: Path) -> None:
    files = [
        File((Line("K3", "R1", TIMES[0]),), None, with_updated=False),
        File((K1, K2), TIMES[0]),
        File((Line("K1", "R2", TIMES[1]), Line("K3", "R1", TIMES[0], deleted=True)), TIMES[1]),
        File((Line("K1", "R2", TIMES[1]), Line("K3", "R1", TIMES[0])), TIMES[2], full=True),
    ]
    home = Home(tmp_path)
    paths = [home.write(file.name(number), file.content) for number, file in enumerate(files)]
    home.ingest(*paths)
    rows, raw = home.current("recordings"), home.raw("recordings")
    again = home.ingest(*reversed(paths))
    assert [each.status for each in again] == ["unchanged"] * 4
    assert (home.current("recordings"), home.raw("recordings")) == (rows, raw)
