"""The data folder of a benchmark: a database of a given size, made once and used again."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gongzhi.cli.serve import prepare
from gongzhi.platform.databaseurl import embedded_database
from gongzhi.platform.postgres import EmbeddedPostgres

GROWN = 1.5  # a database may hold half as many orders more than its name says


def choose(data: Path) -> None:
    """Make Django of this process, and every child, work on a data folder. Call it first."""
    os.environ["GONGZHI_DATA"] = str(data)
    # The demo's: texts are "sent" to its inbox, so that sending has its cost too.
    os.environ["GONGZHI_SETTINGS"] = "demo"
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongzhi.config.settings.demo"
    os.environ.pop("DATABASE_URL", None)


def connect(data: Path) -> None:
    """Point Django of this process at the server that runs on the data folder now."""
    import django
    from django.apps import apps
    from django.db import connections

    if not apps.ready:
        django.setup()
    connections.close_all()
    connections["default"].settings_dict.update(embedded_database(data))


def disconnect() -> None:
    from django.db import connections

    connections.close_all()


@contextmanager
def only_postgres(data: Path) -> Iterator[EmbeddedPostgres]:
    """PostgreSQL alone, nothing else running, and Django of this process connected to it."""
    with EmbeddedPostgres(data) as server:
        connect(data)
        try:
            yield server
        finally:
            disconnect()


def fill(data: Path, count: int, *, profile: str) -> dict[str, Any]:
    """Tables, profile and `count` orders, unless they are there; how long it took."""
    data.mkdir(parents=True, exist_ok=True, mode=0o711)
    stamp = data / "filled.json"
    if stamp.exists():
        made = dict(json.loads(stamp.read_text(encoding="utf-8")))
        if int(made.get("now", count)) <= count * GROWN:
            return made
        shutil.rmtree(data)
        data.mkdir(parents=True, mode=0o711)
    begun = time.monotonic()
    with EmbeddedPostgres(data):
        prepare(["--static", "--migrate", "--profile", profile])
        connect(data)
        _load(count)
        settle()
        disconnect()
    made = {"orders": count, "profile": profile, "seconds": round(time.monotonic() - begun, 1)}
    stamp.write_text(json.dumps(made), encoding="utf-8")
    return made


def _load(count: int) -> None:
    from gongzhi.demo.bulk.load import load
    from gongzhi.insight.figures import rollup
    from gongzhi.kernel.scope import unscoped

    with unscoped("benchmark: fills the city"):
        load(count)
        # As the worker would have done day by day.
        rollup.refresh()


def note_growth(data: Path) -> None:
    """What the runs added: a database that is no longer of its size is made anew next time."""
    stamp = data / "filled.json"
    made = dict(json.loads(stamp.read_text(encoding="utf-8")))
    stamp.write_text(json.dumps({**made, "now": orders()}), encoding="utf-8")


def settle() -> None:
    """Statistics for the planner and clean pages, so that neither falls into a measurement."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def backlog() -> int:
    """Jobs that wait or run."""
    return int(_one("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"))


def orders() -> int:
    """Orders in the database."""
    return int(_one("SELECT count(*) FROM orders_order"))


def drop_backlog() -> None:
    """Forget the jobs that wait, so that a run does not pay for the one before."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
        cursor.execute("VACUUM procrastinate_jobs, procrastinate_events")


def _one(sql: str) -> Any:
    from django.db import connection

    from gongzhi.kernel.scope import unscoped

    with unscoped("benchmark: counts"), connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]
