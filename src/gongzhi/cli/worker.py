"""`gongzhi worker`: does the queued and timed jobs."""

import argparse
import asyncio
import os
from typing import Any

from gongzhi.cli.project import add_data_argument, at_least_one, project
from gongzhi.platform.heartbeat import BEAT_SECONDS, SILENT_SECONDS

POLL_SECONDS = 0.5
NICE = 15  # on a machine that does both, whoever waits at a screen goes first


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "worker",
        help="do queued and timed jobs until stopped",
        description="Does queued and timed jobs until SIGTERM or Ctrl-C; jobs under way are "
        "finished first. Several workers, on several machines, share one database.",
    )
    add_data_argument(parser)
    parser.add_argument(
        "--concurrency",
        type=at_least_one,
        default=2,
        metavar="N",
        help="jobs at the same time (default 2)",
    )
    parser.add_argument(
        "--until-empty", action="store_true", help="leave when no job is waiting any more"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the worker; 0 when it was asked to stop."""
    os.nice(NICE)
    with project(arguments.data):
        from procrastinate.contrib.django import app
        from procrastinate.contrib.django.django_connector import DjangoConnector

        _check_queue()
        connector = app.connector
        assert isinstance(connector, DjangoConnector)
        with app.replace_connector(connector.get_worker_connector()) as worker_app:
            asyncio.run(_work(worker_app, arguments.concurrency, wait=not arguments.until_empty))
    return 0


def _check_queue() -> None:
    """The errors of Django's connection become a sentence (cli/main.py), those of a pool do not."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    ProcrastinateJob.objects.exists()


async def _work(app: Any, concurrency: int, *, wait: bool) -> None:
    async with app.open_async():
        await app.run_worker_async(
            concurrency=concurrency,
            wait=wait,
            delete_jobs="successful",
            shutdown_graceful_timeout=10,
            # Nobody notifies (docs/adr/0004): it would make the commits of reports wait in line.
            listen_notify=False,
            fetch_job_polling_interval=POLL_SECONDS,
            update_heartbeat_interval=BEAT_SECONDS,
            stalled_worker_timeout=SILENT_SECONDS,
        )
