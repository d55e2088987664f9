"""The next job of the queue: which one, and at what cost (docs/adr/0009)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from procrastinate.sql import queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_queue(db: None) -> None:
    """Tests whose threads commit leave jobs behind: no table of Django's is emptied with them.

    Truncated until the rollback; rows deleted in this transaction would still be stepped over.
    """
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def _queue(name: str, **more: Any) -> None:
    row = {"queue_name": "default", "task_name": name, "args": "{}", **more}
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO procrastinate_jobs ({', '.join(row)})"
            f" VALUES ({', '.join(['%s'] * len(row))})",
            list(row.values()),
        )


def _take(queues: list[str] | None = None) -> str | None:
    """Task name of the job that a worker gets, asked for as Procrastinate asks."""
    with connection.cursor() as cursor:
        cursor.execute(queries["fetch_job"], {"queues": queues, "worker_id": None})
        names = [column.name for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))["task_name"]


def _taken() -> Iterator[str]:
    while (name := _take()) is not None:
        yield name


def test_more_important_first_then_the_oldest() -> None:
    for name, priority in (("old", 0), ("young", 0), ("important", 5), ("later", -1)):
        _queue(name, priority=priority)
    assert list(_taken()) == ["important", "old", "young", "later"]


def test_of_its_own_queues_and_not_before_its_time() -> None:
    _queue("other", queue_name="timers")
    _queue("tomorrow", scheduled_at="2999-01-01T00:00:00Z")
    _queue("due", scheduled_at="2020-01-01T00:00:00Z")
    assert _take(["default"]) == "due"
    assert _take(["default"]) is None
    assert _take(["default", "timers"]) == "other"


def test_jobs_of_one_lock_go_one_after_another() -> None:
    _queue("second", lock="file", priority=0)
    _queue("first", lock="file", priority=1)
    _queue("free")
    assert list(_taken()) == ["first", "free"]  # `first` is being done
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'doing'")
    assert list(_taken()) == ["second"]


def test_what_waits_is_not_looked_through() -> None:
    """Planned on a queue that is known to be empty, as a worker's is; then a storm comes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE procrastinate_jobs")
    for _ in range(8):  # PostgreSQL keeps the plan from the sixth on
        assert _take() is None
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
            " SELECT 'default', 'storm', '{}' FROM generate_series(1, 1000)"
        )
    before = _looked_at()
    assert _take() == "storm"
    assert _looked_at() - before < 10


def _looked_at() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_stat_get_xact_tuples_returned(oid) + pg_stat_get_xact_tuples_fetched(oid)"
            " FROM pg_class WHERE oid = 'procrastinate_jobs'::regclass"
            " OR oid IN (SELECT indexrelid FROM pg_index"
            " WHERE indrelid = 'procrastinate_jobs'::regclass)"
        )
        return sum(count for (count,) in cursor.fetchall())
