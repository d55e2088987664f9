"""A whole demo city: how long until it is ready, and its pages. `python -m benchmarks.city`."""

from __future__ import annotations

import argparse
import gzip
import http.cookiejar
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from gongzhi.platform.children import start_child, stop_child

from .machine import pace
from .say import say
from .stack import descendants
from .stats import percentiles

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks" / "results" / "city.json"
HOST = "127.0.0.1"
TIMES = 100
PATIENCE = 600  # seconds
PAGES = {
    "wall, all streets": ("commander", "/command/"),
    "wall's shapes, all streets": ("commander", "/command/areas.json"),
    "wall, one street": ("commander", "/command/?area={street}"),
    "wall's shapes, grids of one street": ("commander", "/command/areas.json?area={street}"),
    "wall's numbers": ("commander", "/command/state.json"),
    "director's page, whole city": ("commander", "/desk/director/"),
    "worklist, whole city": ("dispatcher", "/desk/"),
    "list of everything": ("dispatcher", "/desk/all/"),
    "grid worker's day": ("grid_worker", "/field/"),
    "areas": ("sysadmin", "/desk/areas/"),
    "bodies": ("sysadmin", "/desk/bodies/"),
    "users": ("sysadmin", "/desk/users/"),
    "team check": ("commander", "/desk/teams/"),
    "Party home": ("party_clerk", "/desk/party/"),
    "census of members": ("party_clerk", "/desk/registers/census/"),
    "responsibilities": ("party_clerk", "/desk/duty-map/"),
    "plans of grids": ("sysadmin", "/desk/areas/plan/"),
    "settings": ("sysadmin", "/desk/settings/"),
    "public page": ("", "/public/"),
    "public map": ("", "/public/areas.json"),
}


def main() -> int:
    """Measure and keep the result for docs/performance.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.city", description=__doc__)
    parser.add_argument("--profile", default="jinan")
    parser.add_argument("--data", type=Path, default=ROOT / ".bench" / "city")
    arguments = parser.parse_args()
    found = measure(arguments.profile, arguments.data.absolute())
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{section(found)}\n")
    return 0


def measure(profile: str, data: Path) -> dict[str, Any]:
    """First start on an empty folder, pages, memory, second start."""
    shutil.rmtree(data, ignore_errors=True)
    found: dict[str, Any] = {"profile": profile, "pace": {"before the first start": pace()}}
    with _Demo(profile, data) as demo:
        found["first_start_s"] = demo.seconds
        say(f"{profile}: ready after {demo.seconds:.0f} s")
        found["pace"]["before pages"] = pace()
        found["pages"] = {name: _page(demo, *where) for name, where in PAGES.items()}
        found["web_worker_mb"] = demo.largest_worker()
    found["counts"] = _counts(data)
    with _Demo(profile, data) as demo:
        found["second_start_s"] = demo.seconds
    return found


class _Demo:
    """`gongzhi demo` as a child; `seconds` until it said that it is ready."""

    def __init__(self, profile: str, data: Path) -> None:
        self.profile, self.data = profile, data
        with socket.create_server((HOST, 0)) as free:
            self.port = int(free.getsockname()[1])

    def __enter__(self) -> _Demo:
        begun = time.monotonic()
        self.process = start_child(
            [
                sys.executable,
                *("-m", "gongzhi.cli", "demo", "--profile", self.profile),
                *("--data", str(self.data), "--host", HOST, "--port", str(self.port)),
            ],
            env=dict(os.environ),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if b"is ready" in line:
                self.seconds = round(time.monotonic() - begun, 1)
                return self
            if time.monotonic() - begun > PATIENCE:
                break
        raise RuntimeError("The demo did not start.")

    def __exit__(self, *_: object) -> None:
        stop_child(self.process, sig=signal.SIGTERM, patience=60)

    def url(self, path: str) -> str:
        return f"http://{HOST}:{self.port}{path}"

    def signed_in(self, role: str) -> OpenerDirector:
        """Somebody of the printed people; nobody for an empty role."""
        opener = build_opener(HTTPCookieProcessor(http.cookiejar.CookieJar()))
        opener.addheaders = [("Accept-Encoding", "gzip")]
        if not role:
            return opener
        told = json.loads((self.data / "demo.json").read_text(encoding="utf-8"))
        account = next(row for row in told["accounts"] if row["role"] == role)
        page = _text(opener.open(self.url("/login/")).read())
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        form = {name: account[name] for name in ("username", "password")}
        form["csrfmiddlewaretoken"] = token[1]
        opener.open(Request(self.url("/login/"), urlencode(form).encode()))  # noqa: S310
        return opener

    def largest_worker(self) -> float:
        """Megabytes of the largest web process."""
        sizes = []
        for pid in descendants(self.process.pid):
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            if b"granian" in command:
                status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
                sizes.append(int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024)  # type: ignore[index]
        return round(max(sizes), 1)


def _counts(data: Path) -> dict[str, int]:
    from . import place

    place.choose(data)
    with place.only_postgres(data):
        from gongzhi.accounts.models import Posting
        from gongzhi.areas.models import AreaVersion
        from gongzhi.kernel.scope import unscoped
        from gongzhi.orders.models import Order
        from gongzhi.orgs.models import Body

        with unscoped("benchmark: how large the city is"):
            orders = Order.objects.count()
        return {
            "areas": AreaVersion.objects.count(),
            "bodies": Body.objects.count(),
            "postings": Posting.objects.count(),
            "orders": orders,
        }


def _page(demo: _Demo, role: str, path: str) -> dict[str, float]:
    opener = demo.signed_in(role)
    street = "370102001" if demo.profile == "jinan" else ""
    url = demo.url(path.format(street=street))
    times = []
    size = 0
    for number in range(TIMES + 5):
        begun = time.perf_counter()
        body = opener.open(url).read()
        if number >= 5:  # the first fill the caches of both workers
            times.append(time.perf_counter() - begun)
        size = len(body)
    return percentiles(times) | {"bytes": size}


def _text(body: bytes) -> str:
    return (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()


def section(found: dict[str, Any]) -> str:
    """Markdown for docs/performance.md."""
    slowest = max(found["pages"].items(), key=lambda item: item[1]["p95"])
    shapes = found["pages"]["wall's shapes, all streets"]["bytes"] / 1000
    counts = ", ".join(f"{count:,} {what}" for what, count in found["counts"].items())
    paces = ", ".join(f"{ms:.0f} ms {when}" for when, ms in found["pace"].items())
    rows = [
        f"## A large city: `gongzhi demo --profile {found['profile']}`",
        "",
        f"{counts}. One reader, {TIMES} requests a page. The machine's own pace: {paces}.",
        "",
        "| what | reached | wanted | |",
        "|---|---|---|---|",
        _line("Ready from nothing", found["first_start_s"], 90, "s"),
        _line("Ready again", found["second_start_s"], 10, "s"),
        _line(f"Slowest page at p95 ({slowest[0]})", slowest[1]["p95"], 200, "ms"),
        _line("Shapes of the wall, compressed", round(shapes, 1), 500, "kB"),
        f"| Web worker | {found['web_worker_mb']} MB | | |",
        "",
        "| page | p50 ms | p95 ms | p99 ms | kB |",
        "|---|---|---|---|---|",
    ]
    rows += [
        f"| {name} | {one['p50']} | {one['p95']} | {one['p99']} | {one['bytes'] / 1000:.1f} |"
        for name, one in found["pages"].items()
    ]
    return "\n".join(rows)


def _line(what: str, reached: float, most: float, unit: str) -> str:
    met = "met" if reached <= most else "**not met**"
    return f"| {what} | {reached} {unit} | ≤ {most} {unit} | {met} |"


if __name__ == "__main__":
    sys.exit(main())
