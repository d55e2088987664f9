"""Jobs of a worker that was killed are taken up again, but not for ever."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from gongzhi.config.jobs import retry_stalled
from gongzhi.orders.engine.jobs import FOLLOW

pytestmark = pytest.mark.django_db


def stalled_job(attempts: int, *, heartbeat: str) -> int:
    app.configure_task(FOLLOW, queue="default").defer(order_id=1, first=1, last=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval)"
            " RETURNING id",
            [heartbeat],
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s, worker_id = %s"
            " WHERE id = (SELECT max(id) FROM procrastinate_jobs) RETURNING id",
            [attempts, worker],
        )
        return int(cursor.fetchone()[0])


def look_after() -> None:
    context = cast(Any, SimpleNamespace(app=app, job=SimpleNamespace(id=0)))
    assert asyncio.iscoroutinefunction(retry_stalled.func)
    async_to_sync(retry_stalled.func)(context, 0)


def status(job_id: int) -> str:
    return str(ProcrastinateJob.objects.get(pk=job_id).status)


def test_silent_workers_lose_their_jobs() -> None:
    silent = stalled_job(1, heartbeat="31 seconds")
    alive = stalled_job(1, heartbeat="5 seconds")
    poison = stalled_job(5, heartbeat="31 seconds")
    look_after()
    assert (status(silent), status(alive), status(poison)) == ("todo", "doing", "failed")


def test_a_worker_that_is_gone_loses_its_jobs() -> None:
    job = stalled_job(1, heartbeat="5 seconds")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    look_after()
    assert status(job) == "todo"


def test_the_job_is_known_to_workers() -> None:
    app.perform_import_paths()
    for name in (
        "config.retry_stalled",
        "orders.follow",
        "notify.send_waiting",
        "notify.prune",
        "accounts.forget_codes",
    ):
        assert name in app.tasks
