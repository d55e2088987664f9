"""The embedded PostgreSQL on its data folder."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_django_uses_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        assert int(cursor.fetchone()[0]) >= 160000
        cursor.execute("SHOW server_encoding")
        assert cursor.fetchone()[0] == "UTF8"


@pytest.mark.django_db
def test_queueing_a_job_notifies_nobody() -> None:
    """A notification would make the commits of reports wait in line (docs/adr/0004)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE tgrelid = 'procrastinate_jobs'::regclass AND tgenabled <> 'D'"
            " AND tgtype & 4 <> 0 AND prosrc ~ 'pg_notify'"
        )
        assert cursor.fetchall() == []
