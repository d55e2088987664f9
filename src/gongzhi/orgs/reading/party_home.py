"""The home for Party affairs: one line of figures, each a link to its names (screens.md 6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.areas import selectors as areas
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.config import kinds_of, language, relations
from gongzhi.orgs.models import (
    Agreement,
    CrossAppointment,
    Membership,
    Pairing,
    TemporaryBranch,
    TemporaryCount,
)
from gongzhi.orgs.reach import Reach, body_ids_within, reach_of
from gongzhi.orgs.rules import Coverage

from .coverage import Board, board
from .duty import duty_state

Read = Callable[[Actor, date], "Figure | None"]


@dataclass(frozen=True)
class Figure:
    """One figure of the line: its value in words, where its names stand, and how it is going."""

    key: str
    label: str
    value: str
    href: str
    tone: str = ""
    note: str = ""


# Figures whose module comes later: the module registers itself, until then the line says so.
PLANNED: tuple[tuple[str, str | Promise], ...] = (
    ("meetings", gettext_lazy("本月联席会议")),
    ("check_in", gettext_lazy("双报到")),
)
_registered: dict[str, Read] = {}


def register_figure(key: str, read: Read) -> None:
    """A later module gives the figure of a planned key, None for an actor who may not open its list.

    ValueError for a key nobody planned.
    """
    if key not in {planned for planned, _label in PLANNED}:
        raise ValueError(f"no figure {key!r} on the home for Party affairs")
    _registered[key] = read


@dataclass(frozen=True)
class Waiting:
    """A figure whose module is not there yet."""

    key: str
    label: str


@dataclass(frozen=True)
class CoverageLine:
    """A rate with its list."""

    key: str
    label: str
    part: Coverage
    what: str

    @property
    def href(self) -> str:
        return f"/desk/party/coverage/{self.key}/"


@dataclass(frozen=True)
class Home:
    """What the home shows."""

    place: str
    figures: tuple[Figure, ...]
    waiting: tuple[Waiting, ...]
    coverage: tuple[CoverageLine, ...]
    joint: tuple[Figure, ...]

    @property
    def waiting_names(self) -> list[str]:
        return [one.label for one in self.waiting]


def party_home(actor: Actor, day: date) -> Home:
    """Counted now, inside the actor's reach."""
    reach = reach_of(actor)
    rates = coverage_lines(board(reach, day))
    return Home(
        place=_place(reach),
        figures=(
            *_of_modules(actor, day),
            _expiring(actor, day),
            *(
                read(rates)
                for key, read in (("cross", _cross_rate), ("estates", _estate_rate))
                if any(line.key == key and line.part.total for line in rates)
            ),
            _pairings(actor, day),
            _temporary(reach, day),
            _orphans(reach, day),
        ),
        waiting=tuple(Waiting(key, str(label)) for key, label in PLANNED if key not in _registered),
        coverage=tuple(line for line in rates if line.part.total),
        joint=_joint(reach, day),
    )


def _of_modules(actor: Actor, day: date) -> list[Figure]:
    """Figures of modules that are there; one whose list the actor may not open is left out."""
    found = (read(actor, day) for key, _l in PLANNED if (read := _registered.get(key)))
    return [one for one in found if one is not None]


def coverage_lines(rates: Board) -> tuple[CoverageLine, ...]:
    """Every rate with its name and the address of its list."""
    return (
        CoverageLine("estates", _("小区党支部"), rates.estates, "area"),
        CoverageLine("red", _("红色物业小区"), rates.red, "area"),
        CoverageLine("firms", _("物业企业党组织"), rates.firms, "body"),
        CoverageLine("cross", _("双向进入"), rates.cross, "body"),
        *(
            CoverageLine(sector.kind, getattr(sector.name, language()), part, "body")
            for sector, part in rates.sectors
        ),
    )


def _place(reach: Reach) -> str:
    if reach.everything:
        root = areas.root_area()
        return root.label(language()) if root else ""
    ids = (int(path.rstrip(".").rsplit(".", 1)[-1]) for path in reach.area_paths)
    found = [area.label(language()) for one in ids if (area := areas.area_by_id(one))]
    return (", " if language() == "en" else "、").join(found[:3])


def _expiring(actor: Actor, day: date) -> Figure:
    days = relations().alert_days
    count = expiring(actor, day).count()
    return Figure(
        "agreements",
        _("协议%(days)d天内到期") % {"days": days},
        str(count),
        "/desk/party/agreements/",
        tone="warn" if count else "",
    )


def expiring(actor: Actor, day: date) -> Any:
    """Agreements in force whose last day comes within the days of the alert and not renewed."""
    last = day + timedelta(days=relations().alert_days)
    rows = Agreement.objects.visible_to(actor).filter(
        ended_on=None, expires_on__gte=day, expires_on__lte=last
    )
    return rows.exclude(pk__in=Agreement.reached.exclude(renews=None).values("renews_id"))


def _cross_rate(rates: tuple[CoverageLine, ...]) -> Figure:
    line = next(line for line in rates if line.key == "cross")
    return Figure(
        "cross", _("双向进入覆盖率"), percent(line.part), line.href, note=_missing(line.part)
    )


def _estate_rate(rates: tuple[CoverageLine, ...]) -> Figure:
    line = next(line for line in rates if line.key == "estates")
    return Figure(
        "estates", _("小区支部覆盖率"), percent(line.part), line.href, note=_missing(line.part)
    )


def percent(part: Coverage) -> str:
    """`97%`, floored so that 100 % means all; a dash when there is nothing to cover."""
    return "—" if part.rate is None else f"{len(part.covered) * 100 // part.total}%"


def _missing(part: Coverage) -> str:
    return _("缺%(n)d个") % {"n": len(part.missing)} if part.missing else ""


def _pairings(actor: Actor, day: date) -> Figure:
    count = Pairing.objects.visible_to(actor).on(day).count()
    return Figure("pairings", _("结对包保"), str(count), "/desk/party/pairings/")


def open_branches(reach: Reach, day: date) -> Any:
    """Temporary branches that are open on a day, inside a reach."""
    rows = TemporaryBranch.objects.filter(opened_on__lte=day).filter(
        Q(closed_on=None) | Q(closed_on__gt=day)
    )
    return rows if reach.everything else rows.filter(body_id__in=body_ids_within(reach))


def members_of(branches: Any, day: date) -> tuple[int, int]:
    """(in service, returned) of some branches on a day."""
    found = (
        TemporaryCount.objects.filter(branch__in=branches)
        .on(day)
        .marked()
        .aggregate(a=Sum("in_service"), b=Sum("returned"))
    )
    return found["a"] or 0, found["b"] or 0


def _temporary(reach: Reach, day: date) -> Figure:
    branches = open_branches(reach, day)
    in_service, returned = members_of(branches.values("pk"), day)
    note = _("党员%(n)d人") % {"n": in_service + returned} if in_service + returned else ""
    return Figure(
        "temporary",
        _("临时党组织"),
        str(branches.count()),
        "/desk/party/temporary/",
        note=note,
    )


def _orphans(reach: Reach, day: date) -> Figure:
    parts = [duty_state(kind, reach, day) for kind in ("area", "grid", "home")]
    count = sum(len(part.missing) for part in parts)
    return Figure(
        "orphans", _("没有人负责的区域和网格"), str(count), "/desk/duty-map/",
        tone="warn" if count else "",
    )  # fmt: skip


def _joint(reach: Reach, day: date) -> tuple[Figure, ...]:
    """Leading groups, alliances and grand committees with the number of their members."""
    from gongzhi.orgs.config import kind_names

    names = kind_names()
    rows = Membership.objects.on(day).filter(
        body__kind__in=[*kinds_of("leading"), *kinds_of("joint")]
    )
    members: dict[int, int] = {}
    for (body_id,) in rows.facts("body_id"):
        members[body_id] = members.get(body_id, 0) + 1
    found = []
    for kind in (*kinds_of("leading"), *kinds_of("joint")):
        bodies = [body for body in orgs.bodies_of_kind(kind) if reach.holds_body(body)]
        if bodies:
            note = _("成员%(n)d家") % {"n": sum(members.get(body.id, 0) for body in bodies)}
            found.append(
                Figure(
                    kind, names.get(kind, kind), str(len(bodies)), f"/desk/bodies/?kind={kind}",
                    note=note,
                )
            )  # fmt: skip
    return tuple(found)


def crosses(actor: Actor) -> Any:
    """Cross-appointments in the scope, of every step."""
    return CrossAppointment.objects.visible_to(actor)


def orphans(reach: Reach, kind: str, day: date) -> list[areas.AreaRef]:
    """Areas inside a reach for which nobody answers, by code."""
    found = (areas.area_by_id(area_id) for area_id in duty_state(kind, reach, day).missing)
    return [area for area in found if area is not None]
