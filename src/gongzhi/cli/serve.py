"""`gongzhi serve`: the web server, and with the embedded database the worker beside it."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from gongzhi.cli.progress import say
from gongzhi.cli.project import (
    FAILED,
    add_data_argument,
    at_least_one,
    own_database,
    set_environment,
)
from gongzhi.platform import datafolder, web
from gongzhi.platform.children import start_child, stop_child
from gongzhi.platform.ports import check_port
from gongzhi.platform.problems import PlatformError
from gongzhi.platform.supervisor import Service, Stopped, Supervisor, stop_signals


def add_web_arguments(parser: argparse.ArgumentParser) -> None:
    """Where and how wide to serve."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=_port, default=8000, help="port to listen on (8000)")
    parser.add_argument("--workers", type=at_least_one, default=2, help="web processes (2)")
    parser.add_argument(
        "--threads",
        type=at_least_one,
        default=web.THREAD_COUNT,
        help=f"threads of each, which keep a database connection ({web.THREAD_COUNT})",
    )


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "serve",
        help="serve the web, with worker and embedded database unless told otherwise",
        description="Starts the embedded PostgreSQL (unless DATABASE_URL is set), brings the "
        "database up to date, and serves the web with one job worker beside it.",
    )
    add_data_argument(parser)
    add_web_arguments(parser)
    parser.add_argument("--no-worker", action="store_true", help="workers run elsewhere")
    parser.add_argument(
        "--no-migrate", action="store_true", help="leave the database's tables as they are"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    steps = [] if arguments.no_migrate else ["--migrate"]
    return supervise(arguments, settings="production", steps=steps)


def supervise(
    arguments: argparse.Namespace, *, settings: str, steps: list[str], banner: Any = None
) -> int:
    """Database, preparation, web and worker; then watch them until a stop signal.

    `steps` are what is to be prepared besides static files (options of cli/prepare.py);
    `banner(url)` is called when everything is ready. Returns the exit code.
    """
    data = datafolder.prepare_data_folder(arguments.data)
    check_port(arguments.host, arguments.port)
    url = web.address(arguments.host, arguments.port)
    os.environ.setdefault("GONGZHI_URL", url)
    set_environment(data, settings=os.environ.get("GONGZHI_SETTINGS") or settings)
    supervisor = Supervisor(own_database(data))
    with stop_signals():
        # Static files need no database and another core: they are collected meanwhile.
        static = Preparation(["--static"])
        try:
            if supervisor.database is not None:
                say("Starting PostgreSQL …")
                supervisor.database.start()
            if steps and not prepare(steps):
                return FAILED
            if not static.succeeded():
                return FAILED
            say("Starting web and worker …")
            for service in _services(arguments, data):
                supervisor.add(service)
            for service in supervisor.services:
                service.wait_until_ready()
            if banner is not None:
                banner(url)
            else:
                say(f"Ready: {url}")
            supervisor.run()
        except Stopped:
            say("Stopping …")
        finally:
            static.stop()
            supervisor.stop()
    say("Stopped.")
    return 0


def _services(arguments: argparse.Namespace, data: Path) -> list[Service]:
    services = [
        Service(
            name="The web server",
            command=web.command(
                host=arguments.host,
                port=arguments.port,
                workers=arguments.workers,
            ),
            env={**os.environ, web.THREADS: str(arguments.threads)},
            log=data / "logs" / "web.log",
            ready=lambda: web.answers(arguments.host, arguments.port),
        )
    ]
    if not getattr(arguments, "no_worker", False):
        services.append(
            Service(
                name="The worker",
                command=[sys.executable, "-m", "gongzhi.cli", "worker", "--data", str(data)],
                env=dict(os.environ),
                log=data / "logs" / "worker.log",
            )
        )
    return services


class Preparation:
    """Steps of cli/prepare.py in a child, so that the supervisor never carries Django's memory."""

    def __init__(self, steps: list[str]) -> None:
        self._child = start_child([sys.executable, "-m", "gongzhi.cli.prepare", *steps])

    def succeeded(self) -> bool:
        """Wait for the end. False when it failed; it has said why.

        PlatformError when it was killed before it could.
        """
        code = self._child.wait()
        if code < 0:
            raise PlatformError(
                f"The preparation was killed (signal {-code}); is there enough memory?"
            )
        return code == 0

    def stop(self) -> None:
        """At once, when it still runs."""
        stop_child(self._child)


def prepare(steps: list[str]) -> bool:
    """Run the preparation and wait for it, as `Preparation.succeeded` says."""
    preparation = Preparation(steps)
    try:
        return preparation.succeeded()
    finally:
        preparation.stop()


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)
