"""The floor: the rows of one report, one statement each, in one transaction, by pgbench alone.

What PostgreSQL can take on this machine when nobody authenticates, locates, routes or computes a
deadline. It runs in a copy of the database, so that the sizes measured stay what they are called.
"""

from __future__ import annotations

import os
import re
import subprocess
import uuid
from pathlib import Path
from typing import Any

import psycopg

from gongzhi.platform.clusterfolder import cluster_place
from gongzhi.platform.databaseurl import embedded_database
from gongzhi.platform.postgres import ADMIN

from .cast import Cast
from .flows import TEXTS
from .place import disconnect

COPY = "bench_floor"
TABLES = ("orders_orderevent", "orders_orderparty", "orders_orderclock")


def floor(data: Path, cast: Cast, *, runs: int, seconds: int) -> list[float]:
    """Transactions per second of each run; nothing else may be running. Empty without pgbench."""
    program = cluster_place(data).installation / "bin" / "pgbench"
    if not program.exists():
        return []
    script = data / "floor.sql"
    script.write_text(_script(cast), encoding="utf-8")
    disconnect()
    entry = embedded_database(data)
    _copy(entry)
    try:
        rates = [_run(program, entry, script, seconds) for _ in range(runs + 1)]
    finally:
        _drop(entry)
    return rates[1:]  # the first one warms up


def _run(program: Path, entry: dict[str, Any], script: Path, seconds: int) -> float:
    environment = {
        **os.environ,
        "PGHOST": entry["HOST"],
        "PGPORT": entry["PORT"],
        "PGUSER": entry["USER"],
        "PGPASSWORD": entry["PASSWORD"],
    }
    arguments = ["-n", "-M", "prepared", "-c", "4", "-j", "1", "-T", str(seconds)]
    done = subprocess.run(
        [str(program), *arguments, "-f", str(script), COPY],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"^tps = ([0-9.]+)", done.stdout, re.MULTILINE)
    if found is None or done.returncode != 0:
        raise RuntimeError(f"pgbench: {done.stderr.strip() or done.stdout.strip()}")
    return float(found[1])


def _maintenance(entry: dict[str, Any]) -> psycopg.Connection:
    return psycopg.connect(
        host=entry["HOST"],
        port=entry["PORT"],
        user=entry["USER"],
        password=entry["PASSWORD"],
        dbname=ADMIN,
        autocommit=True,
    )


def _copy(entry: dict[str, Any]) -> None:
    _drop(entry)
    with _maintenance(entry) as connection:
        connection.execute(
            psycopg.sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                psycopg.sql.Identifier(COPY), psycopg.sql.Identifier(entry["NAME"])
            )
        )
        connection.execute("CHECKPOINT")


def _drop(entry: dict[str, Any]) -> None:
    with _maintenance(entry) as connection:
        connection.execute(
            psycopg.sql.SQL("DROP DATABASE IF EXISTS {}").format(psycopg.sql.Identifier(COPY))
        )


def _script(cast: Cast) -> str:
    """A pgbench script with the rows that intake writes for a real report, as literals."""
    order_id = _sample(cast)
    sequence = "pg_get_serial_sequence('orders_order', 'id')"
    lines = ["BEGIN;"]
    own = {
        "id": f"nextval({sequence})",
        "number": f"'FL' || currval({sequence})",
        "client_key": "gen_random_uuid()",
    }
    for row in _rows("orders_order", "id", order_id):
        lines.append(f"{_insert('orders_order', row, own)} RETURNING id AS order_id \\gset")
    for table in TABLES:
        for row in _rows(table, "order_id", order_id):
            row.pop("id")
            row.pop("xid", None)
            lines.append(f"{_insert(table, row, {'order_id': ':order_id'})};")
    lines.append(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default',"
        " 'orders.follow', jsonb_build_object('order_id', :order_id::bigint, 'seq', 2));"
    )
    return "\n".join([*lines, "COMMIT;", ""])


def _sample(cast: Cast) -> int:
    """Take one report in, as the API does; the id of its order."""
    from gongzhi.accounts.actor import actor_of_key
    from gongzhi.kernel.scope import unscoped
    from gongzhi.orders.models import Order
    from gongzhi.orders.services.report import Draft, report

    actor = actor_of_key(cast.intake_key)
    assert actor is not None
    spot = cast.spots[0]
    draft = Draft(
        client_key=uuid.uuid4(),
        text=TEXTS[0],
        category_code=spot.category,
        lon=spot.lon,
        lat=spot.lat,
        place="平安路12号",
        source="hotline",
        phone=cast.phones[0],
    )
    with unscoped("benchmark: makes its cast"):
        receipt = report(actor=actor, draft=draft)
        return int(Order.objects.get(number=receipt.number).pk)


def _rows(table: str, column: str, value: int) -> list[dict[str, str]]:
    """column → SQL literal (as PostgreSQL itself quotes it) of each row."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT json_object_agg(key, quote_nullable(value))"  # noqa: S608
            f" FROM json_each_text(to_json(t))) FROM {table} t WHERE {column} = %s ORDER BY id",
            [value],
        )
        return [dict(row[0]) for row in cursor.fetchall()]


def _insert(table: str, row: dict[str, str], own: dict[str, str]) -> str:
    values = {**row, **own}
    # pgbench reads a colon before a letter as one of its variables; in a literal `::` is safe.
    texts = [values[name] if name in own else _safe(values[name]) for name in values]
    names = ", ".join(f'"{name}"' for name in values)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join(texts)})"  # noqa: S608


def _safe(literal: str) -> str:
    return re.sub(r":(?=[A-Za-z_])", "' || ':' || '", literal)
