"""What the desk's forms ask for, and that a refusal keeps what was filled in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongzhi.accounts.models import ApiKey, User
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Attachment, Order, OrderEvent, OrderParty
from gongzhi.orders.selectors.desk.options import people_choices
from gongzhi.orders.services.act import act
from gongzhi.orders.services.act_with_photos import act_with_photos
from gongzhi.orgs import selectors as orgs

from ..conftest import City
from .conftest import LAMP, OTHER, fresh, in_hand, to_dispatch, verified
from .test_order_page import GOOD, jpeg, page

Browser = Callable[[Actor], Client]
JSON = {"Accept": "application/json"}


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("after.jpg", jpeg(), "image/jpeg")


def test_a_script_learns_what_is_wrong_and_keeps_the_photo(city: City, browser: Browser) -> None:
    order = in_hand(city)
    client = browser(city.handler(order))
    address = f"/desk/orders/{order.number}/act/finish/"
    short = client.post(address, {"result": "好了", "photos": photo()}, headers=JSON)
    assert short.status_code == 422
    assert "太短" in short.json()["errors"]["result"]
    assert not Attachment.reached.filter(order=order).exists()
    warned = client.post(address, {"result": GOOD, "photos": photo()}, headers=JSON)
    assert warned.status_code == 422
    assert "供电公司" in warned.json()["message"]
    data = {"result": GOOD, "photos": photo(), **warned.json()["again"]}
    done = client.post(address, data, headers=JSON)
    assert done.json() == {"location": f"/desk/orders/{order.number}/"}
    assert fresh(order).state == "to_check"
    assert Attachment.reached.filter(order=order, kind="after").count() == 1


def test_co_handlers_that_answered_are_not_warned_of(city: City, browser: Browser) -> None:
    order = in_hand(city)
    OrderParty.objects.filter(order=order, role="co").update(answered_at=clock.now())
    client = browser(city.handler(order))
    address = f"/desk/orders/{order.number}/act/finish/"
    assert client.post(address, {"result": GOOD}).status_code == 302


def test_somebody_was_first_is_told_to_the_script(city: City, browser: Browser) -> None:
    order = in_hand(city)
    client = browser(city.handler(order))
    answer = client.post(f"/desk/orders/{order.number}/act/sign/", {}, headers=JSON)
    assert answer.status_code == 409
    assert "处置中" in answer.json()["message"]


def test_a_dispatch_by_hand_needs_a_reason(city: City, browser: Browser) -> None:
    order = to_dispatch(city)
    client = browser(city.dispatcher)
    html = page(client, order.number)
    assert "清单定不了由谁办，要写明为什么派给这家单位" in html
    assert "派给别的单位" not in html
    address = f"/desk/orders/{order.number}/act/dispatch/"
    refused = client.post(address, {"body": "CG"})
    assert refused.status_code == 422
    assert "清单定不了由谁办，请写明派给这家单位的理由" in refused.content.decode()
    assert fresh(order).lead_body_id is None
    assert client.post(address, {"body": "CG", "reason": "路灯归城管局管护"}).status_code == 302


def test_another_body_than_the_catalogue_s_needs_a_reason(city: City, browser: Browser) -> None:
    order = to_dispatch(city, decided=True)
    client = browser(city.dispatcher)
    refused = client.post(f"/desk/orders/{order.number}/act/dispatch/", {"body": "HW"})
    assert refused.status_code == 422
    assert "和清单建议的单位不一样，请写明理由" in refused.content.decode()
    html = page(client, order.number)
    assert html.index("清单上的单位") < html.index('type="radio" name="body" value="CG"')


def test_the_dispatcher_changes_the_class(city: City, browser: Browser) -> None:
    order = to_dispatch(city)
    client = browser(city.dispatcher)
    address = f"/desk/orders/{order.number}/act/reclassify/"
    assert "改类别" in page(client, order.number)
    assert client.post(address, {"category": ""}).status_code == 422
    limits = client.get("/desk/new/limits/", {"category_choice": LAMP}).content.decode()
    assert f'name="category" value="{LAMP}"' in limits
    assert client.post(address, {"category": LAMP}).status_code == 302
    order = fresh(order)
    assert order.category is not None
    assert (order.state, order.category.code) == ("to_dispatch", LAMP)
    assert order.limit is not None
    html = page(client, order.number)
    assert "（主办）" in html
    assert "改类别：" in html
    community = browser(city.staff("community_clerk", city.community, city.community_area))
    assert community.post(address, {"category": OTHER}).status_code == 409
    assert fresh(order).category_id == order.category_id


def test_an_extension_shows_the_old_and_the_new_date(city: City, browser: Browser) -> None:
    order = in_hand(city)
    client = browser(city.handler(order))
    html = page(client, order.number)
    assert "延一次，加一个原来的时限" in html
    address = f"/desk/orders/{order.number}/act/ask_extension/"
    refused = client.post(address, {"reason": "等"})
    assert "太短了" in refused.content.decode()
    assert fresh(order).state == "in_hand"
    reason = "配件要从外地调，三天后到"
    client.post(address, {"reason": reason})
    order = fresh(order)
    assert order.state == "extension_asked"
    director = browser(city.director)
    approving = page(director, order.number)
    assert reason in approving
    assert "延一次，加一个原来的时限" in approving
    assert "延期 1 次 →" in director.get("/desk/director/").content.decode()
    old = order.handle_due_at
    director.post(f"/desk/orders/{order.number}/act/grant_extension/", {})
    assert old is not None
    assert fresh(order).handle_due_at > old + timedelta(hours=1)


def test_the_flash_says_what_was_handed_in(city: City, browser: Browser) -> None:
    order = in_hand(city)
    client = browser(city.handler(order))
    address = f"/desk/orders/{order.number}/act/ask_extension/"
    said = client.post(address, {"reason": "配件要从外地调，三天后到"}, follow=True)
    assert "已提交延期申请。" in said.content.decode()


def test_merging_offers_what_is_nearby(city: City, browser: Browser) -> None:
    other = verified(city, text="同一盏灯")
    order = verified(city)
    client = browser(city.dispatcher)
    html = page(client, order.number)
    assert f'name="into_near" value="{other.number}"' in html
    address = f"/desk/orders/{order.number}/act/merge/"
    assert "请选一件" in client.post(address, {}).content.decode()
    assert client.post(address, {"into_near": other.number}).status_code == 302
    assert fresh(order).merged_into_id == other.pk


def test_a_follow_up_is_a_note_and_never_a_rating(city: City, browser: Browser) -> None:
    order = in_hand(city)
    act(actor=city.handler(order), number=order.number, action="finish", payload={"result": GOOD})
    act(actor=city.grid_worker, number=order.number, action="check_pass")
    client = browser(city.acceptor)
    html = page(client, order.number)
    assert "评价由诉求人自己做，不能代填" in html
    assert ">回访</button>" in html
    address = f"/desk/orders/{order.number}/act/follow_up/"
    assert client.post(address, {"note": "好"}).status_code == 422
    data = {"reached": "yes", "said": "no", "note": "晚上又灭了"}
    assert client.post(address, data).status_code == 302
    event = OrderEvent.reached.get(order=order, action="follow_up")
    assert event.payload["note"] == "联系上了，诉求人说没解决：晚上又灭了"
    order = fresh(order)
    assert (order.state, order.solved) == ("to_rate", None)


def test_the_photo_of_the_verification_stands_with_its_step(city: City, browser: Browser) -> None:
    order = city.report(category_code=LAMP)
    act_with_photos(
        actor=city.grid_worker, number=order.number, action="verify_true", payload={},
        photos=[jpeg()], kind="before",
    )  # fmt: skip
    row = Attachment.reached.get(order=order)
    html = page(browser(city.dispatcher), order.number)
    assert "核实时的照片" in html
    assert html.count(f"/media/photo/{row.pk}/thumb/") == 2  # above, and at its step


def test_accounts_of_programs_are_no_people(city: City, browser: Browser) -> None:
    order = in_hand(city)
    body = orgs.body_by_id(order.lead_body_id or 0)
    assert body is not None
    program = city.staff("handler", body)
    user = User.objects.get(pk=program.user_id)
    user.set_unusable_password()
    user.save()
    ApiKey.objects.create(
        name="对接", prefix="abc", secret_hash="x", user=user, created_at=clock.now()
    )
    person = city.handler(order)
    codes = [code for code, _name in people_choices(order)]
    assert str(person.user_id) in codes
    assert str(program.user_id) not in codes


def test_what_was_settled_needs_no_body(city: City, browser: Browser) -> None:
    order = city.report(category_code=LAMP)
    payload = {"result": "把松了的灯头拧紧，已经亮了"}
    act_with_photos(
        actor=city.grid_worker, number=order.number, action="settle", payload=payload,
        photos=[jpeg()],
    )  # fmt: skip
    html = browser(city.acceptor).get("/desk/?tab=to_rate").content.decode()
    assert order.number in html
    assert ">建议<" not in html
    assert Order.reached.get(pk=order.pk).lead_body_id is None
