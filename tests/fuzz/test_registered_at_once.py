"""Two taps, or two people, who register the same at once: it is there once, the other is told."""

from __future__ import annotations

from functools import partial

import pytest

from gongzhi.kernel.errors import Invalid
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Person, Question, TalentEntry
from gongzhi.registers.services.apply_import import apply_import, ask_to_apply
from gongzhi.registers.services.save_question import save_question
from gongzhi.registers.services.save_row import save_row
from tests.orders.conftest import City
from tests.registers.conftest import Place
from tests.registers.test_import import staged

from .test_two_at_once import at_once, split
from .test_two_at_once import city as city

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_of_two_is_registered(city: City) -> None:
    place = Place(city)
    place.with_homes("2-301")
    words = {"building_code": "LY-1", "number": "2-301", "name": "周小明"}  # without a number
    skill = {"area_code": place.grid.code, "name": "周小明", "kind": "repair", "skill": "修锁",
             "agreed_on": "2026-01-05"}  # fmt: skip
    for key, row in (("people", words), ("talent", skill)):
        register = REGISTERS[key]

        def add(register=register, row=row):  # type: ignore[no-untyped-def]
            return save_row(actor=place.clerk, register=register, words=row)

        done, refused = split(at_once(add, add))
        assert (len(done), len(refused)) == (1, 1), key
        assert isinstance(refused[0], Invalid)
    assert (Person.reached.count(), TalentEntry.reached.count()) == (1, 1)

    def ask() -> Question:
        return save_question(
            actor=place.clerk, name="住宅楼", for_whom="住建局", register="buildings",
            area=place.grid.code, level=place.grid.level,
        )  # fmt: skip

    both, refused = split(at_once(ask, ask))
    assert not refused
    assert len({one.pk for one in both}) == 1
    assert Question.objects.visible_to(place.clerk).count() == 1


def test_people_of_two_workbooks_at_once_are_there_once(city: City) -> None:
    place = Place(city)
    place.with_homes("2-301")
    words = [{"building_code": "LY-1", "number": "2-301", "name": f"周{one}明"} for one in "甲乙丙"]
    both = [staged(place, rows) for rows in (words, words[::-1])]  # the same file is one import
    for one in both:
        assert one.counts == {"new": 3}
        ask_to_apply(actor=place.clerk, import_id=one.pk)
    written = at_once(*(partial(apply_import, import_id=one.pk) for one in both))
    assert sorted((one.new, one.same) for one in written) == [(0, 3), (3, 0)]
    assert Person.reached.count() == 3
