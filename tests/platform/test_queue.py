"""The queue heals itself: what a dead worker held, and what failed for a moment."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from gongzhi.config.jobs import retry_stalled


def test_every_job_that_follows_from_something_is_tried_again() -> None:
    """Jobs of the clock come again by themselves; a lost follow-up would be a message lost."""
    app.perform_import_paths()
    timed = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    once = [
        task.name
        for task in app.tasks.values()
        if task.name not in timed and not task.name.startswith("builtin:")
    ]
    assert once
    assert [name for name in once if app.tasks[name].retry_strategy is None] == []


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_like_waits_already_is_let_go_and_the_others_are_healed() -> None:
    """Two of one queueing lock cannot wait: that must not stop the rest from being queued."""
    rows = (
        ("a", "lock-a", "doing"),
        ("a", "lock-a", "todo"),
        ("b", None, "doing"),
    )
    with connection.cursor() as cursor:
        for name, lock, status in rows:
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, status, args)"
                " VALUES ('default', %s, %s, %s::procrastinate_job_status, '{}')",
                [name, lock, status],
            )
    context = cast(Any, SimpleNamespace(app=app, job=SimpleNamespace(id=0)))
    async_to_sync(retry_stalled.func)(context, 0)
    left = ProcrastinateJob.objects.filter(task_name__in="ab").values_list("task_name", "status")
    assert sorted(left) == [("a", "todo"), ("b", "todo")]
