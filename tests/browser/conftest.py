"""A running server with its own small city, and people with browsers."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from chromium import find_chromium
from tests.migrated import make_migrated

from .people import Person, Server

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-dev-shm-usage", "--disable-gpu"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


# Once a process: a package's fixtures end whenever a file of another package comes between.
@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """`gongzhi serve` with web, worker and embedded database, on a folder that is then removed."""
    folder = Path(tempfile.mkdtemp(prefix="gongzhi-browser-"))
    # As root the database's own user has to pass through it.
    folder.chmod(0o711)
    data, port = folder / "data", _free_port()
    make_migrated(data)
    variables = environment(data)
    command = [sys.executable, "-m", "gongzhi.cli", "serve", "--data", str(data)]
    log = (folder / "server.log").open("w+", encoding="utf-8")
    process = subprocess.Popen(
        [*command, "--port", str(port), "--workers", "1", "--threads", "4"],
        cwd=ROOT, env=variables, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        found = Server(url=f"http://127.0.0.1:{port}", data=data)
        found.wait(lambda: process.poll() is None, lambda: _tail(folder))
        filled = subprocess.run(
            [sys.executable, "-m", "tests.browser.make_city"],
            cwd=ROOT, env=variables, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert filled.returncode == 0, filled.stderr[-4000:]
        found.city = json.loads((data / "demo.json").read_text(encoding="utf-8"))
        yield found
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data: Path) -> dict[str, str]:
    """Of a server of our own: nobody's database, keys or settings are inherited."""
    left = {
        key: value
        for key, value in os.environ.items()
        if key not in {"DATABASE_URL", "SECRET_KEY"} and not key.startswith("GONGZHI_")
    }
    return left | {
        "GONGZHI_DATA": str(data),
        "GONGZHI_SETTINGS": "tests.servedsettings",
        "DJANGO_SETTINGS_MODULE": "tests.servedsettings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }


def _tail(folder: Path) -> str:
    logs = [folder / "server.log", *sorted((folder / "data" / "logs").glob("*.log"))]
    return "\n".join(path.read_text(encoding="utf-8")[-2000:] for path in logs if path.exists())


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """A Chromium of the machine ($CHROMIUM, PATH), else the one playwright downloaded.

    Of this folder alone: playwright's loop counts as a running one, in which Django refuses to
    work.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def person(
    chromium: Browser, server: Server, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[..., Person]]:
    """`person("resident")`, `person("handler")`: somebody with a browser of their own.

    At the end nobody's page may have had an error or broken the content security policy. After a
    failure what everybody saw last lies in the test's temporary folder.
    """
    people: list[Person] = []

    def make(role: str = "resident", **options: Any) -> Person:
        one = Person(chromium, server, role, **options)
        people.append(one)
        return one

    yield make
    troubles = [trouble for one in people for trouble in one.troubles]
    for number, one in enumerate(people, 1):
        if not getattr(request.node, "passed", False):
            path = tmp_path / f"{number}-{one.role}.png"
            one.page.screenshot(path=path)
            sys.stderr.write(f"{one.role} at {one.page.url}: {path}\n")
        one.context.close()
    assert troubles == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Tell a story's fixture whether its step passed."""
    report = yield
    if report.when == "call":
        item.passed = report.passed  # type: ignore[attr-defined]
    return report
