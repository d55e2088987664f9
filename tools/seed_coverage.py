"""Write docs/seed-coverage.md: which of the 170 rows works, by the tests named after it.

A test `test_ml_13_…` shows row ML-13; `test_ml_13_part_…` shows a part of it.
"""

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROWS = ROOT / "docs" / "seed-rows.csv"
PAGE = ROOT / "docs" / "seed-coverage.md"
TEST = re.compile(r"^def (test_(ml|xy|qa|jn|qj)_(\d\d)_(part_)?\w+)\(", re.MULTILINE)
PLACES = {"ML": "Mile 弥勒", "XY": "Xiangyun 祥云", "QA": "Qian'an 乾安", "JN": "Jinan 济南",
          "QJ": "Qianjiang 潜江"}  # fmt: skip


def found_tests() -> dict[str, list[tuple[str, str, bool]]]:
    """By row: file, function, and whether it shows a part only."""
    found: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    for path in sorted((ROOT / "tests" / "acceptance").rglob("test_*.py")):
        for name, place, number, part in TEST.findall(path.read_text(encoding="utf-8")):
            row = f"{place.upper()}-{number}"
            found[row].append((path.relative_to(ROOT).as_posix(), name, bool(part)))
    return found


def page() -> str:
    tests = found_tests()
    with ROWS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    states = {row["id"]: _state(tests.get(row["id"], [])) for row in rows}
    counts = [sum(state == name for state in states.values()) for name in ("works", "in part", "")]
    lines = [
        "# What the five places described, and what works",
        "",
        "Written by `python tools/seed_coverage.py` from the names of the acceptance tests; a test"
        " holds it up to date.",
        "",
        f"Works: {counts[0]} · in part: {counts[1]} · not yet: {counts[2]} · rows: {len(rows)}",
    ]
    for key, place in PLACES.items():
        lines += [
            "",
            f"## {place}",
            "",
            "| row | mechanism | state | shown by |",
            "|---|---|---|---|",
        ]
        for row in rows:
            if row["id"].startswith(key):
                shown = "<br>".join(
                    f"`{file}::{name}`" for file, name, _ in tests.get(row["id"], [])
                )
                state = states[row["id"]] or "not yet"
                lines.append(f"| {row['id']} | {row['term']} | {state} | {shown} |")
    return "\n".join(lines) + "\n"


def _state(shown: list[tuple[str, str, bool]]) -> str:
    if not shown:
        return ""
    return "in part" if all(part for _file, _name, part in shown) else "works"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} written.\n")
