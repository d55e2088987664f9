"""Who drives the browsers, and what they do more than once."""

from __future__ import annotations

import io
import re
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from gongzhi.platform.databaseurl import embedded_database

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 900}
WALL = {"width": 1920, "height": 1080}
SIZES = {"resident": PHONE, "grid_worker": PHONE, "commander": WALL}
# What the browser says of an answer that the test wants or of a cut network, and htmx of a
# suggestion that the cut network kept from it (an answer with an error is another event).
EXPECTED = re.compile(
    r"Failed to load resource|net::ERR_INTERNET_DISCONNECTED|^htmx:(afterRequest|sendError), "
)
READY = 120  # seconds a fresh server may take
PATIENCE = 30_000  # milliseconds: a shared machine can be slow, and a quick one loses nothing
expect.set_options(timeout=PATIENCE)


@dataclass
class Server:
    """The running server and what stands in its city."""

    url: str
    data: Path
    city: dict[str, Any] = field(default_factory=dict)
    # By role: the cookies of whoever logged in last, and the page that they came to.
    logins: dict[str, tuple[Any, str]] = field(default_factory=dict)

    @property
    def point(self) -> tuple[float, float]:
        lon, lat = self.city["point"]
        return lon, lat

    def account(self, role: str) -> dict[str, str]:
        return next(one for one in self.city["accounts"] if one["role"] == role)

    def wait(self, alive: Callable[[], bool], tail: Callable[[], str]) -> None:
        """Until it answers; RuntimeError with the end of its logs when it stops or takes long."""
        end = time.monotonic() + READY
        while time.monotonic() < end and alive():
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                    return
            except OSError:
                time.sleep(0.3)
        raise RuntimeError(f"the server did not come up:\n{tail()}")

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the server's database holds, read beside the application."""
        at = embedded_database(self.data)
        with psycopg.connect(
            host=at["HOST"], port=at["PORT"], user=at["USER"], password=at["PASSWORD"],
            dbname=at["NAME"],
        ) as connection:  # fmt: skip
            return connection.execute(sql, values).fetchall()

    def state(self, number: str) -> str:
        return str(self.rows("SELECT state FROM orders_order WHERE number = %s", number)[0][0])


class Person:
    """A browser context of one person; staff log in by the login page, the first of each role."""

    def __init__(self, browser: Browser, server: Server, role: str, **options: Any) -> None:
        lon, lat = server.point
        size = options.pop("viewport", SIZES.get(role, DESK))
        self.role, self.server = role, server
        self.troubles: list[str] = []
        self.context = browser.new_context(
            base_url=server.url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport=size,
            has_touch=size == PHONE,
            geolocation={"longitude": lon, "latitude": lat},
            permissions=["geolocation"],
            **options,
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.on("page", self._watch)
        self.page = self.context.new_page()
        if role != "resident" and not self._is_known():
            self.log_in()

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._heard(page, message))

    def _heard(self, page: Page, message: ConsoleMessage) -> None:
        if message.type == "error" and not EXPECTED.search(message.text):
            self.troubles.append(f"{page.url}: {message.text}")

    def _is_known(self) -> bool:
        """In by the session of an earlier one of this role, unless that has ended."""
        cookies, landing = self.server.logins.get(self.role, ((), ""))
        if not landing:
            return False
        self.context.add_cookies(cookies)
        self.page.goto(landing)
        if "/login/" not in self.page.url:
            return True
        self.context.clear_cookies()
        return False

    def log_in(self) -> None:
        account = self.server.account(self.role)
        self.page.goto("/login/")
        self.page.fill("[name=username]", account["username"])
        self.page.fill("[name=password]", account["password"])
        self.page.click("form .btn-primary")
        self.page.wait_for_url(lambda url: "/login/" not in url)
        self.server.logins[self.role] = (self.context.cookies(), self.page.url)

    def speak(self, language: str) -> None:
        """`zh-hans` or `en`, as the switch on the page keeps it."""
        self.context.add_cookies(
            [{"name": "django_language", "value": language, "url": self.server.url}]
        )

    def code(self, phone: str) -> str:
        """The newest code in the demo inbox for a phone."""
        inbox = self.context.new_page()
        try:
            inbox.goto("/demo/inbox/")
            for item in inbox.locator("li.card").all_inner_texts():
                found = re.search(r"(?<!\d)(\d{4,8})(?!\d)", item)
                if phone[-4:] in item and "码" in item and found:
                    return found[1]
        finally:
            inbox.close()
        raise AssertionError(f"no code for {phone} in the demo inbox")


def ready(page: Page) -> Page:
    """Every script has run and every island of the page has mounted: keys and typing count."""
    page.wait_for_load_state("load")
    page.wait_for_function(
        "() => !document.querySelector('[data-island]:not([data-mounted=ready])')"
    )
    return page


def photo(name: str = "photo.jpg", colour: str = "#7a8b5f", words: str = "") -> dict[str, Any]:
    """A small JPEG as a file to upload, with a maker and a date that must not survive."""
    image = Image.new("RGB", (640, 480), colour)
    draw = ImageDraw.Draw(image)
    draw.ellipse((200, 140, 440, 380), fill="#333333", outline="#dddddd", width=6)
    draw.text((20, 20), words or name, fill="white")
    exif = Image.Exif()
    exif[0x010F] = "SecretCameraMaker"
    exif[0x0132] = "2026:01:02 03:04:05"
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80, exif=exif)
    return {"name": name, "mimeType": "image/jpeg", "buffer": buffer.getvalue()}
