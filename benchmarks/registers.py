"""The registers at a million people: search, lists, pages, import, export. `python -m benchmarks.registers`."""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from . import place, population
from .cast import staff, staff_cookie
from .client import Call, Flow, drive, request
from .machine import pace
from .say import say
from .stack import Stack
from .stats import percentiles

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks" / "results" / "registers.json"
TIMES, READERS = 200, 2
ROWS = 100_000
PAGE_MS, IMPORT_S, IMPORT_MB, EXPORT_S = 100, 60, 1000, 30


def main() -> int:
    """Measure and keep the result for docs/performance.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.registers", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT / ".bench" / "registers")
    found = measure(parser.parse_args().data.absolute())
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{section(found)}\n")
    return 0


def measure(data: Path) -> dict[str, Any]:
    """Everything on one database, which is made when it is not there."""
    place.choose(data)
    say(f"registers: database in {data}")
    found: dict[str, Any] = {"filled": population.fill(data), "pace": {"before pages": pace()}}
    with Stack(data) as stack:
        place.connect(data)
        clerk = _clerk()
        cookie = staff_cookie(clerk)
        say("  pages")
        found["pages"] = {
            name: _page(stack, calls) for name, calls in _calls(cookie, _samples()).items()
        }
        found["opening_queries"] = _opening(clerk)
        found["pace"]["before export"] = pace()
        say("  export")
        found["export"] = _export(clerk)
        found["pace"]["before import"] = pace()
        say("  import")
        found["import"] = _import(data, clerk)
        place.disconnect()
    return found


def _clerk() -> Any:
    """Somebody who sees every person: a street clerk for the whole county."""
    from gongzhi.areas import selectors as areas
    from gongzhi.orgs import selectors as orgs

    root = areas.root_area()
    assert root is not None
    return staff("street_clerk", orgs.bodies_of_kind("street")[0].id, root.id)


def _samples() -> list[dict[str, str]]:
    """What is known of some people: rows from everywhere, in a repeatable order."""
    from gongzhi.kernel.crypto import open_
    from gongzhi.kernel.scope import unscoped
    from gongzhi.kernel.textindex import initials
    from gongzhi.registers.models import Facility, Person

    rng = random.Random(7)  # noqa: S311
    with unscoped("benchmark: what to look for"):
        first = Person.objects.order_by("id").values_list("id", flat=True)[0]
        ids = [first + rng.randrange(population.PEOPLE) for _ in range(60)]
        people = Person.objects.filter(id__in=ids).select_related("home__building")
        things = list(Facility.objects.order_by("id").values("id", "code")[:6000:100])
        return [
            {
                "id": str(one.pk), "home": str(one.home_id), "name": open_(one.name_sealed),
                "initials": initials(open_(one.name_sealed)), "phone": open_(one.phone_sealed),
                "four": open_(one.phone_sealed)[-4:], "address": one.home.address,
                "building": str(one.home.building_id), "code": one.home.building.code,
                "thing": str(thing["id"]), "thing_code": thing["code"],
            }
            for one, thing in zip(people, things, strict=False)
            if one.home is not None
        ]  # fmt: skip


def _calls(cookie: str, samples: list[dict[str, str]]) -> dict[str, list[Call]]:
    """Name → requests in turn."""

    def get(path: str) -> list[Call]:
        return [
            request("GET", path.format(**one), headers=f"Cookie: {cookie}\r\n", kind="page")
            for one in samples
        ]

    def find(key: str) -> list[Call]:
        token = "a" * 32
        headers = (
            f"Cookie: {cookie}; csrftoken={token}\r\nHX-Request: true\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
        )
        return [
            request(
                "POST", "/desk/registers/find/", headers=headers, kind="page",
                body=urlencode({"csrfmiddlewaretoken": token, "q": one[key]}).encode(),
            )
            for one in samples
        ]  # fmt: skip

    return {
        "search by name": find("name"),
        "search by pinyin initials": find("initials"),
        "search by phone": find("phone"),
        "search by last four digits": find("four"),
        "search by address": find("address"),
        "search by building code": find("code"),
        "search by facility code": find("thing_code"),
        "all registers": get("/desk/registers/"),
        "list of people": get("/desk/registers/people/"),
        "list of people, far behind": get("/desk/registers/people/?after={id}"),
        "list of homes, far behind": get("/desk/registers/homes/?after={home}"),
        "list of facilities, far behind": get("/desk/registers/facilities/?after={thing}"),
        "a person": get("/desk/registers/people/{id}/"),
        "a home": get("/desk/registers/homes/{home}/"),
        "a building": get("/desk/registers/buildings/{building}/"),
        "a facility": get("/desk/registers/facilities/{thing}/"),
    }


def _page(stack: Stack, calls: list[Call]) -> dict[str, float]:
    def ask(first: int, count: int) -> Flow:
        for number in range(first, first + count):
            reply = yield calls[number % len(calls)]
            if reply.status != 200:
                raise RuntimeError(f"{reply.status} {reply.body[:300]!r}")

    drive(stack.address, [ask(0, 10) for _ in range(READERS)], 600)
    each = TIMES // READERS
    flows = [ask(reader * each, each) for reader in range(READERS)]
    return percentiles(drive(stack.address, flows, 600).seconds("page"))


def _opening(clerk: Any) -> int:
    """Statements that opening the sealed fields of a row takes, its log entry included."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from gongzhi.accounts.actor import actor_of_user
    from gongzhi.kernel.scope import unscoped
    from gongzhi.registers.catalogue import REGISTERS
    from gongzhi.registers.models import Person
    from gongzhi.registers.services.open_row import open_row

    actor = actor_of_user(clerk)
    with unscoped("benchmark: any row"):
        row_id = Person.objects.values_list("id", flat=True)[0]
    with CaptureQueriesContext(connection) as asked:
        open_row(actor=actor, register=REGISTERS["people"], row_id=row_id, purpose="benchmark")
    said = [query["sql"] for query in asked.captured_queries]
    return sum(1 for sql in said if not sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")))


def _export(clerk: Any) -> dict[str, float]:
    from gongzhi.accounts.actor import actor_of_user
    from gongzhi.registers.catalogue import REGISTERS
    from gongzhi.registers.reading.listing import Within
    from gongzhi.registers.services.export_register import export_register

    before, begun = _peak_mb(), time.monotonic()
    with tempfile.TemporaryFile() as file:
        rows = export_register(
            actor=actor_of_user(clerk), register=REGISTERS["people"], file=file,
            purpose="benchmark", within=Within(area=population.chosen_community().code),
            personal=True,
        )  # fmt: skip
        size = file.tell()
    return {
        "rows": rows, "seconds": round(time.monotonic() - begun, 1),
        "file_mb": round(size / 1e6, 1), "memory_grew_mb": round(_peak_mb() - before, 1),
    }  # fmt: skip


def _import(data: Path, clerk: Any) -> dict[str, float]:
    """Check and write, each in a process of its own, as the job worker does."""
    from gongzhi.accounts.actor import actor_of_user
    from gongzhi.registers.catalogue import REGISTERS
    from gongzhi.registers.services.apply_import import ask_to_apply
    from gongzhi.registers.services.stage_import import stage_import

    from .workbook import people_workbook

    actor, book = actor_of_user(clerk), people_workbook(ROWS)
    row = stage_import(actor=actor, register=REGISTERS["people"], data=book, file_name="a.xlsx")
    checked = _alone(_check, data, row.pk)
    row.refresh_from_db()
    if row.problem_count:
        raise RuntimeError(f"the workbook should be right: {row.problems[:3]}")
    ask_to_apply(actor=actor, import_id=row.pk)
    written = _alone(_apply, data, row.pk)
    row.refresh_from_db()
    if row.counts.get("new") != ROWS:
        raise RuntimeError(f"not written: {row.status} {row.counts} {row.problems[:3]}")
    _take_back(row.pk)
    return {
        "rows": ROWS, "file_mb": round(len(book) / 1e6, 1),
        "check_s": checked[0], "write_s": written[0],
        "seconds": round(checked[0] + written[0], 1), "peak_mb": max(checked[1], written[1]),
    }  # fmt: skip


def _alone(work: Any, *values: Any) -> tuple[float, float]:
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *values).result()


def _check(data: Path, import_id: int) -> tuple[float, float]:
    place.choose(data)
    place.connect(data)
    from gongzhi.registers.services.check_import import check_import

    begun = time.monotonic()
    check_import(import_id=import_id)
    return round(time.monotonic() - begun, 1), _peak_mb()


def _apply(data: Path, import_id: int) -> tuple[float, float]:
    place.choose(data)
    place.connect(data)
    from gongzhi.registers.services.apply_import import apply_import

    begun = time.monotonic()
    apply_import(import_id=import_id)
    return round(time.monotonic() - begun, 1), _peak_mb()


def _peak_mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def _take_back(import_id: int) -> None:
    """The next run begins with the same rows."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM registers_registerevent WHERE source_id = %s", [import_id])
        cursor.execute("DELETE FROM registers_person WHERE NOT is_demo")
    place.settle()


def section(found: dict[str, Any]) -> str:
    """Markdown for docs/performance.md."""
    filled, taken, written = found["filled"], found["import"], found["export"]
    slowest = max(found["pages"].items(), key=lambda item: item[1]["p95"])
    paces = ", ".join(f"{ms:.0f} ms {when}" for when, ms in found["pace"].items())
    rows = [
        "## The registers",
        "",
        f"{filled['people']:,} people, {filled['homes']:,} homes, {filled['facilities']:,}"
        f" facilities, asked by somebody who sees all of them; {READERS} readers at once,"
        f" {TIMES} requests a page. The machine's own pace: {paces}.",
        "",
        "| what | reached | wanted | |",
        "|---|---|---|---|",
        _line(f"Slowest page at p95 ({slowest[0]})", slowest[1]["p95"], PAGE_MS, "ms"),
        _line(f"Import of {taken['rows']:,} people: check ({taken['check_s']} s) and write"
              f" ({taken['write_s']} s)", taken["seconds"], IMPORT_S, "s"),
        _line("Memory of the import at most", taken["peak_mb"], IMPORT_MB, "MB"),
        _line(f"Export of {written['rows']:,} people, opened ({written['file_mb']} MB,"
              f" {written['memory_grew_mb']} MB of memory more)", written["seconds"], EXPORT_S, "s"),
        _line("Opening sealed fields: statements, the log's included", found["opening_queries"], 1),
        "",
        "| page | p50 ms | p95 ms | p99 ms |",
        "|---|---|---|---|",
    ]  # fmt: skip
    rows += [
        f"| {name} | {one['p50']} | {one['p95']} | {one['p99']} |"
        for name, one in found["pages"].items()
    ]
    return "\n".join(rows)


def _line(what: str, reached: float, most: float, unit: str = "") -> str:
    met = "met" if reached <= most else "**not met**"
    behind = f" {unit}" if unit else ""
    return f"| {what} | {reached}{behind} | ≤ {most}{behind} | {met} |"


if __name__ == "__main__":
    sys.exit(main())
