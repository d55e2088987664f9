"""One box finds people, places and things within scope."""

from __future__ import annotations

import pytest

from gongzhi.kernel.scope import PUBLIC, Actor
from gongzhi.kernel.scoped_orm import guarded
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.reading.find import find
from gongzhi.registers.services.save_row import save_row
from tests.registers.conftest import Place, identity


@pytest.fixture
def there(place: Place) -> Place:
    place.with_homes("2-301")
    for register, words in (
        ("people", {"building_code": "LY-1", "number": "2-301", "name": "周小明",
                    "id_number": identity(1), "phone": "13800001234"}),
        ("facilities", {"code": "2207230101000001", "name": "路灯", "place": "东门",
                        "area_code": place.grid.code}),
        ("devices", {"code": "MJ-77", "name": "东门门禁", "kind": "门禁",
                     "area_code": place.grid.code}),
        ("units", {"body": "CG", "credit_code": "91110000600037341L",
                   "area_code": place.grid.code}),
    ):  # fmt: skip
        save_row(actor=place.clerk, register=REGISTERS[register], words=words)
    return place


def registers_of(actor: Actor, text: str) -> list[str]:
    with guarded():
        return [found.register for found in find(actor, text)]


@pytest.mark.parametrize(
    "text", ["周小明", "周 小明", "zxm", "ZXM", "1234", "13800001234", identity(1)]
)
def test_people_are_found_and_masked(there: Place, text: str) -> None:
    with guarded():
        found = find(there.clerk, text)
    assert [one.register for one in found] == ["people"]
    (hit,) = found[0].hits
    assert hit.title == "周××"
    assert "2-301" in hit.detail


def test_places_and_things_are_found(there: Place) -> None:
    assert registers_of(there.clerk, "燕山大路") == ["homes", "buildings"]
    assert registers_of(there.clerk, "2-301") == ["homes"]
    assert registers_of(there.clerk, "路灯") == ["facilities"]
    assert registers_of(there.clerk, "2207230101") == ["facilities"]
    assert registers_of(there.clerk, "MJ-77") == ["devices"]
    assert registers_of(there.clerk, "91110000600037341l") == ["units"]


def test_nobody_finds_what_lies_outside(there: Place) -> None:
    for text in ("周小明", "zxm", "1234", "燕山大路", "路灯", "MJ-77", "91110000600037341L"):
        assert registers_of(there.elsewhere(), text) == []
        assert registers_of(PUBLIC, text) == []
        assert registers_of(there.city.resident(), text) == []
    # A dispatcher sends somebody to places, and does not look people up.
    assert registers_of(there.city.dispatcher, "周小明") == []
    assert registers_of(there.city.dispatcher, "燕山大路") == ["homes", "buildings"]


@pytest.mark.parametrize(
    "text",
    ["", "   ", "%", "_", "'", '"', "' OR 1=1 --", "\\", "*", ":*", "&|!()", "\x00", "龘" * 1000, "a" * 1000, "🙂"],
)  # fmt: skip
def test_odd_words_find_nothing_and_break_nothing(there: Place, text: str) -> None:
    assert registers_of(there.clerk, text) == []


def test_words_that_fit_nothing_take_the_index_of_words(there: Place) -> None:
    """The inner selection asks for so many that the planner does not read the table for nine."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked, guarded():
        assert find(there.clerk, "zqxw") == []
    homes = [q["sql"] for q in asked.captured_queries if 'FROM "registers_home"' in q["sql"]]
    assert len(homes) == 1
    assert "LIMIT 1000" in homes[0]
