"""An apply that fails or is killed half-way leaves nothing applied."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection

from gongzhi.areas.models import Area
from gongzhi.orders.models import Category, Process
from gongzhi.orgs.models import Body
from gongzhi.profiles import registry, selectors
from gongzhi.profiles.models import ProfileRelease
from gongzhi.profiles.services.apply_profile import apply_profile


def last_section(monkeypatch: pytest.MonkeyPatch, apply: Callable[..., Any]) -> None:
    section = registry.Section("zz", 99, lambda *_: {}, apply)
    monkeypatch.setattr(registry, "_sections", registry._sections | {"zz": section})


def nothing_applied() -> bool:
    models = (Area, Body, Category, Process, ProfileRelease)
    return not any(model.objects.exists() for model in models)


@pytest.mark.django_db
def test_an_error_in_the_last_section(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    selectors.forget()

    def fail(*_: object) -> None:
        assert Area.objects.exists()  # the earlier sections had written
        raise RuntimeError("the disk is full")

    last_section(monkeypatch, fail)
    with pytest.raises(RuntimeError, match="the disk is full"):
        apply_profile(folder)
    assert nothing_applied()


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_cut(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the database sees when the process that applies is killed."""
    selectors.forget()

    def cut(*_: object) -> None:
        assert Area.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    last_section(monkeypatch, cut)
    with pytest.raises((OperationalError, InterfaceError)):
        apply_profile(folder)
    connection.close()
    assert nothing_applied()
    monkeypatch.undo()
    selectors.forget()
