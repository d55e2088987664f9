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
