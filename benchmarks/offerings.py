"""Matching 1,000 needs with 2,000 offers, against the optimum. `python -m benchmarks.offerings`."""

from __future__ import annotations

import json
import random
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from gongzhi.offerings.matching import (
    AGAIN,
    Limits,
    Offered,
    Wanted,
    fits,
    match,
    total_worth,
    worth,
)

from .machine import pace
from .stats import percentiles

RESULT = Path(__file__).resolve().parents[1] / "benchmarks" / "results" / "offerings.json"
NEEDS, OFFERS, TIMES, TARGET_S, TARGET_SHARE = 1000, 2000, 5, 2.0, 0.99
WORDS, SEARCHES, SEARCH_MS = ("养老", "yl", "理发", "居住证", "a", "身份证 照片", "xyz"), 60, 50
LIMITS = Limits(farthest_km=10, most_each=20)
CLASSES = ("care", "repair", "learn", "home", "meals")
SKILLS = ("理发", "水电", "陪护", "书法", "急救")
DAY = date(2026, 11, 20)


def made_up(seed: int) -> tuple[list[Wanted], list[Offered]]:
    """Needs and offers of a city of about 40 by 40 km."""
    rng = random.Random(seed)  # noqa: S311

    def common(number: int) -> dict[str, Any]:
        starts = DAY + timedelta(days=rng.randrange(20))
        return {
            "id": number, "class_key": rng.choice(CLASSES),
            "starts": starts, "ends": starts + timedelta(days=rng.randrange(1, 30)),
            "part": rng.choice(("any", "any", "morning", "afternoon", "evening")),
            "point": (118.5 + rng.random() * 0.45, 39.8 + rng.random() * 0.36),
        }  # fmt: skip

    needs = [
        Wanted(**common(n), skills=frozenset(rng.sample(SKILLS, rng.choice((0, 0, 1)))),
               quantity=1, waiting_days=rng.randrange(60))
        for n in range(NEEDS)
    ]  # fmt: skip
    offers = [
        Offered(**common(n), skills=frozenset(rng.sample(SKILLS, rng.randrange(3))),
                quantity=rng.choice((1, 1, 2, 3)), body=n // 3, load=rng.randrange(4))
        for n in range(OFFERS)
    ]  # fmt: skip
    return needs, offers


def optimum(needs: list[Wanted], offers: list[Offered]) -> float:
    """The same question as a linear programme, solved by HiGHS: nothing can be worth more."""
    slots = [(offer, nth) for offer in offers for nth in range(min(offer.quantity, 20))]
    arcs = [
        (row, column, worth(need, offer, 0) - AGAIN * nth)
        for row, need in enumerate(needs)
        for column, (offer, nth) in enumerate(slots)
        if fits(need, offer, LIMITS)
    ]
    rows, columns, values = (np.array(side) for side in zip(*arcs, strict=True))
    ones, at = np.ones(2 * len(arcs)), np.arange(len(arcs))
    table = coo_array(
        (ones, (np.concatenate([rows, columns + len(needs)]), np.concatenate([at, at])))
    )
    caps = np.ones(table.shape[0])
    found = linprog(-values, A_ub=table.tocsr(), b_ub=caps, bounds=(0, None), method="highs")
    return float(-found.fun)


def measure() -> dict[str, Any]:
    """Seconds of several cities, and the share of the optimum that was reached in the first."""
    spent, share, met = [], 0.0, 0
    for seed in range(TIMES):
        needs, offers = made_up(seed)
        begun = time.perf_counter()
        found = match(needs, offers, LIMITS)
        spent.append(time.perf_counter() - begun)
        if seed == 0:
            share = total_worth(found, needs, offers) / optimum(needs, offers)
            met = sum(one.quantity for one in found)
    return {
        "needs": NEEDS, "offers": OFFERS, "met": met, "seconds": percentiles(spent),
        "longest_s": round(max(spent), 3), "share_of_optimum": round(share, 6),
        "kept": max(spent) <= TARGET_S and share >= TARGET_SHARE, "pace": pace(),
    }  # fmt: skip


def search_times() -> dict[str, Any]:
    """Milliseconds of searching the catalogue in force, within a grid; needs a filled database."""
    from gongzhi.areas import selectors as areas
    from gongzhi.offerings.catalogue import items, search

    grid = areas.leaf_areas()[0]
    spent = []
    for word in WORDS * SEARCHES:
        begun = time.perf_counter()
        search(word, area=grid)
        spent.append(time.perf_counter() - begun)
    return {"items": len(items()), "searches": len(spent), **percentiles(spent)}


def section(found: dict[str, Any], day: dict[str, Any]) -> str:
    """Markdown for docs/performance.md: the matching, and a service day."""
    claims, came, search = day["claims"], day["check_ins"], day["search"]
    rows = [
        (f"Matching {found['needs']:,} needs with {found['offers']:,} offers, longest of {TIMES}",
         f"{found['longest_s']} s", f"≤ {TARGET_S:g} s", found["longest_s"] <= TARGET_S),
        ("What was found beside the best possible", f"{found['share_of_optimum']:.2%}",
         f"≥ {TARGET_SHARE:.0%}", found["share_of_optimum"] >= TARGET_SHARE),
        (f"Search of a catalogue of {search['items']} items, p95", f"{search['p95']} ms",
         f"≤ {SEARCH_MS} ms", search["p95"] <= SEARCH_MS),
        (f"{claims['claims']:,} claims of {claims['places']} places at once: places given",
         str(claims["given"]), str(claims["places"]), claims["given"] == claims["places"]),
        (f"{came['check_ins']:,} check-ins by the code: recorded {came['recorded']:,}, in",
         f"{came['seconds']} s", f"≤ {came['target_seconds']} s",
         came["recorded"] == came["check_ins"] and came["seconds"] <= came["target_seconds"]),
    ]  # fmt: skip
    lines = [
        f"| {what} | {reached} | {wanted} | {'met' if met else '**not met**'} |"
        for what, reached, wanted, met in rows
    ]
    head = [
        "## Services and a service day",
        "",
        "| what | reached | wanted | |",
        "|---|---|---|---|",
    ]
    return "\n".join([*head, *lines])


def main() -> int:
    """Measure, keep and print."""
    found = measure()
    RESULT.parent.mkdir(exist_ok=True)
    text = json.dumps(found, ensure_ascii=False, indent=2)
    RESULT.write_text(f"{text}\n", encoding="utf-8")
    sys.stdout.write(f"{text}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
