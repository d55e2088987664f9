"""After a test that committed: the rows it left are taken away.

Django truncates every table, which makes the files of two hundred tables anew and then writes the
same permissions again: half a second for each test that commits, of which most fill a few tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import psycopg
from django.core.management.commands.flush import Command
from django.db import connection

from gongzhi.platform.postgres import ADMIN, ROLE, EmbeddedPostgres

# What Django writes again after a flush, always the same.
_KEPT = ("auth_permission", "django_content_type")

# As a replica: neither the triggers that refuse to delete nor the foreign keys are asked.
_EMPTY = """
DO $$
DECLARE
    name text;
    filled boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOREACH name IN ARRAY '%s'::text[] LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %%I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('DELETE FROM %%I', name);
        END IF;
    END LOOP;
END $$
"""


def let_empty(server: EmbeddedPostgres) -> None:
    """The product's role may delete as a replica on this server of a test run."""
    admin = psycopg.conninfo.make_conninfo(server.conninfo, user=ADMIN)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"GRANT SET ON PARAMETER session_replication_role TO {ROLE}")


@contextmanager
def emptied_quickly() -> Iterator[None]:
    """Django's `flush` becomes ours, for users of the database who may delete that way."""
    flush = Command.handle

    def handle(command: Command, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
            if not cursor.fetchone()[0]:
                flush(command, **options)
                return
            tables = connection.introspection.django_table_names(
                only_existing=True, include_views=False
            )
            names = ",".join(sorted(set(tables).difference(_KEPT)))
            cursor.execute(_EMPTY % f"{{{names}}}")

    with patch.object(Command, "handle", handle):
        yield
