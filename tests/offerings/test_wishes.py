"""Wishes between neighbours (QA-11, JN-22): claimed from the wall, passed on by the community."""

from __future__ import annotations

import pytest

from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import PUBLIC
from gongzhi.notify.models import Message
from gongzhi.offerings.models import Pledge
from gongzhi.offerings.reading.wishes import desk_wishes, own_wishes, shown, taken_wishes
from gongzhi.offerings.services.take_wish import give_wish_back, take_wish, thank
from gongzhi.orders.models import Order
from gongzhi.orders.privacy.personal import asks_money, telling
from gongzhi.orders.services.rate import rate
from tests.orders.conftest import T0, City
from tests.orders.processes.conftest import fresh, step
from tests.orders.processes.residents import clerk, provider
from tests.signing_in import browser_of

from .wishes import CHECKED, NEIGHBOUR, OTHER, WISHER, made, on_the_wall, publish


def test_a_neighbour_claims_and_the_community_stands_between(city: City) -> None:
    order, neighbour = on_the_wall(city), city.resident(NEIGHBOUR)
    taken = fresh(take_wish(actor=neighbour, number=order.number, at=T0))
    assert (taken.state, taken.lead_body_id, taken.holder_body_id) == (
        "wish_pledged", city.community.id, city.community.id,
    )  # fmt: skip
    assert (
        fresh(take_wish(actor=neighbour, number=order.number, at=T0)).event_seq == taken.event_seq
    )
    [wish] = shown()
    assert ("邻居" in wish.by, wish.open, wish.words) == (True, False, CHECKED)
    # Neither reads who the other is: the claimer does not even see the order.
    assert not Order.objects.visible_to(neighbour).filter(pk=order.pk).exists()
    assert [one.words for one in taken_wishes(neighbour)] == [CHECKED]
    page = browser_of(city.resident(WISHER)).get(f"/o/{order.number}/").content.decode()
    assert "一位邻居认领了" in page
    assert NEIGHBOUR not in page
    desk = browser_of(clerk(city)).get(f"/desk/orders/{order.number}/").content.decode()
    assert "认领的邻居" in desk
    assert NEIGHBOUR not in desk  # masked
    met = step(
        order, clerk(city), "fulfil_wish", result="画笔收到了，已转交给孩子。", gift="一套画笔",
        gift_count="1", gift_counter="社区服务窗口",
    )  # fmt: skip
    assert met.state == "wish_met"
    assert "一套画笔" in shown()[0].gift
    rate(actor=city.resident(WISHER), number=order.number, solved=True, satisfaction=3, at=T0)
    with pytest.raises(Invalid) as refused:
        thank(actor=city.resident(WISHER), number=order.number, words="谢谢，打13812345678", at=T0)
    assert refused.value.field == "note"
    with pytest.raises((Denied, NotFound)):
        thank(actor=neighbour, number=order.number, words="谢谢", at=T0)
    thank(actor=city.resident(WISHER), number=order.number, words="谢谢好心的邻居", at=T0)
    assert fresh(order).state == "wish_thanked"
    assert shown()[0].thanks == "谢谢好心的邻居"
    told = Message.objects.get(resident_id=neighbour.resident_id, kind="wish_thanked")
    assert "谢谢好心的邻居" in told.text


def test_one_wins_the_other_reads_a_sentence_and_both_can_give_back(city: City) -> None:
    order = on_the_wall(city)
    first, second = city.resident(NEIGHBOUR), city.resident(OTHER)
    take_wish(actor=first, number=order.number, at=T0)
    with pytest.raises(Conflict, match="刚刚被别人认领"):
        take_wish(actor=second, number=order.number, at=T0)
    with pytest.raises(NotFound):
        give_wish_back(actor=second, number=order.number, at=T0)
    give_wish_back(actor=first, number=order.number, at=T0)
    assert fresh(order).state == "wish_open"
    take_wish(actor=second, number=order.number, at=T0)
    step(order, clerk(city), "give_back_wish", reason="约好了没来")
    assert Pledge.reached.filter(ended_at=None).count() == 0
    # A body that was told may still claim it.
    assert step(order, city.staff("handler", provider(city)), "claim_wish").state == "wish_claimed"


def test_not_ones_own_not_too_many_not_what_is_no_wish(city: City) -> None:
    order = on_the_wall(city)
    with pytest.raises(Conflict):
        take_wish(actor=city.resident(WISHER), number=order.number, at=T0)
    with pytest.raises(Denied):
        take_wish(actor=PUBLIC, number=order.number, at=T0)
    with pytest.raises(Denied):
        take_wish(actor=clerk(city), number=order.number, at=T0)
    neighbour = city.resident(NEIGHBOUR)
    unpublished, matter = made(city), city.report()
    for number in (unpublished.number, matter.number, "QA000000000000"):
        with pytest.raises(NotFound):
            take_wish(actor=neighbour, number=number, at=T0)
    for _n in range(3):
        take_wish(actor=neighbour, number=on_the_wall(city).number, at=T0)
    with pytest.raises(Conflict, match="手上已有3个"):
        take_wish(actor=neighbour, number=order.number, at=T0)
    assert fresh(order).state == "wish_open"
    assert Pledge.reached.count() == 3


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("打13812345678，想要画笔", "13812345678"),
        ("身份证130283199001011234的老人想要轮椅", "130283199001011234"),
        ("送到3号楼2单元501室", "2单元501室"),
        ("得白血病的孩子想要一套画笔", "白血病"),
        ("想给王小花奶奶过生日", "王小花奶奶"),
        ("一个叫做张小明的孩子想要画笔", "叫做张小明的孩"),
        ("育才小学的孩子想要书包", "育才小学"),
    ],
)
def test_it_says_what_to_take_out_and_is_published_reworded(
    city: City, words: str, part: str
) -> None:
    order = made(city, text=words)
    with pytest.raises(Invalid) as refused:
        publish(city, order, checked_words=words)
    assert refused.value.field == "checked_words"
    assert part[:4] in str(refused.value)
    assert (fresh(order).state, shown()) == ("wish_made", [])
    publish(city, order)
    assert [one.words for one in shown()] == [CHECKED]


def test_ordinary_wishes_pass_and_money_does_not(city: City) -> None:
    for words in (
        CHECKED,
        "一位老人想有人周末陪他下棋",
        "想请人教我用手机挂号",
        "想学剪纸，每周一次",
        "想要一双41码的棉鞋",
        "家里的收音机坏了，想请人看看",
        "想要3号楼前有张长椅",
    ):
        assert (telling(words), asks_money(words)) == ([], False), words
    order = made(city)
    for words in ("想要200元买书", "请转账给孩子交学费"):
        with pytest.raises(Invalid, match="不收钱"):
            publish(city, order, checked_words=words)
    publish(city, order)
    handler = city.staff("handler", provider(city))
    step(order, handler, "claim_wish")
    for wrong, field in (
        ({"gift": "现金200元", "gift_count": "1", "gift_counter": "窗口"}, "gift"),
        ({"gift": "画笔", "gift_counter": "窗口"}, "gift_count"),
        ({"gift": "画笔", "gift_count": "0", "gift_counter": "窗口"}, "gift_count"),
        ({"gift": "画笔", "gift_count": "2"}, "gift_counter"),
    ):
        with pytest.raises(Invalid) as refused:
            step(order, handler, "fulfil_wish", result="已经送到社区，转交本人了。", **wrong)
        assert refused.value.field == field
    assert fresh(order).state == "wish_claimed"


def test_the_pages(city: City) -> None:
    order, neighbour = on_the_wall(city), browser_of(city.resident(NEIGHBOUR))
    assert CHECKED in neighbour.get("/services/wishes/").content.decode()
    assert "看看大家的微心愿" in neighbour.get("/services/").content.decode()
    asked = neighbour.get(f"/services/wishes/{order.number}/take/").content.decode()
    assert "由社区转交" in asked or "社区转交" in asked
    assert neighbour.post(f"/services/wishes/{order.number}/take/").status_code == 302
    late = browser_of(city.resident(OTHER)).post(
        f"/services/wishes/{order.number}/take/", follow=True
    )
    assert "刚刚被别人认领" in late.content.decode()
    assert CHECKED in neighbour.get("/me/wishes/").content.decode()
    desk = browser_of(clerk(city)).get("/desk/wishes/?state=wish_pledged").content.decode()
    assert CHECKED in desk
    assert neighbour.post(f"/me/wishes/{order.number}/back/").status_code == 302
    assert fresh(order).state == "wish_open"
    mine = own_wishes(city.resident(WISHER))
    assert [one.number for one in mine] == [order.number]
    page = desk_wishes(clerk(city), state="wish_open", now=T0)
    assert [one.number for one in page.lines] == [order.number]
    elsewhere = city.staff("handler", city.centre)
    assert desk_wishes(elsewhere, state="wish_open", now=T0).lines == []


def test_whoever_was_only_asked_to_claim_neither_helps_nor_is_waited_for(city: City) -> None:
    order = on_the_wall(city)
    take_wish(actor=city.resident(NEIGHBOUR), number=order.number, at=T0)
    resident, desk = browser_of(city.resident(WISHER)), browser_of(clerk(city))
    address = f"/desk/orders/{order.number}/act/fulfil_wish/"
    assert desk.post(address, {"result": "帮手来过了，事情办妥，孩子很高兴。"}).status_code == 302
    assert fresh(order).state == "wish_met"
    page = resident.get(f"/o/{order.number}/").content.decode()
    assert "一起配合的" not in page
    assert "确定由谁来办以后" not in page


def test_the_wisher_says_whether_it_came_true(city: City) -> None:
    order = on_the_wall(city)
    take_wish(actor=city.resident(NEIGHBOUR), number=order.number, at=T0)
    step(order, clerk(city), "fulfil_wish", result="帮手来过了，事情办妥，孩子很高兴。")
    resident = browser_of(city.resident(WISHER))
    page = resident.get(f"/o/{order.number}/").content.decode()
    assert ("实现了" in page, "没实现" in page, "没解决" in page) == (True, True, False)
    assert "实现了，您满意吗" in resident.get(f"/o/{order.number}/rate/?solved=1").content.decode()
    asked = resident.get(f"/o/{order.number}/rate/?solved=0").content.decode()
    assert ("哪里没实现" in asked, "没解决" in asked) == (True, False)
