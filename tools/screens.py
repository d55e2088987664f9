#!/usr/bin/env python3
"""Pictures of the product from a demo city: `python tools/screens.py [--all] [--url …]`.

Without --url a demo of its own is started in a temporary folder and stopped again. Plain runs
take the pictures that the documentation shows (docs/screens); --all takes every page in both
languages at 360, 1280 and 1920 pixels, to be looked at.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from chromium import find_chromium
from screen_steps import STEPS

ROOT = Path(__file__).resolve().parent.parent
SIZES = {360: 740, 1280: 800, 1920: 1080}
LANGUAGES = {"zh": "zh-hans", "en": "en"}
RESIDENT_PHONE = "19900000001"
COMPACT = 120_000  # bytes
READY = 900  # seconds until a fresh demo is filled


@dataclass(frozen=True)
class Shot:
    """`path` may name {order}, an order that the role can open, or {step}, where `STEPS` lead."""

    name: str
    role: str
    path: str
    sizes: tuple[int, ...] = (360, 1280)
    order_from: str = ""
    shown: tuple[str, ...] = ()  # what the documentation shows: "zh-360"
    step: str = ""
    profile: str = "qianan"


SHOTS = (
    Shot("resident-home", "resident", "/", (360, 1280), shown=("zh-360", "en-360")),
    Shot("resident-report", "resident", "/report/", (360,), shown=("zh-360",)),
    Shot("resident-mine", "resident", "/mine/", (360, 1280)),
    Shot("resident-order", "resident", "{order}", (360, 1280), order_from="/mine/", shown=("zh-360",)),
    Shot("resident-me", "resident", "/me/", (360,)),
    Shot("resident-messages", "resident", "/me/messages/", (360,)),
    Shot("resident-lookup", "", "/lookup/", (360,)),
    Shot("resident-login", "", "/me/login/", (360,)),
    Shot("login", "", "/login/", (360, 1280)),
    Shot("public", "", "/public/", (360, 1280, 1920), shown=("zh-1280",)),
    Shot("field-today", "grid_worker", "/field/", (360,), shown=("zh-360",)),
    Shot("field-grid", "grid_worker", "/field/grid/", (360,)),
    Shot("field-orders", "grid_worker", "/field/orders/", (360,)),
    Shot("field-order", "grid_worker", "{order}", (360,), order_from="/field/", shown=("zh-360",)),
    Shot("field-new", "grid_worker", "/field/new/", (360,)),
    Shot("field-first", "grid_worker", "/field/first/", (360,)),
    Shot("field-calls", "grid_worker", "/field/calls/", (360,)),
    Shot("field-me", "grid_worker", "/field/me/", (360,)),
    Shot("desk-worklist", "dispatcher", "/desk/", (360, 1280, 1920), shown=("zh-1280", "en-1280")),
    Shot("desk-order", "dispatcher", "{order}", (360, 1280, 1920), order_from="/desk/",
         shown=("zh-1280",)),
    Shot("desk-all", "dispatcher", "/desk/all/", (1280, 1920)),
    Shot("desk-new", "acceptor", "/desk/new/", (1280, 1920), shown=("zh-1280",)),
    Shot("desk-duties", "dispatcher", "/desk/duties/", (1280,)),
    Shot("desk-handled", "dispatcher", "/desk/handled/", (1280,)),
    Shot("desk-mine", "dispatcher", "/desk/mine/", (1280,)),
    Shot("desk-handler", "handler", "/desk/", (360, 1280)),
    Shot("desk-handler-order", "handler", "{order}", (360, 1280), order_from="/desk/"),
    Shot("desk-community", "community_clerk", "/desk/", (1280,)),
    Shot("desk-director", "street_director", "/desk/director/", (360, 1280, 1920),
         shown=("zh-1280",)),
    Shot("desk-messages", "handler", "/messages/", (360, 1280)),
    Shot("command", "commander", "/command/", (360, 1280, 1920), shown=("zh-1920", "en-1920")),
    Shot("areas", "sysadmin", "/desk/areas/", (360, 1280, 1920), shown=("zh-1280",)),
    Shot("areas-import", "sysadmin", "{step}", (1280, 1920), step="bad_import",
         shown=("zh-1280", "en-1280")),
    Shot("areas-merge", "sysadmin", "{step}", (1280, 1920), step="merger",
         shown=("zh-1280", "en-1280")),
    Shot("areas-plan", "sysadmin", "{step}", (1280, 1920), step="plan", shown=("zh-1280",)),
    Shot("areas-edit", "sysadmin", "/desk/areas/edit/?area=220723001001&depth=children",
         (1280, 1920), shown=("zh-1280",)),
    Shot("desk-body", "party_clerk", "/desk/bodies/LM-220723001-001/", (360, 1280),
         shown=("zh-1280",)),
    Shot("desk-party", "party_clerk", "/desk/party/", (360, 1280, 1920), shown=("zh-1280", "en-1280")),
    Shot("desk-duty-map", "party_clerk", "/desk/duty-map/", (360, 1280, 1920), shown=("zh-1280",)),
    Shot("desk-teams", "sysadmin", "/desk/teams/", (360, 1280)),
    Shot("desk-users", "sysadmin", "/desk/users/", (360, 1280), shown=("zh-1280",)),
    Shot("desk-settings", "sysadmin", "/desk/settings/stages/", (360, 1280), shown=("zh-1280",)),
    Shot("desk-it", "sysadmin", "/desk/it/", (360, 1280), shown=("zh-1280",)),
    Shot("desk-access", "auditadmin", "/desk/access/?log=history", (360, 1280)),
    Shot("resident-items", "resident", "/services/items/", (360, 1280), shown=("zh-360", "en-360")),
    Shot("resident-service", "resident", "/me/service/", (360,), shown=("zh-360",)),
    Shot("resident-data", "resident", "/me/data/", (360,), shown=("zh-360",)),
    Shot("desk-menu", "community_clerk", "/desk/menu/", (360, 1280), shown=("zh-1280", "en-1280")),
    Shot("desk-matching", "community_clerk", "/desk/lists/matching/", (360, 1280),
         shown=("zh-1280",)),
    Shot("desk-posts", "community_clerk", "/desk/volunteers/posts/", (360, 1280),
         shown=("zh-1280",)),
    Shot("desk-results", "community_clerk", "/desk/volunteers/results/", (360, 1280),
         shown=("en-1280",)),
    Shot("desk-points", "community_clerk", "/desk/points/journal/", (360, 1280),
         shown=("zh-1280",)),
    Shot("desk-places", "community_clerk", "/desk/venues/", (360, 1280), shown=("zh-1280",)),
    Shot("desk-registers", "community_clerk", "/desk/registers/", (360, 1280), shown=("zh-1280",)),
    Shot("desk-people", "community_clerk", "/desk/registers/people/", (360, 1280),
         shown=("zh-1280",)),
    Shot("jinan-command", "commander", "/command/", (1920,), profile="jinan", shown=("zh-1920",)),
    Shot("jinan-areas", "sysadmin", "/desk/areas/", (1280,), profile="jinan", shown=("zh-1280",)),
    Shot("mile-process", "duty_officer", "/desk/processes/matter/", (360, 1280), profile="mile",
         shown=("zh-1280",)),
    Shot("mile-triage", "duty_officer", "/desk/triage/", (360, 1280), profile="mile",
         shown=("zh-1280",)),
    Shot("mile-call", "street_director", "{order}", (360, 1280), profile="mile",
         order_from="/desk/all/?process=street_call&phase=live", shown=("zh-1280", "en-1280")),
    Shot("mile-emergency", "duty_officer", "{order}", (360, 1280), profile="mile",
         order_from="/desk/all/?process=emergency&phase=live", shown=("zh-1280",)),
    Shot("mile-admission", "street_director", "{order}", (360, 1280), profile="mile",
         order_from="/desk/all/?process=admission&phase=live", shown=("zh-1280",)),
    Shot("mile-tip", "", "/tips/", (360, 1280), profile="mile", shown=("zh-360",)),
    Shot("demo-inbox", "", "/demo/inbox/", (360, 1280)),
    Shot("error-404", "", "/nowhere/", (360, 1280)),
    Shot("error-403", "handler", "/command/", (360, 1280)),
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--all", action="store_true", help="every page, language and size")
    parser.add_argument("--out", type=Path, help="folder (docs/screens; .screens with --all)")
    parser.add_argument(
        "--demo", action="append", default=[], metavar="PROFILE=FOLDER",
        help="data folder of a running demo, instead of one of our own",
    )  # fmt: skip
    parser.add_argument("--only", default="", help="regular expression over the names")
    options = parser.parse_args()
    out = options.out or ROOT / (".screens" if options.all else "docs/screens")
    out.mkdir(parents=True, exist_ok=True)
    there = dict(one.split("=", 1) for one in options.demo)
    wanted = [shot for shot in SHOTS if re.search(options.only, shot.name)]
    for profile in dict.fromkeys(shot.profile for shot in wanted):
        shots = [shot for shot in wanted if shot.profile == profile]
        with running(profile, there.get(profile)) as demo, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=find_chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
            )
            cast = Cast(browser, demo)
            for shot in shots:
                take(cast, shot, out, everything=options.all)
            browser.close()
    return 0


@contextmanager
def running(profile: str, folder: str | None) -> Iterator[dict[str, Any]]:
    """demo.json of the demo in `folder`, or of one of our own that ends with us."""
    if folder:
        yield json.loads((Path(folder) / "demo.json").read_text(encoding="utf-8"))
        return
    data = Path(tempfile.mkdtemp(prefix="gongzhi-screens-"))
    data.chmod(0o711)  # as root the database's own user has to pass through it
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gongzhi.cli",
        "demo",
        "--port",
        str(port),
        "--profile",
        profile,
    ]
    process = subprocess.Popen([*command, "--data", str(data / "demo")], cwd=ROOT)
    try:
        end = time.monotonic() + READY
        told: dict[str, Any] = {}
        # Its addresses are written last.
        while "urls" not in told:
            if process.poll() is not None or time.monotonic() > end:
                raise SystemExit("screens: the demo did not start.")
            time.sleep(1)
            if _answers(port):
                told = json.loads((data / "demo" / "demo.json").read_text(encoding="utf-8"))
        yield told
    finally:
        process.terminate()
        process.wait(60)
        shutil.rmtree(data, ignore_errors=True)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=3):
            return True
    except OSError:
        return False


class Cast:
    """One signed-in browser context for each role and width."""

    def __init__(self, browser: Browser, demo: dict[str, Any]) -> None:
        self.browser, self.demo = browser, demo
        self.url = demo["urls"]["resident"].rstrip("/")
        self.contexts: dict[tuple[str, int], BrowserContext] = {}

    def page(self, role: str, width: int, language: str) -> Page:
        if (role, width) not in self.contexts:
            self.contexts[role, width] = self._signed_in(role, width)
        context = self.contexts[role, width]
        context.add_cookies([{"name": "django_language", "value": language, "url": self.url}])
        return context.new_page()

    def _signed_in(self, role: str, width: int) -> BrowserContext:
        known = [key for key in self.contexts if key[0] == role]
        context = self.browser.new_context(
            base_url=self.url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": SIZES[width]},
            device_scale_factor=2 if width == 360 else 1,
            storage_state=self.contexts[known[0]].storage_state() if known else None,
            service_workers="block",
        )
        if known or not role:
            return context
        page = context.new_page()
        if role == "resident":
            self._by_code(page)
        else:
            account = next(one for one in self.demo["accounts"] if one["role"] == role)
            page.goto("/login/")
            page.fill("[name=username]", account["username"])
            page.fill("[name=password]", account["password"])
            page.click("form .btn-primary")
            page.wait_for_url(lambda url: "/login/" not in url)
        page.close()
        return context

    def _by_code(self, page: Page) -> None:
        page.goto("/me/login/")
        page.fill("[name=phone]", RESIDENT_PHONE)
        page.locator("button[value=send]").click()
        page.wait_for_selector("[name=code]")
        inbox = page.context.new_page()
        inbox.goto(f"/demo/inbox/?phone={RESIDENT_PHONE}")
        found = re.findall(r"(?<!\d)\d{6}(?!\d)", inbox.inner_text("main"))
        inbox.close()
        page.fill("[name=code]", found[0])
        page.locator("button[value=verify]").click()
        page.wait_for_url(lambda url: "/login/" not in url)


def take(cast: Cast, shot: Shot, out: Path, *, everything: bool) -> None:
    for short, language in LANGUAGES.items():
        for width in shot.sizes:
            label = f"{short}-{width}"
            if not everything and label not in shot.shown:
                continue
            page = cast.page(shot.role, width, language)
            try:
                if shot.step:
                    STEPS[shot.step](page)
                else:
                    path = _address(page, shot)
                    page.goto(path, wait_until="networkidle" if "command" not in path else "load")
                page.wait_for_timeout(1500)
                whole = everything and shot.name != "command"
                name = f"{shot.name}-{label}.png"
                page.screenshot(path=out / name, full_page=whole)
                _compact(out / name)
                sys.stdout.write(f"{name}\n")
            finally:
                page.close()


def _compact(path: Path) -> None:
    """256 colours are enough for a page, and a quarter of the size."""
    if path.stat().st_size > COMPACT:
        picture = Image.open(path).convert("RGB")
        picture.quantize(256, method=Image.Quantize.MEDIANCUT).save(path, optimize=True)


def _address(page: Page, shot: Shot) -> str:
    """For {order}: the first order that the list of `order_from` links to."""
    if shot.path != "{order}":
        return shot.path
    page.goto(shot.order_from)
    page.wait_for_timeout(700)
    link = page.locator("main a[href*='/orders/'], main a[href*='/o/']").first
    return str(link.get_attribute("href", timeout=8000))


if __name__ == "__main__":
    sys.exit(main())
