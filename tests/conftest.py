"""Fixtures for all tests: the database.

With DATABASE_URL tests use that server; otherwise the first test that needs a database starts an
embedded one in a folder of its own, which is removed at the end.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongzhi.platform.databaseurl import embedded_database
from gongzhi.platform.postgres import EmbeddedPostgres


@pytest.fixture(scope="session")
def embedded_postgres() -> Iterator[EmbeddedPostgres | None]:
    """The server of this test run, or None when DATABASE_URL names another."""
    if os.environ.get("DATABASE_URL"):
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="gongzhi-tests-"))
    # Made by us: when tests run as root the database's own user has to pass through it.
    folder.chmod(0o711)
    try:
        with EmbeddedPostgres(folder, durable=False) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    embedded_postgres: EmbeddedPostgres | None,
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """Point Django at the server before pytest-django makes the test database.

    Each of several processes (-n) has a server of its own, or a database of its own on the one
    that DATABASE_URL names.
    """
    if embedded_postgres is None:
        return
    from django.db import connections

    connections["default"].settings_dict.update(embedded_database(embedded_postgres.data))


@pytest.fixture(scope="session", autouse=True)
def _remove_data_folder() -> Iterator[None]:
    """Media and other files that tests leave in the data folder of settings.test."""
    yield
    folder = Path(os.environ["GONGZHI_DATA"])
    if folder.name.startswith("gongzhi-test-"):
        shutil.rmtree(folder, ignore_errors=True)
