"""Generates the extracts of an invented state's hotline: three fiscal years and the running one, in several deliveries.

In: a number of reports, a seed and a jurisdiction's folder of seeds. Out: one folder per delivery.
"""

from __future__ import annotations

import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from ingest.contract import Contract
from ingest.synthetic.extracts.allegations import build_allegations
from ingest.synthetic.extracts.calls import build_calls
from ingest.synthetic.extracts.complaints import build_complaints
from ingest.synthetic.extracts.contacts import build_contacts
from ingest.synthetic.extracts.earlier import correct
from ingest.synthetic.extracts.inquiries import build_inquiries
from ingest.synthetic.extracts.recordings import build_disclosures, build_recordings
from ingest.synthetic.extracts.reports import draw_reports
from ingest.synthetic.extracts.reviews import build_reviews
from ingest.synthetic.files.spoil import spoil
from ingest.synthetic.files.text import Texts
from ingest.synthetic.files.versions import Columns, History, orphan
from ingest.synthetic.files.write import File, open_file, write_manifest
from ingest.synthetic.state import people
from ingest.synthetic.state.arrivals import plan_arrivals
from ingest.synthetic.state.calibration import Calibration
from ingest.synthetic.state.clock import Clock, day_number
from ingest.synthetic.state.dice import Dice, Ints
from ingest.synthetic.state.families import Memory
from ingest.synthetic.state.setting import Setting
from ingest.synthetic.state.tables import Table
from ingest.synthetic.state.world import load_world

CHUNK = 40_000


@dataclass(frozen=True)
class Planned:
    """A delivery: its folder, its instant, and for each extract its file and whether it is full.

    `again` names an extract: its file of the delivery before is delivered once more.
    """

    folder: Path
    extracted_at: datetime
    files: dict[str, tuple[File, bool]]
    again: str | None


def generate(
    directory: Path,
    *,
    referrals: int = 250_000,
    seed: int = 20260701,
    jurisdiction_seeds: Path,
    until: date | None = None,
    chunk_size: int = CHUNK,
) -> list[Path]:
    """Write `referrals` reports and all rows that belong to them below `directory`; a seed always gives the same bytes.

    However many there are, the reports are received from the start of the third fiscal year before the running one
    until the morning of `until` (by default the calibration's day). Each delivery has a folder, named by its day, with
    a manifest. `chunk_size` bounds the memory, whatever the number of reports. Returns the extracts' files in the order
    of their delivery. Raises ValueError for fewer than one report, or for seeds without a code that is needed.
    """
    if referrals < 1:
        raise ValueError("referrals must be 1 or more.")
    cal, world = Calibration(), load_world(jurisdiction_seeds)
    last = until or cal.day("until")
    first = _window_start(last, world.fiscal_month, int(cal.number("full_fiscal_years")))
    clock = Clock(world.zone, first, last)
    days = [last - timedelta(days=each["days_before_last"]) for each in cal.group("deliveries")]
    moments = tuple(_instant(clock, day, int(cal.number("extraction_hour"))) for day in days)
    start = int(clock.midnight(np.array([day_number(first)]))[0])
    setting = Setting(seed, start, moments, clock, world, cal)
    arrivals = plan_arrivals(referrals, first, moments[-1], clock, world, cal, seed)

    directory.mkdir(parents=True, exist_ok=True)
    plan = [_plan(directory, k, days, setting) for k in range(len(days))]
    memory = Memory()
    with ThreadPoolExecutor(max_workers=2) as pool:
        writing: list[Future[None]] = []
        for chunk, span in enumerate(arrivals.chunks(chunk_size)):
            reports, concerns, inquiries = draw_reports(chunk, span, arrivals, memory, setting)
            tables = _tables(reports, concerns, inquiries, span[0], chunk, setting)
            for each in writing:
                each.result()
            writing = [pool.submit(_deliver, table, chunk, plan, setting) for table in tables]
        for each in writing:
            each.result()
    (directory / "README.md").write_text(_readme(referrals, seed, first, last, cal), encoding="utf-8")
    return _finish(plan)


def _window_start(last: date, month: int, years: int) -> date:
    running = last.year if last.month >= month else last.year - 1
    return date(running - years, month, 1)


def _instant(clock: Clock, day: date, hour: int) -> int:
    return int(clock.instants(np.array([day_number(day) * 86_400 + hour * 3600]))[0])


def _plan(directory: Path, k: int, days: list[date], setting: Setting) -> Planned:
    stated = setting.cal.group("deliveries")[k]
    folder = directory / days[k].isoformat()
    folder.mkdir(exist_ok=True)
    files = {}
    for extract, form in stated["files"].items():
        full = form.startswith("full.")
        name = f"{extract}{'-full' if full else ''}_{days[k].isoformat()}.{form.removeprefix('full.')}"
        quirk = stated.get("quirks", {}).get(extract)
        files[extract] = (open_file(folder / name, setting.world.contracts[extract], quirk), full)
    extracted_at = datetime.fromtimestamp(setting.moments[k], setting.clock.zone)
    return Planned(folder, extracted_at, files, stated.get("again"))


def _tables(
    reports: Table, concerns: dict[str, Ints], drawn: dict[str, Ints], first: int, chunk: int, setting: Setting
) -> list[Table]:
    """Build a chunk's reports and child rows. The numbers of child rows have gaps, as in a real system."""
    world, cal = setting.world, setting.cal
    allegations = build_allegations(reports, concerns, first, chunk, setting)
    reviews = build_reviews(reports, first * 2, chunk, setting)
    contacts = build_contacts(reports, first * 8, chunk, setting)
    recordings = build_recordings(reports, first, chunk, setting)
    disclosures = build_disclosures(recordings, first, chunk, setting)
    inquiries = build_inquiries(reports, drawn, first)
    complaints = build_complaints(reports, first, chunk, setting)
    calls = build_calls(reports, first * 8, chunk, setting)
    for table, column in ((allegations, "referral_id"), (contacts, "referral_id"), (recordings, "referral_id"),
                          (disclosures, "recording_id"), (inquiries, "referral_id"), (reviews, "referral_id"),
                          (complaints, "referral_id"), (calls, "referral_id")):  # fmt: skip
        orphan(table, column, Dice(setting.seed, chunk, f"orphans {table.extract}", len(table)), cal)
    for column in ("maltreatment_type", "perpetrator_role"):
        codes = len(world.codes("allegations", column))
        dice = Dice(setting.seed, chunk, f"corrections {column}", len(allegations))
        correct(allegations, column, codes, setting.moments, dice, cal)
    return [reports, allegations, contacts, recordings, disclosures, inquiries, reviews, complaints, calls]


def _deliver(table: Table, chunk: int, plan: list[Planned], setting: Setting) -> None:
    """Append a chunk's rows of one extract to the files of every delivery."""
    contract = setting.world.contracts[table.extract]
    texts = Texts(contract, setting.world, setting.clock, setting.cal)
    history = History(table, contract, setting.moments, setting.cal, setting.seed, chunk)
    for k, delivery in enumerate(plan):
        file, full = delivery.files[table.extract]
        for part, columns in enumerate(history.carried(k, full)):
            if file.quirk == "derived":
                _derive(columns, contract)
            dice = Dice(setting.seed, chunk, f"{table.extract} {k} {part}", len(columns[contract.key]))
            out = texts.render(columns, dice, file.manner)
            if file.manner.odd and part == 0:
                out = spoil(out, contract, delivery.extracted_at, dice, setting.cal)
            if file.quirk == "extra":
                out["intake_worker"] = pa.array([f"{people.TOKEN}ker"] * len(out[contract.key]), pa.string())
            file.append(out)


def _derive(columns: Columns, contract: Contract) -> None:
    """Replace each identifying text by whether it was given."""
    for field in contract.fields:
        if field.how == "text_given" and field.becomes and field.name in columns:
            columns[field.becomes] = (columns.pop(field.name) >= 0).astype(np.int64)


def _finish(plan: list[Planned]) -> list[Path]:
    paths = []
    for k, delivery in enumerate(plan):
        entries = []
        for file, full in delivery.files.values():
            file.close()
            entries.append((file.path, file.rows, delivery.extracted_at, "full" if full else "delta"))
        if delivery.again:
            before = plan[k - 1].files[delivery.again][0]
            copy = shutil.copyfile(before.path, delivery.folder / before.path.name)
            entries.append((copy, before.rows, plan[k - 1].extracted_at, "delta"))
        write_manifest(delivery.folder, entries)
        paths += [entry[0] for entry in entries]
    return paths


def _readme(referrals: int, seed: int, first: date, last: date, cal: Calibration) -> str:
    change, gap = cal.group("practice_change"), cal.group("staffing_gap")
    return (
        "# Synthetic extracts\n\n"
        f"No row of these files is about anyone. {referrals:,} reports received from {first} to the morning of {last}, "
        f"drawn with seed {seed}.\n\n"
        f"- Practice change on {change['changed_on']}: {change['what']} The share screened out steps from about "
        f"{change['screened_out_before']:.0%} to about {change['screened_out_after']:.0%}.\n"
        f"- Staffing gap for {gap['weeks']} weeks from {gap['from']}: callers of the telephone line wait about "
        f"{gap['longer']:.0f} times as long, and many give up.\n"
        f'- Every identifying text, except placeholders such as "unknown", carries the letters {people.TOKEN}, '
        "so a search for them finds any leaked text.\n"
        "- ingest/synthetic/state/calibration.yml says where each figure comes from, "
        "and whether it is published or invented.\n"
    )
