"""What a saved question may ask of which register: the whole list, and nothing beside it (ML-18).

No belief, ethnicity, health, petition or criminal history: the registers have no such fields, and
a filter that is not written here cannot be asked for. Members of the Party are asked about by the
post of Party affairs alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.scope import Actor
from gongzhi.registers.catalogue import REGISTERS, Register
from gongzhi.registers.catalogue.buildings import KINDS as BUILDING_KINDS
from gongzhi.registers.catalogue.homes import USES
from gongzhi.registers.catalogue.people import RESIDENCES, SEXES
from gongzhi.registers.catalogue.talent import KINDS as SKILLS
from gongzhi.registers.catalogue.things import ACCURACIES, DEVICE_STATES, STATES
from gongzhi.registers.counting.cuts import CUTS
from gongzhi.registers.reach import CENSUS_ROLES, area_paths

Words = str | Promise
_AGES: Final[dict[str, tuple[Words, int, int]]] = {
    "0-17": (_("17岁以下"), 0, 17), "18-34": (_("18—34岁"), 18, 34),
    "35-59": (_("35—59岁"), 35, 59), "60-79": (_("60—79岁"), 60, 79),
    "80-": (_("80岁以上"), 80, 200),
}  # fmt: skip


@dataclass(frozen=True)
class Filter:
    """An attribute that can be counted by. `condition(value, year)` says which rows have it."""

    key: str
    title: Words
    choices: Mapping[str, Words]
    condition: Callable[[str, int], Q]


def _equal(key: str, title: Words, choices: Mapping[str, Words]) -> Filter:
    return Filter(key, title, choices, lambda value, year: Q(**{key: value}))


def _age(value: str, year: int) -> Q:
    _word, youngest, oldest = _AGES[value]
    return Q(birth_year__gte=year - oldest, birth_year__lte=year - youngest)


def _cut(value: str, year: int) -> Q:
    return next(one for one in CUTS if one.key == value).condition(year)


def _flag(key: str, title: Words) -> Filter:
    choices = {"yes": _("是"), "no": _("否")}
    return Filter(key, title, choices, lambda value, year: Q(**{key: value == "yes"}))


FILTERS: Final[dict[str, tuple[Filter, ...]]] = {
    "people": (
        Filter("age", _("年龄"), {key: row[0] for key, row in _AGES.items()}, _age),
        _equal("sex", _("性别"), SEXES),
        _equal("residence", _("居住类别"), RESIDENCES),
    ),
    "homes": (_equal("use", _("使用情况"), USES),),
    "buildings": (_equal("kind", _("用途"), BUILDING_KINDS),),
    "units": (),
    "facilities": (
        _equal("state", _("状态"), STATES),
        _equal("accuracy", _("定位精度"), ACCURACIES),
    ),
    "devices": (
        _equal("state", _("状态"), DEVICE_STATES),
        _flag("takes_pictures", _("是否采集图像")),
    ),
    "talent": (_equal("kind", _("技能类别"), SKILLS),),
    "members": (Filter("cut", _("属性"), {one.key: one.title for one in CUTS}, _cut),),
}


def askable(actor: Actor) -> list[Register]:
    """Registers about which the actor may ask."""
    return [one for key, one in REGISTERS.items() if key in FILTERS and may_ask(actor, key)]


def may_ask(actor: Actor, key: str) -> bool:
    """The census is for the post of Party affairs; everything else for everybody who may ask."""
    if key == "members":
        return bool(area_paths(actor, CENSUS_ROLES))
    return key in FILTERS


def conditions(key: str, filters: Mapping[str, str], year: int) -> Q:
    """Rows with every attribute. KeyError for one that cannot be asked for."""
    known = {one.key: one for one in FILTERS[key]}
    found = Q()
    for name, value in filters.items():
        one = known[name]
        if value not in one.choices:
            raise KeyError(value)
        found &= one.condition(value, year)
    return found


def words_of(key: str, filters: Mapping[str, str]) -> list[str]:
    """The attributes in words, each with its value."""
    return [
        gettext("%(title)s：%(word)s")
        % {"title": one.title, "word": one.choices.get(filters[one.key], filters[one.key])}
        for one in FILTERS.get(key, ())
        if one.key in filters
    ]


def counts_people(key: str) -> bool:
    """Whether small counts would tell of persons."""
    return REGISTERS[key].of_people


def reads_all(key: str) -> bool:
    """Whether it is counted for everybody who may ask; the census keeps to its own scope."""
    return key != "members"
