"""Reads of bodies: by code, and who answers for an area. Kept in the process for seconds."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Max, QuerySet

from gongzhi.kernel.stampcache import Stamp, StampCache
from gongzhi.orgs.models.body import Body, BodyArea
from gongzhi.orgs.models.ending import BodyEnding
from gongzhi.orgs.rules import last_successor


@dataclass(frozen=True, slots=True)
class BodyRef:
    """An active body, light enough to be kept by the thousand."""

    id: int
    code: str
    name: str
    short_name: str
    name_en: str
    kind: str
    parent_id: int | None
    path: str
    area_id: int | None
    round_the_clock: bool
    phone: str
    on_duty_people: int

    def label(self, language: str = "zh") -> str:
        """The short name in a language (`en…` gives the English name where there is one)."""
        if language.startswith("en") and self.name_en:
            return self.name_en
        return self.short_name or self.name


@dataclass(frozen=True)
class _Directory:
    by_id: dict[int, BodyRef]
    by_code: dict[str, BodyRef]
    by_kind: dict[str, list[BodyRef]]
    by_kind_and_area: dict[tuple[str, int], BodyRef]
    areas_of: dict[int, tuple[int, ...]]
    took_over: dict[str, str]  # code of a body that ended → code of its successor
    ended: dict[str, BodyRef]  # by code, whether or not somebody took over


def _stamp() -> Stamp:
    body = Body.objects.aggregate(count=Count("id"), last=Max("id"), changed=Max("updated_at"))
    link = BodyArea.objects.aggregate(count=Count("id"), last=Max("id"))
    return (*body.values(), *link.values())


def _read(_as_of: Stamp) -> _Directory:
    names = tuple(BodyRef.__dataclass_fields__)
    rows = Body.objects.order_by("code")
    bodies = [BodyRef(**row) for row in rows.filter(active=True).values(*names)]
    ended = [BodyRef(**row) for row in rows.filter(active=False).values(*names)]
    by_id = {body.id: body for body in bodies}
    areas_of: dict[int, list[int]] = {
        body.id: [body.area_id] for body in bodies if body.area_id is not None
    }
    for body_id, area_id in BodyArea.objects.order_by("area_id").values_list("body_id", "area_id"):
        areas_of.setdefault(body_id, []).append(area_id)
    by_kind: dict[str, list[BodyRef]] = {}
    by_kind_and_area: dict[tuple[str, int], BodyRef] = {}
    for body in bodies:
        by_kind.setdefault(body.kind, []).append(body)
        for area_id in areas_of.get(body.id, ()):
            # By code: of two bodies of a kind in one area the lower code answers.
            by_kind_and_area.setdefault((body.kind, area_id), body)
    return _Directory(
        by_id=by_id,
        by_code={body.code: body for body in bodies},
        by_kind=by_kind,
        by_kind_and_area=by_kind_and_area,
        areas_of={body_id: tuple(ids) for body_id, ids in areas_of.items()},
        took_over=dict(BodyEnding.objects.in_force().values_list("body__code", "successor__code")),
        ended={body.code: body for body in ended},
    )


_cache = StampCache(_stamp, _read)


def forget() -> None:
    """Read from the database at the next call."""
    _cache.forget()


def _directory() -> _Directory:
    return _cache.get(seconds=float(getattr(settings, "GONGZHI_BODY_CACHE_SECONDS", 2.0)))


def body_by_code(code: str) -> BodyRef | None:
    """The active body with a code."""
    return _directory().by_code.get(code)


def body_called(name: str) -> BodyRef | None:
    """The active body with a name or short name, if only one has it."""
    found = [
        body for body in _directory().by_id.values()
        if name in (body.name, body.short_name, body.name_en)
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def acting_body(code: str) -> BodyRef | None:
    """The active body with a code, or who took over what it did: for lists that name the old one."""
    directory = _directory()
    return directory.by_code.get(code) or directory.by_code.get(
        last_successor(code, directory.took_over)
    )


def ended_body(code: str) -> BodyRef | None:
    """A body that ended, to be called by its name where something still says its code."""
    return _directory().ended.get(code)


def ended_into(body_ids: Collection[int]) -> QuerySet[BodyEnding, int]:
    """Ids of the bodies that ended and went to one of these, as a subquery."""
    rows = BodyEnding.objects.in_force().filter(successor_id__in=body_ids)
    return rows.values_list("body_id", flat=True)


def body_by_id(body_id: int) -> BodyRef | None:
    """An active body."""
    return _directory().by_id.get(body_id)


def bodies_of_kind(*kinds: str) -> list[BodyRef]:
    """The active bodies of some kinds, by code."""
    by_kind = _directory().by_kind
    if len(kinds) == 1:
        return list(by_kind.get(kinds[0], ()))
    found = [body for kind in dict.fromkeys(kinds) for body in by_kind.get(kind, ())]
    return sorted(found, key=lambda body: body.code)


def areas_of(body_id: int) -> tuple[int, ...]:
    """Ids of the areas that a body answers for: its own and those it serves besides."""
    return _directory().areas_of.get(body_id, ())


def responsible_body(kind: str, area_path: str) -> BodyRef | None:
    """The nearest body of a kind that answers for an area.

    Looks at the area itself, then at each area above it. None when nobody answers: an estate
    without a property firm, for example.
    """
    directory = _directory()
    for part in reversed([part for part in area_path.split(".") if part]):
        body = directory.by_kind_and_area.get((kind, int(part)))
        if body is not None:
            return body
    return None
