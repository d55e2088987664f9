"""What the page of an order says of those who see it: only what is true."""

from __future__ import annotations

import uuid

from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order
from gongzhi.orders.privacy.secretcode import new_code
from gongzhi.orders.services.write_tip import Tip, write_tip
from tests.signing_in import browser_of

from ..conftest import T0, City
from ..processes.conftest import fresh, start, step
from ..processes.residents import clerk, ordered
from ..test_appeals import appealed, late

__all__ = ["late"]


def page(actor: Actor, order: Order) -> str:
    answer = browser_of(actor).get(f"/desk/orders/{order.number}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_street_does_not_supervise_what_it_cannot_see(city: City) -> None:
    mine = clerk(city)
    quarrel = start(
        city, mine, "mediation", text="楼上漏水", dispute="neighbours", parties="甲和乙"
    )
    assert not Order.objects.visible_to(city.director).filter(pk=quarrel.pk).exists()
    said = page(mine, quarrel)
    assert "责任人（有人抓）" in said
    for wrong in ("监管人（有人管）", "居民看到", "本人看到"):
        assert wrong not in said


def test_an_appeal_is_read_by_no_resident(city: City, late: Order) -> None:
    said = page(city.director, appealed(city, late))
    assert "居民看到" not in said
    assert "监管人（有人管）" not in said


def test_a_tip_is_read_by_who_wrote_it(city: City) -> None:
    tip = write_tip(
        Tip(client_key=uuid.uuid4(), code=new_code(), text="有人占道", area_code=city.grid.code)
    )
    said = page(city.handler(fresh(tip)), tip)
    assert "写信人看到" in said
    assert "居民看到" not in said


def test_a_matter_is_read_by_its_reporter_or_by_everybody(city: City) -> None:
    desk = city.acceptor
    mine, nobody = city.report(), city.report(city.grid_worker, source="grid", public=False)
    everybody = city.report(city.grid_worker, source="grid", public=True)
    assert "居民看到" in page(desk, mine)
    assert "居民看到" not in page(desk, nobody)
    assert "居民看到" in page(desk, everybody)


def test_the_provider_is_looked_for_by_name_those_near_first(city: City) -> None:
    order = ordered(city, "service_order", service="haircut", at=T0)
    said = page(clerk(city), order)
    assert 'data-island="filterlist"' in said
    assert '<select name="body"' not in said
    place, form = city.grid.path, said.split("派给谁", 1)[1]
    first = form.split("服务这个地方的单位", 1)[1].split("label-small", 1)[0]
    assert f'value="{city.team.code}"' in first
    assert form.index("服务这个地方的单位") < form.index("物业")
    answer = browser_of(clerk(city)).post(
        f"/desk/orders/{order.number}/act/send_order/", {"body": city.team.code}
    )
    assert answer.status_code == 302
    assert fresh(order).lead_body_id == city.team.id
    assert place == city.grid.path


def test_no_provider_chosen_is_one_sentence(city: City) -> None:
    order = ordered(city, "service_order", service="haircut", at=T0)
    answer = browser_of(clerk(city)).post(f"/desk/orders/{order.number}/act/send_order/", {})
    assert answer.status_code == 422
    assert fresh(order).state == "order_placed"


def test_words_are_called_the_persons_own_only_where_they_are(city: City) -> None:
    mine = clerk(city)
    wish = ordered(city, "wish", wish_kind="thing", text="王小花想要一个书桌")
    assert "本人原话" in page(mine, wish)
    wish = step(
        wish, mine, "publish_wish", checked_words="想要一张书桌", nobody_in_it=True,
        bodies=[city.team.code],
    )  # fmt: skip
    said = page(mine, wish)
    assert "本人原话" not in said
    assert "王小花" not in said
    assert '<h2 class="label-small">公布的这句话</h2>' in said
    assert "不公开" not in said


def test_a_field_that_another_calls_for_says_so(city: City) -> None:
    mine = clerk(city)
    wish = ordered(city, "wish", wish_kind="thing", text="想要一个书桌")
    wish = step(
        wish, mine, "publish_wish", checked_words="想要一张书桌", nobody_in_it=True,
        bodies=[city.team.code],
    )  # fmt: skip
    worker = city.grid_worker
    wish = step(wish, worker, "claim_wish")
    assert "填了“收到的东西”，这一项也要填。" in page(worker, wish)
