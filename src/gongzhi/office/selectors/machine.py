"""How the installation is doing: every figure is read from the database, the disk or a record."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi import __version__
from gongzhi.accounts.models import Session
from gongzhi.notify.models import Message
from gongzhi.orders.services.sweep_files import RECORD
from gongzhi.platform.heartbeat import SILENT_SECONDS
from gongzhi.platform.records import read_record

KEPT_BY: Final[dict[str, Promise]] = {
    "orders": _("工单的照片"),
    "places": _("阵地的照片"),
    "wall": _("晒单墙的照片和视频"),
    "agreements": _("协议的扫描件"),
}


@dataclass(frozen=True)
class Queue:
    """Jobs: waiting now, waiting for a later time, at work, of workers that fell silent, given up."""

    waiting: int
    later: int
    doing: int
    stalled: int
    failed: int
    oldest: datetime | None
    workers: int


@dataclass(frozen=True)
class Sends:
    """Messages that did not get out, with the newest reasons and how often each."""

    unsent: int
    reasons: list[tuple[str, int]]


@dataclass(frozen=True)
class Machine:
    """One look at the installation."""

    version: str
    database_version: str
    migrations_missing: int
    database_bytes: int
    disk_free: int
    disk_total: int
    queue: Queue
    sends: Sends
    backup: dict[str, Any] | None
    check: dict[str, Any] | None
    sweep: dict[str, Any] | None
    sessions: int
    locked: int


def machine(now: datetime) -> Machine:
    """Everything, in about ten statements."""
    disk = shutil.disk_usage(settings.DATA if Path(settings.DATA).exists() else "/")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_database_size(current_database()), current_setting('server_version')"
        )
        size, server = cursor.fetchone()
    return Machine(
        version=__version__,
        database_version=str(server).split(" ", 1)[0],
        migrations_missing=_missing(),
        database_bytes=size,
        disk_free=disk.free,
        disk_total=disk.total,
        queue=_queue(now),
        sends=_sends(),
        backup=_record("last_backup"),
        check=_record("last_check"),
        sweep=_sweep(),
        sessions=Session.objects.filter(expire_date__gt=now).count(),
        locked=_locked(),
    )


def _missing() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _queue(now: datetime) -> Queue:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, %(now)s) <= %(now)s),
                   count(*) FILTER (WHERE status = 'todo' AND scheduled_at > %(now)s),
                   count(*) FILTER (WHERE status = 'doing'),
                   count(*) FILTER (WHERE status = 'doing' AND (w.id IS NULL
                       OR w.last_heartbeat < %(now)s - make_interval(secs => %(silent)s))),
                   count(*) FILTER (WHERE status = 'failed')
            FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
            """,
            {"now": now, "silent": SILENT_SECONDS},
        )
        waiting, later, doing, stalled, failed = cursor.fetchone()
        cursor.execute(
            "SELECT min(e.at) FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id"
            " WHERE j.status = 'todo' AND coalesce(j.scheduled_at, %(now)s) <= %(now)s"
            " AND e.type = 'deferred'",
            {"now": now},
        )
        oldest = cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers"
            " WHERE last_heartbeat >= %(now)s - make_interval(secs => %(silent)s)",
            {"now": now, "silent": SILENT_SECONDS},
        )
        workers = cursor.fetchone()[0]
    return Queue(waiting, later, doing, stalled, failed, oldest, workers)


def _sends() -> Sends:
    failing = Message.objects.filter(sent_at=None).exclude(failure="")
    reasons: dict[str, int] = {}
    for reason in failing.order_by("-created_at").values_list("failure", flat=True)[:200]:
        reasons[reason] = reasons.get(reason, 0) + 1
    return Sends(failing.count(), sorted(reasons.items(), key=lambda one: -one[1])[:5])


def _record(name: str) -> dict[str, Any] | None:
    found = read_record(Path(settings.DATA), name)
    if found is None:
        return None
    try:
        return found | {"at": datetime.fromisoformat(str(found["at"]))}
    except (KeyError, ValueError):
        return None


def _sweep() -> dict[str, Any] | None:
    """With `gone`: of what, and how many files that a row names are not on disk."""
    found = _record(RECORD)
    if found is None:
        return None
    missing = found.get("missing") or {}
    gone = [(str(name), missing[who]) for who, name in KEPT_BY.items() if missing.get(who)]
    return found | {"gone": gone}


def _locked() -> int:
    from axes.models import AccessAttempt

    limit = int(getattr(settings, "AXES_FAILURE_LIMIT", 5))
    return int(AccessAttempt.objects.filter(failures_since_start__gte=limit).count())
