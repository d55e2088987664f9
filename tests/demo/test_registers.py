"""The demo's registers: the same twice, marked as made up, with no identity number."""

from __future__ import annotations

import pytest

from gongzhi.demo.people.registers import BUILDINGS, fill_registers
from gongzhi.kernel.crypto import open_
from gongzhi.orgs import selectors as orgs
from gongzhi.registers.models import Building, Facility, Home, Person

pytestmark = pytest.mark.django_db


def test_one_community_has_homes_and_people(qianan: None) -> None:
    committee = orgs.bodies_of_kind("community")[0]
    fill_registers("s", committee)
    assert Building.reached.count() == BUILDINGS
    assert Home.reached.count() == BUILDINGS * 20
    people = Person.reached.all()
    assert 400 < people.count() < 700
    assert not people.exclude(id_sealed="").exists()
    assert not people.filter(is_demo=False).exists()
    assert Facility.reached.filter(is_demo=True).exists()
    names = sorted(open_(name) for name in people.values_list("name_sealed", flat=True))
    before = people.count()
    fill_registers("s", committee)
    assert people.count() == before
    assert names == sorted(open_(name) for name in people.values_list("name_sealed", flat=True))
