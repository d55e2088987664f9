"""Two bodies of one kind for one area, as a merger of areas leaves them: the lower code answers."""

from __future__ import annotations

from gongzhi.orgs.config import kinds_of
from gongzhi.orgs.models import Body


def answering_kinds() -> frozenset[str]:
    """Kinds of which an area has one: who holds and answers for its orders."""
    return frozenset({"street", "community", "grid_team", *kinds_of("community")})


def twins_of(body: Body) -> list[Body]:
    """Other active bodies of the same kind that stand in the same area."""
    if not body.active or body.area_id is None or body.kind not in answering_kinds():
        return []
    rows = Body.objects.filter(active=True, kind=body.kind, area_id=body.area_id)
    return list(rows.exclude(pk=body.pk).order_by("code"))


def who_answers(body: Body) -> Body:
    """Of a body and its twins the one that gets the orders."""
    return min([body, *twins_of(body)], key=lambda one: one.code)
