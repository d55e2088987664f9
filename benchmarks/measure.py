"""All measurements on one size of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import cpu, flows, place
from .cast import Cast, make_cast
from .client import Log, drive
from .floor import floor
from .machine import facts, pace
from .memory import resident_memory
from .stack import Stack
from .stats import median_and_spread, percentiles
from .worklists import measure_worklists

Say = Callable[[str], None]


@dataclass(frozen=True)
class Effort:
    """How long and how often; `connections` are the clients of (a) and (b)."""

    runs: int = 3
    seconds: float = 20.0
    warm_up: float = 8.0
    pages: int = 300
    connections: int = 16
    page_connections: int = 2


QUICK = Effort(runs=1, seconds=8.0, warm_up=3.0, pages=60)


def measure(data: Path, size: int, effort: Effort, *, profile: str, say: Say) -> dict[str, Any]:
    """The results for a database of `size` orders, which is made when it is not there."""
    place.choose(data)
    say(f"{size:,} orders: database in {data}")
    filled = place.fill(data, size, profile=profile)
    result: dict[str, Any] = {"size": size, "filled": filled}
    with place.only_postgres(data):
        result["machine"] = facts()
        cast = make_cast()
        pages = page_list(cast)
        result["orders_at_start"] = place.orders()
        say("  worklists")
        result["worklists"] = measure_worklists()
        result["pace"] = {"floor": pace()}
        say("  floor: pgbench")
        rates = floor(data, cast, runs=effort.runs, seconds=max(5, int(effort.seconds / 2)))
        result["floor"] = median_and_spread(rates) if rates else None
    with Stack(data) as stack:
        place.connect(data)
        try:
            _measure_stack(stack, cast, pages, effort, result, say)
        finally:
            place.disconnect()
    return result


def _measure_stack(
    stack: Stack,
    cast: Cast,
    pages: dict[str, list[tuple[str, str]]],
    effort: Effort,
    result: dict[str, Any],
    say: Say,
) -> None:
    result["pace"]["pages"] = pace()
    say("  pages")
    result["pages"] = measure_pages(stack, pages, effort)
    result["pace"]["intake"] = pace()
    say("  intake")
    result["intake"] = _repeated(stack, cast, effort, flows.intake, "report")
    result["pace"]["lives"] = pace()
    say("  lives")
    result["lives"] = _repeated(stack, cast, effort, flows.lives, "read")
    result["memory"] = resident_memory(stack)
    result["orders_at_end"] = place.orders()
    place.note_growth(stack.data)


def _repeated(
    stack: Stack, cast: Cast, effort: Effort, flow: Callable[[Cast, int], Any], kind: str
) -> dict[str, Any]:
    """Warm-up, then runs of one kind of load; the backlog of a run is dropped before the next."""

    def once(seconds: float, seed: int) -> Log:
        lines = [flow(cast, seed * 1000 + line) for line in range(effort.connections)]
        return drive(stack.address, lines, seconds)

    once(effort.warm_up, 0)
    rates, backlogs, logs = [], [], []
    shares: list[dict[str, Any]] = []
    for run in range(1, effort.runs + 1):
        place.drop_backlog()
        with _cores(stack, shares):
            log = once(effort.seconds, run)
        backlogs.append(place.backlog())
        rates.append(log.rate(kind))
        logs.append(log)
    seconds = [value for log in logs for value in log.seconds(kind)]
    done = sum(rates) * effort.seconds
    return {
        "per_second": median_and_spread(rates),
        "backlog_at_end": backlogs,
        "failures": sum(log.failures for log in logs),
        "first_failure": next((log.first_failure for log in logs if log.first_failure), ""),
        "milliseconds": percentiles(seconds) if seconds else {},
        "cpu_ms_each": {
            what: round(sum(share["used"].get(what, 0) for share in shares) / done * 1000, 2)
            for what in sorted({name for share in shares for name in share["used"]})
        }
        if done
        else {},
        "other_programs": round(
            sum(share["others"] for share in shares) / len(shares) / effort.seconds, 2
        ),
    }


@contextmanager
def _cores(stack: Stack, found: list[dict[str, Any]]) -> Iterator[None]:
    """Where the processor time went inside the block; `others`: seconds that were not ours."""
    before, busy = cpu.used(stack), cpu.busy()
    yield
    after = cpu.used(stack)
    used = {what: more for what in after if (more := after[what] - before.get(what, 0)) > 0}
    found.append({"used": used, "others": max(0.0, cpu.busy() - busy - sum(used.values()))})


def page_list(cast: Cast) -> dict[str, list[tuple[str, str]]]:
    """name → (path, cookie) of the pages to ask for; the staff sees the whole county."""
    from gongzhi.kernel.scope import unscoped
    from gongzhi.orders.models import Order

    with unscoped("benchmark: counts"):
        numbers = list(
            Order.objects.exclude(phase="closed").order_by("-id").values_list("number", flat=True)
        )[:: max(1, 40)][:50]
    desk, command = cast.staff["duty_officer"], cast.staff["commander"]
    return {
        "worklist, whole county": [("/desk/", desk)],
        "worklist, one department": [("/desk/", cast.staff["busiest"])],
        "list of everything": [("/desk/all/", desk)],
        "order page": [(f"/desk/orders/{number}/", desk) for number in numbers],
        "mediations": [("/desk/mediations/", desk)],
        "rates, 30 days": [("/desk/rates/", desk)],
        "processes": [("/desk/processes/", desk)],
        "command wall": [("/command/", command)],
        "command figures": [("/command/state.json", command)],
        "public page": [("/public/", "")],
    }


def measure_pages(
    stack: Stack, pages: dict[str, list[tuple[str, str]]], effort: Effort
) -> dict[str, dict[str, float]]:
    """p50, p95, p99 in milliseconds of each page, asked for by a few clients at once."""
    found = {}
    for name, targets in pages.items():
        if not targets:
            continue
        each = effort.pages // effort.page_connections
        ask = [flows.pages(name, targets, 10) for _ in range(effort.page_connections)]
        drive(stack.address, ask, 600)
        ask = [flows.pages(name, targets, each) for _ in range(effort.page_connections)]
        found[name] = percentiles(drive(stack.address, ask, 600).seconds(name))
    return found
