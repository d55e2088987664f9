"""A profile applied after a change of boundaries leaves the change alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.areas.boundaries.drafting import Asked, Part
from gongzhi.areas.services.apply_change import make_change
from gongzhi.areas.services.apply_import import apply_import
from gongzhi.areas.services.stage_import import stage_file
from gongzhi.kernel import clock
from gongzhi.orders.models import DutyClause
from gongzhi.orgs.models import Body, BodyArea
from gongzhi.profiles.services.apply_profile import apply_profile
from tests.insight.changed_city import BOSS, neighbours
from tests.orders.conftest import City, city, qianan

__all__ = ["city", "qianan"]

PROFILE = Path(__file__).resolve().parents[3] / "profiles/qianan"


@pytest.mark.django_db
def test_files_do_not_bring_back_what_was_merged(city: City) -> None:
    found = neighbours(city)
    part = Part("220723001077", "合并社区")
    asked = Asked("merge", clock.today(), (found.first.id, found.second.id), (part,))
    make_change(actor=BOSS, asked=asked)
    merged = areas.area_by_code(part.code)
    assert merged is not None
    before = _state()
    applied = apply_profile(PROFILE)
    assert [str(change) for change in applied.changes] == []
    assert _state() == before
    assert areas.area_by_code(found.first.code) is None


@pytest.mark.django_db
def test_files_do_not_take_back_what_was_imported(city: City, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    street = city.street_area
    path.write_text(f"编码,名称\n{street.code},改名街道\n", encoding="utf-8")
    staged = stage_file(actor=BOSS, path=path, name="a.csv", chosen_crs="WGS84", day=clock.today())
    apply_import(actor=BOSS, import_id=staged.pk)
    before = _state()
    assert "改名街道" in {name for _code, name, _path in before[0]}  # type: ignore[misc]
    assert [str(change) for change in apply_profile(PROFILE).changes] == []
    assert _state() == before


def _state() -> tuple[list[object], ...]:
    return (
        [(area.code, area.name, area.path) for area in areas.current_areas()],
        list(Body.objects.order_by("code").values_list("code", "area_id")),
        sorted(BodyArea.objects.values_list("body_id", "area_id")),
        sorted(DutyClause.objects.values_list("clause", "area_id", "active"), key=str),
    )
