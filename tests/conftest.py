"""Fixtures for all tests: the database.

With DATABASE_URL tests use that server; otherwise the first test that needs a database starts an
embedded one in a folder of its own, which is removed at the end.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from _pytest import runner
from hypothesis import HealthCheck, settings
from xdist.scheduler.loadfile import LoadFileScheduling

from gongzhi.kernel import clock, quota
from gongzhi.platform.databaseurl import embedded_database
from gongzhi.platform.postgres import EmbeddedPostgres

from .citydatabase import leave_cities
from .emptied import emptied_quickly, let_empty
from .migrated import make_migrated
from .withroom import with_room

# How long something takes on a busy machine is no failure.
settings.register_profile("gongzhi", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gongzhi")

# While tests are collected nothing becomes garbage; see _few_collections.
gc.disable()

# What is made once a process (a served city, the cities as read) is made in one process alone.
TOGETHER = ("tests/browser/", "tests/acceptance/")
# Files that take minutes begin first, so that no process is left alone with one at the end.
LONG = ("browser/", "permissions/", "acceptance/", "profiles/test_mistakes", "durability/", "demo/",
        "office/")  # fmt: skip


def pytest_configure() -> None:
    """Each process (-n) and all that it starts keep to one core: a process and its database speak
    in turns, and waking another core for every question costs a virtual machine a fifth."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker and hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[int(worker.removeprefix("gw")) % len(cores)]})


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> object:
    return with_room(runner.pytest_runtest_protocol, item, nextitem)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def turn(item: pytest.Item) -> int:
        found = (at for at, part in enumerate(LONG) if f"tests/{part}" in item.nodeid)
        return next(found, len(LONG))

    items.sort(key=turn)


class Together(LoadFileScheduling):
    """A file's tests run in one process, and so do all of a folder of TOGETHER."""

    def _split_scope(self, nodeid: str) -> str:
        folder = next((folder for folder in TOGETHER if nodeid.startswith(folder)), "")
        return folder or str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    return Together(config, log)


_HOURS = cycle(range(3501, 3601))  # seconds


@pytest.fixture(scope="session", autouse=True)
def _few_collections() -> None:
    """What was imported stays: the collector of garbage need not look through it every time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _kept_until_forgotten() -> Iterator[None]:
    """What is kept for seconds stays: how many queries a page needs is the same on a busy machine."""
    with patch.object(clock, "monotonic", lambda: 1000.0):
        yield


@pytest.fixture(autouse=True)
def _own_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other tests of this process used of an hour's quota is not counted: hours differ."""
    monkeypatch.setattr(quota, "_SECONDS", next(_HOURS))


@pytest.fixture(scope="session")
def embedded_postgres() -> Iterator[EmbeddedPostgres | None]:
    """The server of this test run, or None when DATABASE_URL names another."""
    if os.environ.get("DATABASE_URL"):
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="gongzhi-tests-"))
    # Made by us: when tests run as root the database's own user has to pass through it.
    folder.chmod(0o711)
    make_migrated(folder)
    try:
        with EmbeddedPostgres(folder, durable=False) as server:
            let_empty(server)
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

    settings_dict = connections["default"].settings_dict
    settings_dict.update(embedded_database(embedded_postgres.data))
    settings_dict["TEST"]["TEMPLATE"] = settings_dict["NAME"]


@pytest.fixture(scope="session", autouse=True)
def _emptied_quickly() -> Iterator[None]:
    with emptied_quickly():
        yield


@pytest.fixture(scope="session", autouse=True)
def _leave_cities(django_db_blocker: Any) -> Iterator[None]:
    """An embedded server is gone with all that is in it."""
    yield
    with django_db_blocker.unblock():
        leave_cities(drop=bool(os.environ.get("DATABASE_URL")))


@pytest.fixture(scope="session", autouse=True)
def _remove_data_folder() -> Iterator[None]:
    """Media and other files that tests leave in the data folder of settings.test."""
    yield
    folder = Path(os.environ["GONGZHI_DATA"])
    if folder.name.startswith("gongzhi-test-"):
        shutil.rmtree(folder, ignore_errors=True)
