"""The pool of talent: with consent, by skill, within the areas of posts that use it (XY-04)."""

from __future__ import annotations

from datetime import date

import pytest

from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scoped_orm import guarded
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import RegisterEvent, TalentEntry
from gongzhi.registers.reading.find import find
from gongzhi.registers.services.save_row import RowRefused, save_row
from tests.registers.conftest import City, Place, city, place, qianan
from tests.signing_in import browser_of

__all__ = ["City", "city", "place", "qianan"]

TALENT = REGISTERS["talent"]
PATH = "/desk/registers/talent/"


def offer(place: Place, **words: str) -> dict[str, str]:
    return {"area_code": place.grid.code, "name": "周小明", "phone": "13800001234",
            "kind": "维修", "skill": "修锁", "agreed_on": "2026-01-02", **words}  # fmt: skip


def test_only_with_consent_and_it_can_be_withdrawn(place: Place) -> None:
    for wrong, said in (
        ({"agreed_on": ""}, "本人同意了才能登记"), ({"agreed_on": "2099-01-01"}, "今天以后"),
        ({"kind": ""}, "请填写"), ({"skill": ""}, "请填写"),
    ):  # fmt: skip
        with pytest.raises(RowRefused, match=said):
            save_row(actor=place.clerk, register=TALENT, words=offer(place, **wrong))
    save_row(actor=place.clerk, register=TALENT, words=offer(place))
    row = TalentEntry.reached.get()
    assert (row.kind, row.agreed_on) == ("repair", date(2026, 1, 2))
    assert "周小明" not in row.name_sealed
    browser = browser_of(place.clerk)
    assert "修锁" in browser.get(PATH).content.decode()
    save_row(actor=place.clerk, register=TALENT, row_id=row.pk, version=1,
             words=offer(place, left_on="2026-03-01"))  # fmt: skip
    assert "修锁" not in browser.get(PATH).content.decode()
    assert find(place.clerk, "修锁") == []
    assert RegisterEvent.reached.order_by("-id")[0].values == {}


def test_found_by_skill_kind_and_name_within_the_area(place: Place) -> None:
    save_row(actor=place.clerk, register=TALENT, words=offer(place))
    save_row(actor=place.clerk, register=TALENT,
             words=offer(place, name="李小红", skill="养蜂", kind="种植养殖", phone=""))  # fmt: skip
    for asked in ("修锁", "周小明", "zxm", "1234"):
        (found,) = find(place.clerk, asked)
        assert [hit.detail for hit in found.hits] == ["修锁"], asked
    page = browser_of(place.clerk).get(f"{PATH}?value=farming").content.decode()
    assert "养蜂" in page
    assert "修锁" not in page.split("</form>")[-1]
    assert "周小明" not in page
    away = place.elsewhere()
    with guarded():
        assert not TalentEntry.objects.visible_to(away).exists()
        assert find(away, "修锁") == []
    dispatcher = place.city.dispatcher
    assert browser_of(dispatcher).get(PATH).status_code == 403
    with pytest.raises(Denied):
        save_row(actor=dispatcher, register=TALENT, words=offer(place))
    assert TalentEntry.reached.count() == 2
