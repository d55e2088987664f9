"""`gongzhi serve` as a user starts it, with the processes that belong to it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from gongzhi.platform.databaseurl import embedded_database

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180  # seconds before something that has to happen is said not to have happened


class Server:
    """One data folder and port; started, killed in parts, started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data, self.port = folder, folder / "data", free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Nobody's database, keys or settings are inherited."""
        left = {
            key: value
            for key, value in os.environ.items()
            if key not in {"DATABASE_URL", "SECRET_KEY"} and not key.startswith("GONGZHI_")
        }
        return left | {
            "GONGZHI_DATA": str(self.data),
            "GONGZHI_SETTINGS": "tests.servedsettings",
            "DJANGO_SETTINGS_MODULE": "tests.servedsettings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }

    def start(self) -> None:
        """Start, and wait until it answers."""
        command = [sys.executable, "-m", "gongzhi.cli", "serve", "--data", str(self.data)]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port)],
                cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        wait_for(lambda: self.process.poll() is not None or self.answers(), self.tail)
        assert self.process.poll() is None, self.tail()

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                return True
        except OSError:
            return False

    def run(self, module: str) -> str:
        """What a module printed that ran on the same data folder."""
        done = subprocess.run(
            [sys.executable, "-m", module],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stdout

    def pid_of(self, *words: str) -> int:
        """The process below the supervisor whose command line holds all the words; 0 for none."""
        assert self.process is not None
        below = descendants(self.process.pid)
        return next((p for p in below if all(word in command_line(p) for word in words)), 0)

    def kill(self, pid: int) -> None:
        """As kill -9 and the kernel's own killer do; returns when the process is gone."""
        os.kill(pid, signal.SIGKILL)
        if self.process is not None and pid == self.process.pid:
            self.process.wait()
        wait_for(lambda: not alive(pid), self.tail)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database holds, read beside the application."""
        at = embedded_database(self.data)
        with psycopg.connect(
            host=at["HOST"], port=at["PORT"], user=at["USER"], password=at["PASSWORD"],
            dbname=at["NAME"],
        ) as connection:  # fmt: skip
            return connection.execute(sql, values).fetchall()

    def tail(self) -> str:
        logs = [self.folder / "server.log", *sorted((self.data / "logs").glob("*.log"))]
        return "\n".join(
            f"{path.name}: {path.read_text(encoding='utf-8', errors='replace')[-1500:]}"
            for path in logs
            if path.exists()
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def descendants(pid: int) -> list[int]:
    """Children, their children and so on, from /proc."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(child) for child in task.read_text(encoding="ascii").split()]
        except OSError:
            continue
        for child in children:
            found += [child, *descendants(child)]
    return found


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def wait_for(condition: Callable[[], bool], tail: Callable[[], str]) -> None:
    """Until it holds; AssertionError with the ends of the logs when it never does."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, tail()
        time.sleep(0.05)
