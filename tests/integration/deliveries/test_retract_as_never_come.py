"""A batch that was taken back leaves the warehouse as if it had never come, in any order of files and retractions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from ingest_home import Home, assert_adds_up
from test_ingest_order import TIMES, File, Line, without_the_held

from ingest.storing.ledger import LoadResult

# One instant in the repeated hour of autumn, with and without a note; and the times of the files.
REPEATED = ("2026-11-01T01:30:00", "2026-11-01T01:30:00-05:00")

LINES = st.builds(
    Line,
    key=st.sampled_from(["K1", "K2", "K3"]),
    body=st.sampled_from(["A1", "B1"]),
    updated=st.sampled_from([*REPEATED, "2026-11-19T00:00:00", *TIMES]),
    deleted=st.sampled_from([False, False, True]),
    spoiled=st.sampled_from(["", "", "", "", "", "value", "key", "fields"]),
)
FILE = st.builds(
    File,
    lines=st.lists(LINES, max_size=4).map(tuple),
    stated=st.sampled_from([None, *TIMES]),
    full=st.booleans(),
    with_updated=st.sampled_from([True, True, False]),
).map(lambda file: File(file.lines, file.stated, file.full and file.stated is not None, file.with_updated))


@dataclass(frozen=True)
class Step:
    """Deliver the file `number`, or take back the batch that it became."""

    number: int
    back: bool = False


FILES = st.lists(FILE, min_size=2, max_size=5).map(without_the_held)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[File], list[Step]]:
    """Return files and steps: each file is delivered once or twice, and at least one is taken back in between."""
    files = draw(FILES)
    order = draw(st.permutations([*range(len(files)), draw(st.integers(0, len(files) - 1))]))
    steps = [Step(each) for each in order]
    for number in draw(st.lists(st.sampled_from(range(len(files))), min_size=1, max_size=2, unique=True)):
        first = next(at for at, each in enumerate(steps) if each.number == number)
        steps.insert(draw(st.integers(first + 1, len(steps))), Step(number, back=True))
    return files, steps


def facts(home: Home) -> dict[str, Any]:
    """Return what the raw tables and the tables beside them say, without the numbers of loads and the times of loading.

    A version and its sightings are one set. Which of them is the version tells only who came first.
    """
    names = {line["load_id"]: line["file_name"] for line in home.loads()}
    place = "recording_id, _content_hash, _order_updated_at, _order_extracted_at"
    when = "case when isfinite(_order_extracted_at) then _extracted_at end"
    made = "_time_notes is not distinct from 'absent from a full file'"
    rows = home.ask(
        f"select {place}, {when} as at, _load_id, {made} as made, _own_time_notes as own from raw.recordings "
        f"union all select {place}, {when}, _load_id, {made}, _time_notes from raw.recordings_seen"
    )
    return {
        "places": {str(list(row.values())[:5]) for row in rows},
        "sightings": sorted(
            (names[row["_load_id"]], row["recording_id"], row["_content_hash"], str(row["own"]))
            for row in rows
            if not row["made"]
        ),
        "versions": sorted(str(row) for row in home.raw("recordings")),
        "notes": sorted(map(str, home.ask("select recording_id, _content_hash, _time_notes from raw.recordings "
                                          "where not deleted"))),
        "current": home.current("recordings"),
        "quarantine": sorted(str((names[row.pop("load_id")], row)) for row in home.quarantine()),
        "columns": sorted(
            (names[row["load_id"]], row["column_name"]) for row in home.ask("select * from ledger.delivered_columns")
        ),
    }  # fmt: skip


def deliver(home: Home, files: list[File], number: int) -> LoadResult:
    file = files[number]
    (result,) = home.ingest(home.write(file.name(number), file.content))
    assert_adds_up(result)
    return result


def said(result: LoadResult) -> dict[str, Any]:
    """Return what became of a file, without what differs between two warehouses: numbers and times of loading."""
    return {name: value for name, value in vars(result).items() if name not in ("load_id", "extracted_at", "reason")}


def same(one: File, other: File) -> bool:
    """Whether two files are the same delivery."""
    return (one.content, one.stated, one.full) == (other.content, other.stated, other.full)


def first_in(home: Home, file: File, files: list[File]) -> str | None:
    """Return the landed load of the same delivery, or None."""
    names = {each.name(number) for number, each in enumerate(files) if same(each, file)}
    return next((line["load_id"] for line in home.loads() if line["status"] == "landed" and line["file_name"] in names),
                None)  # fmt: skip


A, B = Line("K1", "A1", TIMES[0]), Line("K1", "B1", TIMES[1])
NOTED, PLAIN = Line("K1", "A1", REPEATED[0]), Line("K1", "A1", REPEATED[1])
GONE = Line("K1", "A1", TIMES[1], deleted=True)
FULL = File((Line("K2", "A1", TIMES[0]),), TIMES[1], full=True)


# Each example reads about a dozen files, which is slow, so there are fewer examples than elsewhere.
@settings(max_examples=settings.default.max_examples // 6, phases=(Phase.explicit, Phase.generate))
@given(history=histories(), later=st.lists(FILE, max_size=2))
# A version whose first sighting is taken back; one whose other sighting is; a note that only one of them has.
@example(history=([File((A,), TIMES[0]), File((A,), TIMES[1])], [Step(0), Step(1), Step(0, True)]), later=[])
@example(history=([File((A,), TIMES[1]), File((B,), TIMES[0])], [Step(1), Step(0), Step(1, True)]), later=[])
@example(history=([File((NOTED,), TIMES[0]), File((PLAIN,), TIMES[1])], [Step(0), Step(1), Step(0, True)]), later=[])
@example(history=([File((NOTED,), TIMES[0]), File((PLAIN,), TIMES[1])], [Step(1), Step(0), Step(0, True)]), later=[])
# A full file's deletions go with it, also where its rows came later, and stay where another full file makes them too.
@example(history=([File((A,), TIMES[0]), FULL], [Step(0), Step(1), Step(1, True)]), later=[])
@example(history=([File((A,), TIMES[0]), FULL], [Step(1), Step(0), Step(1, True)]), later=[])
@example(
    history=([File((A,), TIMES[0]), FULL, File((), TIMES[1], full=True)], [Step(0), Step(1), Step(2), Step(1, True)]),
    later=[],
)
# A full file has nothing to delete once the row is gone; a stated deletion stays where a full file's goes.
@example(history=([File((A,), TIMES[0]), FULL], [Step(0), Step(1), Step(0, True)]), later=[])
@example(
    history=([File((A,), TIMES[0]), FULL, File((GONE,), TIMES[2])], [Step(0), Step(1), Step(2), Step(1, True)]),
    later=[],
)
@example(
    history=([File((A,), TIMES[0]), FULL, File((GONE,), TIMES[1])], [Step(2), Step(0), Step(1), Step(2, True)]),
    later=[],
)
# A repeat of what was taken back says nothing either, and it does not land again.
@example(history=([File((A,), TIMES[0]), File((A,), TIMES[0])], [Step(0), Step(1), Step(0, True), Step(1)]), later=[])
def test_taken_back_is_never_come(history: tuple[list[File], list[Step]], later: list[File]) -> None:
    files, steps = history
    files = without_the_held([*files, *later])
    gone = {step.number for step in steps if step.back}
    gone = {number for number, file in enumerate(files) if any(same(file, files[each]) for each in gone)}
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        home, never = Home(Path(one)), Home(Path(other))
        taken_back: list[File] = []
        for step in steps:
            file = files[step.number]
            if step.back:
                load_id = first_in(home, file, files)
                if load_id:
                    home.retract(load_id)
                    taken_back.append(file)
                continue
            result = deliver(home, files, step.number)
            if any(same(file, each) for each in taken_back):
                assert (result.status, result.rows_held) == ("held", result.rows_in_file)
            else:
                assert result.status in ("landed", "unchanged")
            if step.number not in gone:
                deliver(never, files, step.number)
        never.ingest()
        assert facts(home) == facts(never)
        for number in range(len(files) - len(later), len(files)):
            if number not in gone:
                one_result, other_result = (deliver(each, files, number) for each in (home, never))
                assert said(one_result) == said(other_result)
        assert facts(home) == facts(never)
