"""Keeps the embedded database, web and worker running, and stops them together."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from gongzhi.platform.children import start_child, stop_child
from gongzhi.platform.postgres import EmbeddedPostgres
from gongzhi.platform.problems import PlatformError

_POLL_SECONDS = 0.2
_LONGEST_PAUSE = 30.0
_LOG_LIMIT = 20 * 1024 * 1024


class Stopped(BaseException):
    """Somebody asked us to stop (Ctrl-C, SIGTERM, a closed terminal)."""


@contextmanager
def stop_signals() -> Iterator[None]:
    """Turn the first stop signal into Stopped; further ones are ignored while we clean up."""
    wanted = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in wanted:
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    before = {number: signal.signal(number, stop) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass
class Service:
    """A program that has to run all the time.

    `ready` is asked until it says True; None means that running is enough.
    """

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    log: Path
    ready: Callable[[], bool] | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    failures: int = field(default=0, init=False)
    next_start: float = field(default=0.0, init=False)
    started: float = field(default=0.0, init=False)

    def start(self) -> None:
        """Start it; its output goes to its log."""
        self.log.parent.mkdir(mode=0o700, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as output:
            self.process = start_child(self.command, env=self.env, stdout=output, stderr=output)
        self.started = time.monotonic()

    def wait_until_ready(self, seconds: float = 180.0) -> None:
        """Raise PlatformError when it ends or is not ready in time."""
        end = time.monotonic() + seconds
        while self.ready is not None and not self.ready():
            if self.process is None or self.process.poll() is not None:
                raise PlatformError(f"{self.name} does not start: {self.last_line()} ({self.log})")
            if time.monotonic() > end:
                raise PlatformError(
                    f"{self.name} was not ready within {seconds:.0f} s; see {self.log}."
                )
            time.sleep(0.05)

    def keep_alive(self, now: float) -> bool:
        """Start it again if it ended, later and later when it keeps ending; True when started."""
        if self.process is not None and self.process.poll() is None:
            if self.failures and now - self.started > 60:
                self.failures = 0
            return False
        if self.process is not None:
            self.process = None
            self.next_start = now + min(_LONGEST_PAUSE, 0.5 * 2**self.failures)
            self.failures += 1
        if now < self.next_start:
            return False
        self.start()
        return True

    def last_line(self) -> str:
        """The last line of the log, which usually says why."""
        try:
            lines = self.log.read_bytes()[-4000:].decode(errors="replace").splitlines()
        except OSError:
            lines = []
        return next((line.strip() for line in reversed(lines) if line.strip()), "no reason given")


class Supervisor:
    """Runs services beside an optional embedded database until told to stop."""

    def __init__(self, database: EmbeddedPostgres | None) -> None:
        self.database = database
        self.services: list[Service] = []

    def add(self, service: Service) -> None:
        """Start a service and keep it from now on."""
        self.services.append(service)
        service.start()

    def run(self) -> None:
        """Watch for ever: restart what ends. Leaves by Stopped or PlatformError."""
        while True:
            if self.database is not None and self.database.keep_alive():
                _say("The database had ended and was started again.")
            for service in self.services:
                if service.keep_alive(time.monotonic()):
                    _say(f"{service.name} had ended and was started again ({service.log}).")
            time.sleep(_POLL_SECONDS)

    def stop(self) -> None:
        """Stop the services at the same time, then the database."""
        for service in self.services:
            if service.process is not None and service.process.poll() is None:
                service.process.send_signal(signal.SIGTERM)
        for service in self.services:
            if service.process is not None:
                stop_child(service.process)
        if self.database is not None:
            self.database.stop()


def _say(sentence: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {sentence}\n")
    sys.stderr.flush()
