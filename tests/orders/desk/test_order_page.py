"""One order's page: what it says, what may be done, and what happens when somebody was first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from gongzhi.accounts.models import AccessLog
from gongzhi.areas import selectors as areas
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Attachment, Order, OrderEvent, OrderParty
from gongzhi.orders.selectors.desk.similar import place_history
from gongzhi.orders.services.act import act
from gongzhi.orders.services.rate import rate
from gongzhi.orders.words.wording import limit_words
from gongzhi.orgs import selectors as orgs

from ..conftest import City
from .conftest import NOON, fresh, in_hand, to_dispatch, undecided, verified

Browser = Callable[[Actor], Client]
GOOD = "10:05到场，换上新灯头，11:20试亮正常，当晚再复查。"


def jpeg() -> bytes:
    from io import BytesIO

    from PIL import Image

    file = BytesIO()
    Image.new("RGB", (80, 60), (30, 120, 90)).save(file, "JPEG")
    return file.getvalue()


def page(client: Client, number: str) -> str:
    response = client.get(f"/desk/orders/{number}/")
    assert response.status_code == 200
    return response.content.decode()


def silent(order: Order) -> str:
    """What a second press says: the co-handlers that have not answered are not waited for."""
    rows = OrderParty.objects.filter(order=order, role="co", answered_at=None)
    return ",".join(str(pk) for pk in rows.order_by("body_id").values_list("body_id", flat=True))


def test_the_dispatcher_reads_why(city: City, browser: Browser) -> None:
    order = to_dispatch(city, decided=True)
    html = page(browser(city.dispatcher), order.number)
    assert "派给 城管局（主办）" in html
    assert "按权责清单第901条" in html
    assert "协办：环卫处" in html
    assert order.text in html
    assert f"/desk/orders/{order.number}/shapes.json" in html


def test_one_press_dispatches(city: City, browser: Browser) -> None:
    order = to_dispatch(city, decided=True)
    client = browser(city.dispatcher)
    response = client.post(f"/desk/orders/{order.number}/act/dispatch/", {"body": "CG"})
    assert response.status_code == 302
    order = fresh(order)
    assert order.state == "to_sign"
    assert order.clause == "901"
    assert OrderParty.objects.filter(order=order, role="co").count() == 1


def test_another_body_needs_a_reason_and_the_words_stay(city: City, browser: Browser) -> None:
    order = to_dispatch(city, decided=True)
    client = browser(city.dispatcher)
    response = client.post(f"/desk/orders/{order.number}/act/dispatch/", {"body": "SZ"})
    assert response.status_code == 422
    assert "请写明理由" in response.content.decode()
    assert fresh(order).state == "to_dispatch"
    response = client.post(
        f"/desk/orders/{order.number}/act/dispatch/", {"body": "SZ", "reason": "市政的设施"}
    )
    assert response.status_code == 302
    assert fresh(order).state == "to_sign"


def test_a_department_s_duty_is_grey_for_the_community(city: City, browser: Browser) -> None:
    order = verified(city)
    assert order.state == "to_sign"
    html = page(browser(city.dispatcher), order.number)
    assert "（不能主办）" in html
    undispatched = undecided(city)
    html = page(browser(city.dispatcher), undispatched.number)
    assert "不能派社区主办" in html
    response = browser(city.dispatcher).post(
        f"/desk/orders/{undispatched.number}/act/dispatch/",
        {"body": city.community.code, "reason": "离得近"},
    )
    assert response.status_code == 422
    assert fresh(undispatched).state == "returned"


def test_who_was_second_reads_a_sentence_and_keeps_the_words(city: City, browser: Browser) -> None:
    order = verified(city)
    first, second = city.handler(order), city.handler(order)
    client = browser(second)
    act(
        actor=first, number=order.number, action="return", payload={"reason": "不归我们管"}, at=NOON
    )
    response = client.post(
        f"/desk/orders/{order.number}/act/return/", {"reason": "这是信号灯，归交警大队"}
    )
    html = response.content.decode()
    assert response.status_code == 409
    assert "退回待定" in html
    assert "这是信号灯，归交警大队" in html
    assert fresh(order).returns == 1


def test_a_post_that_may_not_changes_nothing(city: City, browser: Browser) -> None:
    order = to_dispatch(city, decided=True)
    clerk = city.staff("community_clerk", city.community, city.community_area)
    before = fresh(order).event_seq
    response = browser(clerk).post(f"/desk/orders/{order.number}/act/dispatch/", {"body": "CG"})
    assert response.status_code == 409
    assert (fresh(order).state, fresh(order).event_seq) == ("to_dispatch", before)


def test_a_stranger_s_order_is_not_there(city: City, browser: Browser) -> None:
    order = to_dispatch(city)
    handler = city.staff("handler", orgs.bodies_of_kind("department")[0])
    client = browser(handler)
    assert client.get(f"/desk/orders/{order.number}/").status_code == 404
    assert client.get("/desk/orders/QA000/").status_code == 404
    assert client.get(f"/desk/orders/{order.number}/shapes.json").status_code == 404
    response = client.post(f"/desk/orders/{order.number}/act/note/", {"note": "看看"})
    assert response.status_code == 404
    assert not OrderEvent.reached.filter(order=order, action="note").exists()


def test_finish_with_photos_and_the_five_elements(city: City, browser: Browser) -> None:
    order = in_hand(city)
    client = browser(city.handler(order))
    html = page(client, order.number)
    assert "好的答复有五样" in html
    address = f"/desk/orders/{order.number}/act/finish/"
    refused = client.post(address, {"result": "已转相关部门处理，请耐心等待。"})
    assert refused.status_code == 422
    assert "没有告诉居民办了什么" in refused.content.decode()
    photo = SimpleUploadedFile("after.jpg", jpeg(), "image/jpeg")
    data = {"result": GOOD, "photos": photo, "go_on": silent(order)}
    assert client.post(address, data).status_code == 302
    order = fresh(order)
    assert (order.state, order.result) == ("to_check", GOOD)
    assert Attachment.reached.filter(order=order, kind="after").count() == 1


def test_a_photo_that_is_none_is_refused_and_nothing_is_kept(city: City, browser: Browser) -> None:
    order = in_hand(city)
    client = browser(city.handler(order))
    bad = SimpleUploadedFile("after.jpg", b"not a photo", "image/jpeg")
    data = {"result": GOOD, "photos": bad, "go_on": silent(order)}
    response = client.post(f"/desk/orders/{order.number}/act/finish/", data)
    assert response.status_code == 422
    assert fresh(order).state == "in_hand"
    assert not Attachment.reached.filter(order=order).exists()


def test_the_answer_is_judged_while_it_is_written(city: City, browser: Browser) -> None:
    client = browser(city.dispatcher)
    html = client.post("/desk/answer-check/", {"result": GOOD}).content.decode()
    assert html.count("chip-green") >= 3
    html = client.post("/desk/answer-check/", {"result": "已高度重视"}).content.decode()
    assert "没有告诉居民办了什么" in html


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("ask_extension", {"reason": "配件要从外地调，三天后到"}),
        ("ask_suspension", {"reason": "已经上冻，开春才能施工", "answer_on": "2026-12-20"}),
        ("add_co", {"bodies": ["HW"]}),
        ("ask_reporter", {"note": "请问是几号楼？"}),
        ("note", {"note": "已联系厂家"}),
        ("object", {"reason": "清单写的是交警大队"}),
    ],
)
def test_every_other_action_has_its_small_form(
    city: City, browser: Browser, action: str, data: dict[str, str]
) -> None:
    order = in_hand(city)
    client = browser(city.handler(order))
    assert f'id="do-{action}"' in page(client, order.number)
    empty = client.post(f"/desk/orders/{order.number}/act/{action}/", {})
    assert empty.status_code == 422
    response = client.post(f"/desk/orders/{order.number}/act/{action}/", data)
    assert response.status_code == 302
    assert OrderEvent.reached.filter(order=order, action=action).count() == 1


def test_merging_into_a_number_that_is_not_there(city: City, browser: Browser) -> None:
    order = verified(city)
    response = browser(city.dispatcher).post(
        f"/desk/orders/{order.number}/act/merge/", {"into": "QA1"}
    )
    assert response.status_code == 422
    assert "没有找到" in response.content.decode()


def test_the_acceptor_chooses_class_and_limit(city: City, browser: Browser) -> None:
    order = city.report(category_code=None)
    assert order.state == "submitted"
    client = browser(city.acceptor)
    response = client.post(f"/desk/orders/{order.number}/act/accept/", {"category": "10109"})
    assert response.status_code == 302
    order = fresh(order)
    assert order.state == "to_verify"
    assert order.category is not None
    assert order.category.code == "10109"


def test_the_contact_is_shown_for_a_purpose_and_logged(city: City, browser: Browser) -> None:
    order = in_hand(city, actor=city.resident("19900005678"))
    client = browser(city.handler(order))
    assert "19900005678" not in page(client, order.number)
    html = client.post(
        f"/desk/orders/{order.number}/contact/",
        {"purpose": "约定上门时间"},
        headers={"HX-Request": "true"},
    ).content.decode()
    assert "19900005678" in html
    log = AccessLog.objects.get(kind="contact")
    assert (log.subject, log.purpose) == (order.number, "约定上门时间")
    html = client.post(
        f"/desk/orders/{order.number}/contact/", {"purpose": "其他"}
    ).content.decode()
    assert "19900005678" not in html
    assert AccessLog.objects.filter(kind="contact").count() == 1


def test_once_rated_the_handler_sees_no_contact(city: City, browser: Browser) -> None:
    me = city.resident("19900005678")
    order = in_hand(city, actor=me)
    handler = city.handler(order)
    at = NOON - timedelta(minutes=10)
    act(actor=handler, number=order.number, action="finish", payload={"result": GOOD}, at=at)
    act(actor=city.grid_worker, number=order.number, action="check_pass", at=at)
    rate(actor=me, number=order.number, solved=True, satisfaction=3, at=at)
    html = (
        browser(handler)
        .post(
            f"/desk/orders/{order.number}/contact/",
            {"purpose": "回访"},
            headers={"HX-Request": "true"},
        )
        .content.decode()
    )
    assert "19900005678" not in html
    assert "诉求人已经评价" in html
    assert not AccessLog.objects.filter(kind="contact").exists()


def test_the_place_and_its_neighbours(city: City, browser: Browser) -> None:
    one = city.report(text="路灯不亮三天了")
    two = verified(city, text="同一盏灯又灭了")
    html = page(browser(city.dispatcher), two.number)
    assert one.number in html
    assert "1件，同类1件" in html
    shapes = browser(city.dispatcher).get(f"/desk/orders/{two.number}/shapes.json").json()
    names = {feature["properties"]["name"] for feature in shapes["features"]}
    assert city.grid.name in names
    assert areas.area_by_id(city.grid.id) is not None


def test_a_dispatcher_has_nothing_to_do_before_acceptance(
    city: City, browser: Callable[[Actor], Client]
) -> None:
    # Merging is open to dispatchers here too, but it is no work of theirs: accepting is.
    order = city.report(category_code=None)
    assert order.state == "submitted"
    for actor, waits in ((city.dispatcher, False), (city.acceptor, True)):
        page = browser(actor).get("/desk/").content.decode()
        assert ("tab=submitted" in page) is waits
        opened = browser(actor).get(f"/desk/orders/{order.number}/").content.decode()
        assert ("不用您做什么" in opened) is not waits


def test_one_is_not_many() -> None:
    with translation.override("en"):
        assert limit_words(1, "working_day") == "1 working day"
        assert limit_words(2, "working_day") == "2 working days"
    assert limit_words(1, "working_day") == "1 工作日"


def test_the_place_s_past_year_leaves_this_order_out(city: City) -> None:
    order, lamp = city.report(category_code="10109"), city.report(category_code="10109")
    other = city.report(category_code="10101")
    now = order.reported_at + timedelta(hours=1)
    found = place_history(order, city.dispatcher, now=now)
    assert (found.total, found.same_class) == (2, 1)
    assert {one.number for one in found.newest} == {lamp.number, other.number}
    # A year later none of them is of the past year, and nothing is taken off.
    assert place_history(order, city.dispatcher, now=now + timedelta(days=366)).total == 0
