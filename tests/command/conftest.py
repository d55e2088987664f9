"""The commander of a county before the wall."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from gongzhi.accounts.models import User
from gongzhi.areas import selectors as areas
from gongzhi.command.selectors import wall
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from tests.orders.conftest import T0, City, city, qianan

__all__ = ["city", "qianan"]


@pytest.fixture(autouse=True)
def at_ten(settings: Any, tmp_path: Any) -> Iterator[None]:
    """Tuesday, 10:00 in Qian'an; nothing counted before is kept."""
    settings.MEDIA_ROOT = tmp_path
    wall.forget()
    with clock.frozen(T0):
        yield
    wall.forget()


@pytest.fixture
def commander(city: City) -> Actor:
    return city.staff("commander", city.centre, areas.root_area())


def browser_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client
