"""Mediation (ML-30): in the grid with the justice team, or passed up; names are nobody else's."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from gongzhi.accounts.models import User
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order, OrderEvent
from gongzhi.orders.selectors.desk.mediation import behind, tallies
from gongzhi.orders.selectors.desk.similar import place_history
from gongzhi.orders.telling import title_of
from gongzhi.orders.words.wording import sentence_for

from ..conftest import T0, City
from .conftest import start, step

NAMES = "张三丰和李四光，电话在册"


def clerk(city: City) -> Actor:
    return city.staff("community_clerk", city.community, city.community_area)


def dispute(city: City, actor: Actor) -> Order:
    order = start(city, actor, "mediation", text="楼上漏水", dispute="neighbours", parties=NAMES)
    return step(order, actor, "mediate_accept")


def test_met_agreed_and_seen_by_who_mediates_alone(city: City) -> None:
    mine = clerk(city)
    order = dispute(city, mine)
    assert (order.confined, order.lead_body_id) == (True, city.community.id)
    for actor in (city.director, city.duty_officer, city.grid_worker):
        assert not Order.objects.visible_to(actor).filter(pk=order.pk).exists()
    step(order, mine, "mediate_meet", met_at="2026-11-18 09:30", mediator="lawyer")
    done = step(order, mine, "mediate_agree", agreed="楼上月底前修好，付楼下粉刷费")
    assert (done.state, done.phase, done.on_time) == ("mediation_agreed", "closed", True)
    for event in OrderEvent.reached.filter(order=order):
        assert "张三丰" not in sentence_for(done, event, None)
    assert title_of(done) == "矛盾调解"


def test_the_share_settled_inside_the_grid_goes_down_to_its_orders(city: City) -> None:
    mine, now = clerk(city), T0 + timedelta(days=2)
    orders = [dispute(city, mine) for _count in range(6)]
    for order in orders[:3]:
        step(order, mine, "mediate_agree", agreed="各让一步")
    up = step(orders[3], mine, "mediate_pass_up", reason="一方不肯见面")
    assert (up.state, up.holder_body_id) == ("mediation_up", city.street.id)
    step(up, city.director, "mediate_agree_above", agreed="街道司法所主持，写了协议")
    step(orders[4], mine, "mediate_fail", reason="要走诉讼")
    (tally,) = tallies(mine, now=now)
    assert (tally.inside, tally.above, tally.failed, tally.open) == (3, 1, 1, 1)
    assert tally.share == 0.6
    for kind in ("inside", "above", "failed", "open"):
        lines = behind(mine, kind=kind, body_id=tally.body_id, now=now)
        assert len(lines) == getattr(tally, kind)
    # The street reads the number, and of the orders only the one that was passed to it.
    (seen,) = tallies(city.director, now=now)
    assert (seen.share, seen.mine, seen.hidden) == (0.6, False, False)
    assert [line.number for line in behind(city.director, kind="", body_id=None, now=now)] == [
        orders[3].number
    ]
    client = Client()
    client.force_login(User.objects.get(pk=mine.user_id))
    assert "3/5" in client.get("/desk/mediations/").content.decode()


def test_few_are_not_counted_for_others(city: City) -> None:
    dispute(city, clerk(city))
    (seen,) = tallies(city.director, now=T0 + timedelta(days=1))
    assert (seen.hidden, seen.total) == (True, 0)
    assert tallies(city.resident(), now=T0 + timedelta(days=1)) == []


def test_what_is_confined_stands_beside_no_other_order(city: City) -> None:
    mine, matter = clerk(city), city.report()
    before = place_history(matter, mine, now=matter.reported_at + timedelta(hours=1)).total
    quarrel = dispute(city, mine)
    now = matter.reported_at + timedelta(hours=2)
    found = place_history(matter, mine, now=now)
    assert found.total == before
    assert quarrel.number not in {one.number for one in found.newest}
    # It is not counted, so it is not taken off from its own place either.
    assert place_history(quarrel, mine, now=now).total == before + 1
