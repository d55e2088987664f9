"""An empty city with the Qian'an profile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.orders import catalogue, intake, routing
from gongzhi.orgs import selectors as orgs
from gongzhi.profiles import selectors as profiles
from gongzhi.profiles.services.apply_profile import apply_profile
from gongzhi.profiles.source import profile_path


def _forget() -> None:
    for module in (areas, orgs, profiles, catalogue, routing, intake):
        module.forget()


@pytest.fixture
def qianan(db: Any) -> Iterator[None]:
    _forget()
    apply_profile(profile_path("qianan"))
    _forget()
    yield
    _forget()
