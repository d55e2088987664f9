"""`python -m benchmarks`: measure, print the table, write JSON and docs/performance.md."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from . import offerings, volunteering
from .alone import alone
from .beside import measure as measure_in_turn
from .city import measure as measure_city
from .measure import QUICK, Effort, measure
from .registers import measure as measure_registers
from .report import document, table
from .say import say

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"
SMALL, LARGE = 10_000, 1_000_000


def main() -> int:
    """Run what the command line asks for; 0 also when a target is missed, since that is a result."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10,000 orders, one short run")
    parser.add_argument(
        "--data", type=Path, default=ROOT / ".bench", help="folder of the databases (./.bench)"
    )
    parser.add_argument("--profile", default="qianan")
    parser.add_argument(
        "--sizes", type=int, nargs="+", metavar="N", help=f"orders ({SMALL} {LARGE})"
    )
    parser.add_argument("--seconds", type=float, help="length of each run (20)")
    arguments = parser.parse_args()
    effort = QUICK if arguments.quick else Effort()
    if arguments.seconds:
        effort = Effort(runs=effort.runs, seconds=arguments.seconds, pages=effort.pages)
    sizes = arguments.sizes or ([SMALL] if arguments.quick else [SMALL, LARGE])
    begun = time.monotonic()
    RESULTS.mkdir(exist_ok=True)
    latest = RESULTS / "latest.json"
    results = []
    for size in sizes:
        folder = arguments.data.absolute() / str(size)
        results.append(alone(measure, folder, size, effort, profile=arguments.profile, say=say))
        # At once: the next size takes its time.
        text = json.dumps(results, ensure_ascii=False, indent=2)
        latest.write_text(f"{text}\n", encoding="utf-8")
    turns = None
    if sizes == [SMALL, LARGE]:
        small, large = (arguments.data.absolute() / str(size) for size in sizes)
        turns = alone(measure_in_turn, small, large, effort)
    took = time.monotonic() - begun
    sys.stdout.write(f"\n{table(results, turns)}\n\n{latest} ({took:.0f} s)\n")
    if turns and not arguments.quick:
        _write_page(results, turns, effort, arguments.data.absolute())
    return 0


def _write_page(
    results: list[dict[str, Any]], turns: dict[str, Any], effort: Effort, data: Path
) -> None:
    """Measure the rest and write docs/performance.md."""
    city = alone(measure_city, "jinan", data / "city")
    registers = alone(measure_registers, data / "registers")
    matched = alone(offerings.measure)
    day = alone(
        volunteering.measure, data / "volunteering",
        check_ins=volunteering.CHECK_INS, claims=volunteering.CLAIMS,
    )  # fmt: skip
    for name, found in (
        ("turns", turns), ("city", city), ("registers", registers), ("offerings", matched),
        ("volunteering", day),
    ):  # fmt: skip
        text = json.dumps(found, ensure_ascii=False, indent=2)
        (RESULTS / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
    page = ROOT / "docs" / "performance.md"
    page.write_text(
        document(results, turns, effort, city, registers, (matched, day)), encoding="utf-8"
    )
    sys.stdout.write(f"{page}\n")


if __name__ == "__main__":
    sys.exit(main())
