"""`make bench`: measures the time and peak memory of each step against a floor measured in the same run.

Usage: python -m benchmarks.run [REPORTS...]   (without sizes: 100000 and 1000000)
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.extracts import files_of_every_extract

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Measured:
    """Wall-clock seconds, processor seconds, and the largest resident size of any one process in MiB."""

    seconds: float
    processor: float
    peak: float


def measure(command: list[str], environment: dict[str, str]) -> Measured:
    """Run a command to its end and measure it.

    Raises CalledProcessError if it fails. Exit code 3, rows quarantined, is not a failure.
    """
    started = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    process.returncode = code
    if code not in (0, 3):
        raise subprocess.CalledProcessError(code, command, stderr=errors)
    return Measured(time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def bench(referrals: int, folder: Path) -> None:
    """Measure one size and print its table."""
    files = files_of_every_extract(folder, referrals)
    sizes = [each.stat().st_size for each in files.glob("*.csv")]
    hotline = str(Path(sys.executable).with_name("hotline"))
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        home = Path(scratch) / "home"
        environment = {**os.environ, "HOTLINE_HOME": str(home)}
        floor = measure(
            [sys.executable, "-m", "benchmarks.floor", str(files), str(Path(scratch) / "floor.duckdb")], environment
        )
        steps = {
            "ingest, with its validation": measure([hotline, "ingest", str(files)], environment),
            "build": measure([hotline, "build"], environment),
            "publish, with its validation": measure([hotline, "publish"], environment),
        }
        shutil.rmtree(home)
        together = measure([hotline, "run", str(files)], environment)
    total = sum(each.seconds for each in steps.values())
    print(f"\n{referrals:,} reports, {len(sizes)} files of {sum(sizes) / 1e6:,.0f} MB together")
    print(f"{'step':32}{'seconds':>9}{'processor':>11}{'peak MiB':>10}{'x floor':>9}")
    for name, each in {"floor": floor, **steps, "hotline run (all three)": together}.items():
        print(
            f"{name:32}{each.seconds:9.1f}{each.processor:11.1f}{each.peak:10,.0f}{each.seconds / floor.seconds:9.2f}"
        )
    allowed = 3 * floor.seconds + 20
    print(
        f"ingest + build + publish: {total:.1f} s; 3 x floor + 20 s = {allowed:.1f} s; ratio {total / allowed:.2f}; "
        f"in one command {together.seconds:.1f} s, ratio {together.seconds / allowed:.2f}",
        flush=True,
    )


def main() -> None:
    """Measure the sizes given on the command line."""
    sizes = [int(each) for each in sys.argv[1:]] or [100_000, 1_000_000]
    folder = Path(os.environ.get("BENCH_FOLDER", ROOT / "var" / "bench"))
    folder.mkdir(parents=True, exist_ok=True)
    for each in sizes:
        bench(each, folder)


if __name__ == "__main__":
    main()
