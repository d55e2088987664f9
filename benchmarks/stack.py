"""The server under test: `gongzhi serve` as a child, on a data folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from gongzhi.platform.children import start_child, stop_child
from gongzhi.platform.web import answers

HOST = "127.0.0.1"


class Stack:
    """Supervisor, embedded PostgreSQL, two web workers and one job worker.

    >>> with Stack(data) as stack:
    ...     stack.address
    """

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.create_server((HOST, 0)) as free:
            self.port = int(free.getsockname()[1])
        self.address = (HOST, self.port)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Stack:
        log = self.data / "logs" / "serve.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            self._process = start_child(
                [
                    sys.executable,
                    *("-m", "gongzhi.cli", "serve", "--data", str(self.data)),
                    *("--host", HOST, "--port", str(self.port)),
                ],
                env=dict(os.environ),
                stdout=output,
                stderr=output,
            )
        end = time.monotonic() + 120
        while not answers(HOST, self.port):
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"The server does not start; see {log}.")
            time.sleep(0.1)
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            stop_child(self._process, sig=signal.SIGTERM, patience=60)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def processes(self) -> list[tuple[str, int]]:
        """(what it is, process id) of the supervisor and everything below it."""
        found = [("supervisor", self.pid)]
        for child in descendants(self.pid):
            what = _what(child)
            # The server's workers are forks of it, under the same command line.
            if what == "web server" and any(name == what for name, _ in found):
                what = "web worker"
            found.append((what, child))
        return found


def descendants(pid: int) -> list[int]:
    """Children, their children, and so on; Linux."""
    found: list[int] = []
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return found
    for child in (int(word) for word in text.split()):
        found += [child, *descendants(child)]
    return found


def _what(pid: int) -> str:
    try:
        line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return "gone"
    if "postgres" in line.split(" ", 1)[0]:
        return "postgres" if "-D" in line else "postgres backend"
    if "gongzhi.cli worker" in line:
        return "job worker"
    if "gongzhi.config.granian_preloaded" in line:
        return "web server"
    return line[:40]
