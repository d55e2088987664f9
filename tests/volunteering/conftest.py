"""One community with a clerk, its unit with a handler, residents who may enrol."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.volunteering.models import Claim, Enrolment, Post
from gongzhi.volunteering.services.enrol import enrol
from gongzhi.volunteering.services.publish_post import Wanted, publish_post
from tests.orders.conftest import T0, City, city, qianan

__all__ = ["city", "qianan"]


class Corps:
    """`unit` has a handler of its own; `other` is another community with its clerk."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.community = city.community
        self.clerk = city.staff("community_clerk", city.community, city.community_area)
        self.unit = orgs.bodies_of_kind("unit")[0]
        self.handler = city.staff("handler", self.unit)
        self.other = self._elsewhere()
        self.other_clerk = city.staff("community_clerk", self.other)
        self._phones = 0

    def _elsewhere(self) -> BodyRef:
        street = self.city.street_area.path
        away = next(a for a in areas.leaf_areas() if not a.path.startswith(street))
        found = orgs.responsible_body("community", away.path)
        assert found is not None
        return found

    def resident(self) -> Actor:
        """Somebody new with a verified phone."""
        self._phones += 1
        return self.city.resident(f"1990001{self._phones:04d}")

    def volunteer(self, name: str = "周师傅", unit: str = "") -> Actor:
        """A resident who enrolled at the community."""
        actor = self.resident()
        enrol(actor=actor, community=self.community.code, name=name, unit=unit)
        return actor

    def enrolled(self, actor: Actor) -> Enrolment:
        row: Enrolment = Enrolment.objects.visible_to(actor).get(ended_at=None)
        return row


@pytest.fixture
def corps(city: City) -> Iterator[Corps]:
    with clock.frozen(T0):
        yield Corps(city)


def shift(
    corps: Corps, *, hours: float = 24, length: float = 2, places: int = 2, **more: Any
) -> Post:
    """A post of the community that begins so many hours after T0."""
    starts = T0 + timedelta(hours=hours)
    wanted = Wanted(
        kind="clean", title="清扫楼道", meeting_place="3号楼前", starts_at=starts,
        ends_at=starts + timedelta(hours=length), places=places, **more,
    )  # fmt: skip
    return publish_post(actor=corps.clerk, wanted=wanted)


def states(post: Post) -> list[str]:
    """The states of a post's claims, in the order in which people came."""
    return list(Claim.reached.filter(post=post).order_by("seq").values_list("state", flat=True))
