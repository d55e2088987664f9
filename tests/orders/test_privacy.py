"""Whose words, photos, name and phone stay with whom."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta

import pytest
from PIL import Image

from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.notify.models import Message
from gongzhi.orders.intake.place import Place
from gongzhi.orders.models import Order
from gongzhi.orders.privacy.secretcode import new_code
from gongzhi.orders.selectors.desk.similar import of_reporter
from gongzhi.orders.selectors.photos import visible_photo
from gongzhi.orders.selectors.resident import (
    is_overdue,
    rows_of,
    steps_for_others,
    title_of,
    view_of,
)
from gongzhi.orders.selectors.resident_words import public_sentence
from gongzhi.orders.services.act import act
from gongzhi.orders.services.attach import attach
from gongzhi.orders.services.follow_up import follow_up
from gongzhi.orders.services.look_up_caller import look_up_caller
from gongzhi.orders.services.rate import rate
from gongzhi.orders.services.start_order import Start, start_order
from gongzhi.orders.services.support import support
from gongzhi.orders.services.write_tip import Tip, write_tip
from gongzhi.orgs import selectors as orgs
from tests.signing_in import browser_of

from .conftest import T0, City
from .processes.conftest import start

pytestmark = pytest.mark.django_db

ME, FAN = "19900000001", "19900000002"
LAMP = "10109"


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path


def fresh(order: Order) -> Order:
    return Order.reached.get(pk=order.pk)


def step(order: Order, actor: Actor, action: str, **payload: object) -> Order:
    act(actor=actor, number=order.number, action=action, payload=payload, at=T0)
    return fresh(order)


def in_hand(city: City, **fields: object) -> Order:
    """Verified, dispatched by the duty list, signed for."""
    order = city.report(**({"category_code": LAMP, "public": True} | fields))
    order = step(order, city.grid_worker, "verify_true")
    return step(order, city.handler(order), "sign")


def jpeg(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


def test_a_hidden_name_is_not_told_by_another_report(city: City) -> None:
    me, desk = city.resident(), city.acceptor
    shown, hidden = city.report(me), city.report(me, hide_name=True)
    other = city.report(me)
    assert [one.number for one in of_reporter(shown, desk)] == [other.number]
    assert of_reporter(hidden, desk) == []


def test_beside_a_matter_stands_nothing_confined_and_nothing_out_of_scope(city: City) -> None:
    """Whoever handles a matter learns of no tip, quarrel, data request or other body's matter."""
    me = city.resident(ME)
    clerk = city.staff("community_clerk", city.community, city.community_area)
    matter, other = in_hand(city), city.report(me)
    assert matter.reporter_id == other.reporter_id == me.resident_id
    quarrel = start(
        city, clerk, "mediation", text="楼上漏水", dispute="neighbours", parties="张三和李四"
    )
    asked = start_order(
        actor=me,
        start=Start(
            process="data_request", source="request", text="请求：删除我的登记",
            where=Place(city.grid, outside=False), lead_id=city.community.id,
            client_key=uuid.uuid4(),
        ),
    )  # fmt: skip
    tip = write_tip(
        Tip(client_key=uuid.uuid4(), code=new_code(), text="有人占道", area_code=city.grid.code)
    )
    assert (fresh(asked).reporter_id, fresh(tip).reporter_id) == (me.resident_id, None)
    # As if the person were known of all three: not even then.
    confined = Order.reached.filter(pk__in=[quarrel.pk, tip.pk, asked.pk])
    assert confined.update(reporter=me.resident_id) == confined.filter(confined=True).count() == 3
    # The community has a part in the confined ones and sees them, and still not beside the matter.
    seen = Order.objects.visible_to(clerk).filter(pk__in=[quarrel.pk, asked.pk])
    assert seen.count() == 2
    for actor in (clerk, city.duty_officer, city.director):
        assert [one.number for one in of_reporter(matter, actor)] == [other.number]
        page = browser_of(actor).get(f"/desk/orders/{matter.number}/").content.decode()
        for hidden in (quarrel.number, asked.number, tip.number):
            assert hidden not in page
    # A department sees what it has a part in: the other matter is nobody's yet.
    handler = city.handler(matter)
    assert of_reporter(matter, handler) == []
    page = browser_of(handler).get(f"/desk/orders/{matter.number}/").content.decode()
    assert other.number not in page
    # Nor do the person's matters stand beside what is confined.
    for order in (fresh(quarrel), fresh(asked)):
        assert of_reporter(order, clerk) == []


def test_a_phone_does_not_find_the_report_of_a_hidden_name(city: City) -> None:
    shown = in_hand(city)
    hidden = in_hand(city, hide_name=True)
    assert hidden.lead_body_id is not None
    lead = orgs.body_by_id(hidden.lead_body_id)
    assert lead is not None
    clerk = city.staff("street_clerk", lead, city.street_area)
    assert [row.number for row in look_up_caller(actor=clerk, phone=ME)] == [shown.number]
    everything = {row.number for row in look_up_caller(actor=city.duty_officer, phone=ME)}
    assert everything == {shown.number, hidden.number}


def test_photos_of_notes_are_for_who_took_them_and_who_handles_it(city: City) -> None:
    me, fan, worker = city.resident(ME), city.resident(FAN), city.grid_worker
    order = city.report(me)
    [inside] = attach(actor=worker, number=order.number, kind="note", blobs=[jpeg("red")])
    added = attach(actor=me, number=order.number, kind="note", blobs=[jpeg("blue")])
    [mine] = [row for row in added if row.pk != inside.pk]
    seen = {
        name: [visible_photo(actor, row.pk) is not None for row in (inside, mine)]
        for name, actor in (("me", me), ("fan", fan), ("worker", worker))
    }
    assert seen == {"me": [False, True], "fan": [False, False], "worker": [True, True]}
    assert [photo.url for photo in view_of(order, me).photos] == [f"/media/photo/{mine.pk}/full/"]


RESULT = "10:05到场换上新灯头，11:20试亮正常，去3单元502室说过了。"
ASKED = "您家是502室吗，张三在家吗？"
SAID = "还是黑的，我晚上七点后在家，门口有狗"


def through(city: City, me: Actor, order: Order) -> Order:
    """Asked, sent back, done again, judged as not solved: words of everybody on the way."""
    handler, worker = city.handler(order), city.grid_worker
    order = step(order, handler, "ask_reporter", note=ASKED)
    order = step(order, me, "supplement", note="是我家，张三不在")
    order = step(order, handler, "finish", result=RESULT)
    order = step(order, worker, "check_back", reason="张三说还没好")
    order = step(order, handler, "finish", result=RESULT)
    order = step(order, worker, "check_pass")
    rate(actor=me, number=order.number, solved=False, satisfaction=1, comment=SAID, at=T0)
    return fresh(order)


PRIVATE = ("502", "张三", "门口有狗", "您说", "您催", "您补充", "想向您", "请您", "我家")


def test_others_read_no_words_that_were_for_the_reporter(city: City) -> None:
    me, fan = city.resident(ME), city.resident(FAN)
    order = in_hand(city, actor=me, text="我家张三502室门口的灯")
    support(actor=fan, number=order.number)
    order = through(city, me, order)
    for lines in (
        [f"{line.title} {line.text}" for line in steps_for_others(order)],
        [f"{line['text']} {line['note']}" for line in view_of(order, fan).steps],
    ):
        text = "\n".join(lines)
        assert [word for word in PRIVATE if word in text] == []
        for told in ("在向反映的人了解情况", "换上新灯头", "还没办好", "反映的人说没解决"):
            assert told in text
    mine = "\n".join(f"{line['text']} {line['note']}" for line in view_of(order, me).steps)
    for told in (ASKED, RESULT, "张三说还没好", "您补充了情况", "您说没解决"):
        assert told in mine


def test_each_reads_you_of_their_own_steps_only(city: City) -> None:
    me, fan = city.resident(ME), city.resident(FAN)
    order = in_hand(city, actor=me)
    support(actor=fan, number=order.number)
    order = step(order, fan, "nudge")
    texts = {
        name: " ".join(line["text"] for line in view_of(order, actor).steps)
        for name, actor in (("me", me), ("fan", fan))
    }
    assert ("您催了一下" in texts["fan"], "您催了一下" in texts["me"]) == (True, False)
    assert "有居民催了一下" in texts["me"]
    assert "收到您的诉求" in texts["me"]
    assert "收到这件诉求" in texts["fan"]


def test_texts_to_followers_hold_no_words_of_others(city: City) -> None:
    me, fan = city.resident(ME), city.resident(FAN)
    order = in_hand(city, actor=me, text="我家张三502室门口的灯", place="5号楼3单元502室")
    support(actor=fan, number=order.number)
    before = order.event_seq
    order = through(city, me, order)
    for seq in range(before + 1, order.event_seq + 1):
        follow_up(order_id=order.pk, first=seq, last=seq)
    messages = Message.objects.filter(order_number=order.number)
    told = {
        actor.resident_id: list(
            messages.filter(resident_id=actor.resident_id)
            .order_by("id")
            .values_list("text", flat=True)
        )
        for actor in (me, fan)
    }
    followed = "\n".join(told[fan.resident_id])
    assert [word for word in PRIVATE if word in followed and word != "请您"] == []
    assert "反映的人说没解决" in followed
    assert "补充" not in followed
    reported = "\n".join(told[me.resident_id])
    assert ASKED in reported
    assert RESULT in reported


def test_a_title_is_never_the_words_of_somebody_else(city: City) -> None:
    me, fan = city.resident(ME), city.resident(FAN)
    order = city.report(me, category_code=None, public=True, text="我家张三502室门口的灯不亮")
    support(actor=fan, number=order.number)
    assert title_of(order, me) == "我家张三502室门口的灯不亮"
    assert title_of(order, fan) == "一件诉求"
    assert view_of(order, fan).title == "一件诉求"
    assert [row.title for row in rows_of([order], fan)] == ["一件诉求"]
    follow_up(order_id=order.pk, first=1, last=order.event_seq)
    assert not Message.objects.filter(resident_id=fan.resident_id).exists()
    order = step(order, city.acceptor, "refuse", reason="张三家的灯归物业管")
    follow_up(order_id=order.pk, first=order.event_seq, last=order.event_seq)
    [text] = Message.objects.filter(resident_id=fan.resident_id).values_list("text", flat=True)
    assert "张三" not in text
    assert "一件诉求" in text


def test_a_follower_reads_the_result_without_doors(city: City) -> None:
    me, fan = city.resident(ME), city.resident(FAN)
    order = in_hand(city, actor=me)
    support(actor=fan, number=order.number)
    order = step(order, city.handler(order), "finish", result=RESULT)
    assert view_of(order, me).result == RESULT
    assert view_of(order, fan).result == RESULT.replace("3单元502室", "×××")


def test_what_came_back_to_work_is_in_work_and_may_be_late(city: City) -> None:
    order = in_hand(city)
    with clock.frozen(T0):
        order = step(order, city.handler(order), "finish", result=RESULT)
        assert "网格员去现场看" in public_sentence(order)
        order = step(order, city.grid_worker, "check_back", reason="还是黑的")
        assert "在办" in public_sentence(order)
    assert order.promised_at is not None
    with clock.frozen(order.promised_at + timedelta(minutes=1)):
        assert is_overdue(order)
        order = step(order, city.handler(order), "finish", result=RESULT)
        assert not is_overdue(order)
        order = step(order, city.grid_worker, "check_pass")
        assert not is_overdue(order)
        assert "等反映的人评价" in public_sentence(order)
