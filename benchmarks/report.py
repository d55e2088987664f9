"""The results as Markdown: the table with its targets, and the page docs/performance.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import city as large_city
from . import offerings
from . import registers as large_registers
from .measure import Effort
from .prose import HOW, WHY

INTAKE, FLOOR_SHARE, LIVES, SPEED_KEPT, PAGE_MS, WORKER_MB = 600, 0.20, 40, 0.85, 150, 250
WORKLIST_MS = 50


@dataclass(frozen=True)
class Line:
    """One target: what, reached, wanted, and whether it was met."""

    what: str
    reached: str
    wanted: str
    met: bool

    def row(self) -> str:
        return f"| {self.what} | {self.reached} | {self.wanted} | {'met' if self.met else '**not met**'} |"


def table(results: list[dict[str, Any]], turns: dict[str, Any] | None) -> str:
    """Targets first, then all figures; `turns`: both sizes driven in turn."""
    parts = [_targets(results, turns), *(_figures(result) for result in results)]
    return "\n\n".join([*parts, _turns(results, turns)] if turns else parts)


def document(
    results: list[dict[str, Any]],
    turns: dict[str, Any],
    effort: Effort,
    city: dict[str, Any],
    registers: dict[str, Any],
    served: tuple[dict[str, Any], dict[str, Any]],
) -> str:
    """docs/performance.md, as measured."""
    machine = results[0]["machine"]
    where = (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB; "
        f"{machine['system']}; Python {machine['python']}, Django {machine['django']}, "
        f"psycopg {machine['psycopg']}, PostgreSQL {machine['postgresql']}; "
        f"commit {machine['commit']}, {machine['at']}."
    )
    how = HOW.format(
        runs=effort.runs,
        seconds=effort.seconds,
        warm_up=effort.warm_up,
        connections=effort.connections,
        pages=effort.pages,
        page_connections=effort.page_connections,
    )
    head = "# Performance, as measured\n\n`make bench` writes this page. Nothing in it is typed."
    more = [
        large_city.section(city),
        large_registers.section(registers),
        offerings.section(*served),
    ]
    return "\n\n".join([head, where, table(results, turns), *more, how, WHY.strip()]) + "\n"


def _targets(results: list[dict[str, Any]], turns: dict[str, Any] | None) -> str:
    lines: list[Line] = []
    for result in results:
        lines += _lines(result)
    for name, found in (turns or {}).items():
        kept = found["kept"]["median"]
        title = f"{NAMES[name]}: speed at {results[1]['size']:,} beside {results[0]['size']:,}"
        lines.append(Line(title, f"{kept:.2f}", f"≥ {SPEED_KEPT}", kept >= SPEED_KEPT))
    rows = [line.row() for line in lines]
    return "\n".join(["| what | reached | wanted | |", "|---|---|---|---|", *rows])


NAMES = {"intake": "Intake", "lives": "Whole lives"}


def _rate(part: dict[str, Any]) -> float:
    return float(part["per_second"]["median"])


def _lines(result: dict[str, Any]) -> list[Line]:
    size = f"{result['size']:,} orders"
    intake, lives = _rate(result["intake"]), _rate(result["lives"])
    lines = [
        Line(f"Intake a second, {size}", f"{intake:.0f}", f"≥ {INTAKE}", intake >= INTAKE),
        Line(f"Whole lives a second, {size}", f"{lives:.1f}", f"≥ {LIVES}", lives >= LIVES),
    ]
    if result["floor"]:
        share = intake / result["floor"]["median"]
        lines.insert(
            1,
            Line(
                f"Intake beside the floor, {size}",
                f"{share:.0%} of {result['floor']['median']:.0f}/s",
                f"≥ {FLOOR_SHARE:.0%}",
                share >= FLOOR_SHARE,
            ),
        )
    name, worst = max(result["pages"].items(), key=lambda item: item[1]["p95"])
    lines.append(
        Line(
            f"Slowest page at p95, {size}",
            f"{worst['p95']} ms ({name})",
            f"< {PAGE_MS} ms",
            worst["p95"] < PAGE_MS,
        )
    )
    lines += [_worklists_line(result["worklists"], size)] if "worklists" in result else []
    largest = max(row["rss"] for row in result["memory"] if row["what"] == "web worker")
    wanted = f"< {WORKER_MB} MB"
    lines.append(Line(f"Web worker, {size}", f"{largest} MB", wanted, largest < WORKER_MB))
    return lines


def _worklists_line(found: dict[str, Any], size: str) -> Line:
    asked = {
        f"{role}, {what}": times["p95"]
        for role, row in found.items()
        for what, times in row.items()
        if what != "rows"
    }
    name, worst = max(asked.items(), key=lambda item: item[1])
    return Line(
        f"Slowest question of a worklist at p95, {size}",
        f"{worst} ms ({name})",
        f"< {WORKLIST_MS} ms",
        worst < WORKLIST_MS,
    )


def _figures(result: dict[str, Any]) -> str:
    head = (
        f"## {result['size']:,} orders\n\n{result['orders_at_start']:,} orders at the start, "
        f"{result['orders_at_end']:,} after the last run. The machine's own pace, a fixed piece of"
        f" Python: {', '.join(f'{ms:.0f} ms before {what}' for what, ms in result['pace'].items())}."
    )
    return "\n\n".join(
        [head, _rates(result), _pages(result), _worklists(result), _cpu(result), _memory(result)]
    )


def _turns(results: list[dict[str, Any]], turns: dict[str, Any]) -> str:
    sizes = " | ".join(f"{result['size']:,}" for result in results)
    rows = [
        "## Both sizes in turn\n",
        f"| a second | {sizes} | kept, median of the pairs | lowest–highest |",
        "|---|---|---|---|---|",
    ]
    rows += [
        f"| {NAMES[name]} | {found['small']['median']} | {found['large']['median']} |"
        f" {found['kept']['median']} | {found['kept']['low']}–{found['kept']['high']} |"
        for name, found in turns.items()
    ]
    return "\n".join(rows)


def _rates(result: dict[str, Any]) -> str:
    rows = [
        "| a second | median | lowest–highest | spread | p50 / p95 / p99 ms | backlog at end |"
        " other programs |",
        "|---|---|---|---|---|---|---|",
    ]
    if result["floor"]:
        rows.append(_rate_row("floor (pgbench)", result["floor"], "", "", ""))
    for key, name in (("intake", "intake over HTTP"), ("lives", "whole lives")):
        part = result[key]
        times = part["milliseconds"]
        last = "(last call) " if key == "lives" else ""
        shown = " / ".join(str(times[name]) for name in ("p50", "p95", "p99")) if times else ""
        jobs = ", ".join(str(count) for count in part["backlog_at_end"])
        others = f"{part['other_programs']:.2f} cores"
        rows.append(_rate_row(name, part["per_second"], last + shown, jobs, others))
    return "\n".join(rows)


def _rate_row(name: str, rate: dict[str, float], times: str, jobs: str, others: str) -> str:
    ends = f"{rate['low']}–{rate['high']}"
    return f"| {name} | {rate['median']} | {ends} | {rate['spread']:.1%} | {times} | {jobs} | {others} |"


def _pages(result: dict[str, Any]) -> str:
    rows = ["| page | p50 ms | p95 ms | p99 ms |", "|---|---|---|---|"]
    rows += [f"| {n} | {t['p50']} | {t['p95']} | {t['p99']} |" for n, t in result["pages"].items()]
    return "\n".join(rows)


def _worklists(result: dict[str, Any]) -> str:
    """Of the busiest body of each part; p95 in milliseconds."""
    rows = [
        "| worklist by part | open rows | first page, p95 ms | counts, p95 ms |",
        "|---|---|---|---|",
    ]
    rows += [
        f"| {role} | {row['rows']:,} | {row['first page']['p95']} | {row['counts']['p95']} |"
        for role, row in result.get("worklists", {}).items()
    ]
    return "\n".join(rows)


def _cpu(result: dict[str, Any]) -> str:
    parts = {"intake": result["intake"]["cpu_ms_each"], "lives": result["lives"]["cpu_ms_each"]}
    names = sorted({name for part in parts.values() for name in part})
    rows = ["| processor time, ms | one report | one life |", "|---|---|---|"]
    rows += [
        f"| {name} | {parts['intake'].get(name, '')} | {parts['lives'].get(name, '')} |"
        for name in names
    ]
    return "\n".join(rows)


def _memory(result: dict[str, Any]) -> str:
    rows = ["| process | resident MB | of its own (PSS) MB |", "|---|---|---|"]
    rows += [f"| {row['what']} | {row['rss'] or ''} | {row['pss']} |" for row in result["memory"]]
    return "\n".join(rows)
