"""Mile's own ways (processes, triage, limits by estate) on the small city of these tests.

Mile itself has 13,704 grids: what is proved here are its files, not its size.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.orders.process import stagelimits
from gongzhi.profiles.services.apply_profile import apply_profile
from gongzhi.profiles.source import profiles_folder
from tests.citydatabase import city_database

from ..conftest import City, forget_all

LIMITS = "stage,area_code,amount,unit,note\nowner_receive,{code},5,urgent_minute,示例\n"


def built(folder: Path, estate: str) -> Path:
    """A profile folder: Qian'an's areas and bodies with what Mile's folder says of orders."""
    for key in ("_standard", "qianan"):
        shutil.copytree(profiles_folder() / key, folder / key)
    shutil.copytree(profiles_folder() / "mile/orders", folder / "qianan/orders", dirs_exist_ok=True)
    (folder / "qianan/orders/stage_limits.csv").write_text(
        LIMITS.format(code=estate), encoding="utf-8"
    )
    return folder / "qianan"


@pytest.fixture(scope="module")
def mile_ways(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[None]:
    with django_db_blocker.unblock():
        forget_all()
        folder = tmp_path_factory.mktemp("profiles")
        with city_database("mile_ways", lambda: _apply_ways(folder)):
            forget_all()
            yield
    forget_all()
    stagelimits.forget()


def _apply_ways(folder: Path) -> None:
    apply_profile(built(folder, "220723"))
    forget_all()
    grid = next(a for a in areas.leaf_areas() if a.level == 3)
    (folder / "qianan/orders/stage_limits.csv").write_text(
        LIMITS.format(code=grid.code), encoding="utf-8"
    )
    apply_profile(folder / "qianan")
    stagelimits.forget()


@pytest.fixture
def mile(mile_ways: None, db: None) -> Iterator[City]:
    forget_all()
    yield City()
    forget_all()
