"""Messages: worded, written with their job, told once, read by their reader."""

import pytest
from django.db import transaction
from django.test import Client
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob

from gongzhi.accounts.actor import actor_of_user
from gongzhi.accounts.models import Resident, User
from gongzhi.accounts.services.assign_posting import assign_posting
from gongzhi.accounts.services.create_staff import create_staff
from gongzhi.accounts.services.ensure_resident import ensure_resident
from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import PUBLIC, Actor
from gongzhi.kernel.scoped_orm import guarded
from gongzhi.notify.models import Message
from gongzhi.notify.selectors import messages_of, unread
from gongzhi.notify.services.mark_read import mark_read
from gongzhi.notify.services.tell_body import tell_body
from gongzhi.notify.services.tell_resident import tell_resident
from gongzhi.notify.services.tell_user import tell_user
from gongzhi.notify.texts import render
from gongzhi.notify.writing import together

from ..accounts.conftest import NOON, PASSWORD, City, forget_all

WORDS = {"title": "路灯不亮", "lead": "城管局"}


def rounds() -> int:
    return ProcrastinateJob.objects.filter(task_name="notify.send_waiting", status="todo").count()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("", "您反映的“路灯不亮”（QA1）已转到城管局。"),
        ("zh-hans", "您反映的“路灯不亮”（QA1）已转到城管局。"),
        ("en", "“路灯不亮” (QA1) was passed to 城管局."),
    ],
)
def test_the_wording_follows_the_reader(language: str, text: str) -> None:
    assert render("dispatched", {"number": "QA1", **WORDS}, language) == text


def test_a_missing_value_is_a_dash_and_a_value_is_never_a_template(caplog) -> None:
    text = render("dispatched", {"number": "QA1", "title": "{lead} {0.__class__}"})
    assert text == "您反映的“{lead} {0.__class__}”（QA1）已转到—。"
    assert "路灯" not in caplog.text
    assert "{lead}" in caplog.text


def test_an_unworded_event_still_says_something() -> None:
    assert render("unheard_of", {"number": "QA1"}) == "您的事项有新进展，编号QA1。"
    assert render("unheard_of", {}) == "您有一条新消息，请登录查看。"


def test_a_resident_is_told_once_and_the_sender_is_woken(
    resident: Resident, django_capture_on_commit_callbacks
) -> None:
    for _ in range(2):
        with guarded(), django_capture_on_commit_callbacks(execute=True):
            tell_resident(resident_id=resident.pk, kind="dispatched", context=WORDS,
                          order_number="QA1", dedupe="1:2:r", at=NOON)  # fmt: skip
    row = Message.objects.get()
    assert (row.text, row.sent_at, row.order_number) == (
        "您反映的“路灯不亮”（QA1）已转到城管局。", None, "QA1",
    )  # fmt: skip
    assert rounds() == 1  # the second call found one waiting


def test_without_dedupe_each_call_is_a_message(resident: Resident) -> None:
    for _ in range(2):
        tell_resident(resident_id=resident.pk, kind="dispatched", context=WORDS)
    assert Message.objects.count() == 2


def test_what_is_rolled_back_was_never_said(resident: Resident) -> None:
    with transaction.atomic():
        tell_resident(resident_id=resident.pk, kind="dispatched", context=WORDS)
        transaction.set_rollback(True)
    assert Message.objects.count() == 0


def test_what_is_told_together_is_written_at_once(
    resident: Resident, handler: User, django_assert_num_queries
) -> None:
    tell_user(user_id=handler.pk, kind="assigned", context=WORDS)  # warm
    with django_assert_num_queries(2), together():  # people, one insert
        tell_user(user_id=handler.pk, kind="assigned", context=WORDS)
        for number in range(3):
            tell_resident(resident_id=resident.pk, kind="dispatched", context=WORDS,
                          language="", dedupe=f"{number}")  # fmt: skip
    assert Message.objects.count() == 5


def test_residents_read_their_own_language(resident: Resident) -> None:
    english = ensure_resident(phone="13800000002", language="en", at=NOON)
    tell_resident(resident_id=english.pk, kind="dispatched", context=WORDS,
                  order_number="QA1")  # fmt: skip
    assert Message.objects.get().text.endswith("was passed to 城管局.")


def test_a_body_is_told_by_role(city: City, handler: User) -> None:
    boss = create_staff(username="boss", name="示例主任", password=PASSWORD, language="en")
    assign_posting(user=boss, role="body_head", body=city.bureau)
    assign_posting(user=boss, role="handler", body=city.bureau)
    elsewhere = create_staff(username="other", name="示例别处", password=PASSWORD)
    assign_posting(user=elsewhere, role="handler", body=city.office)
    say = {"kind": "assigned", "context": WORDS, "order_number": "QA1"}
    assert tell_body(body_id=city.bureau.pk, roles=["body_head"], **say) == 1
    assert tell_body(body_id=city.bureau.pk, roles=("handler", "body_head"), **say) == 2
    assert tell_body(body_id=city.bureau.pk, roles=["nobody"], **say) == 0
    assert Message.objects.filter(user=boss).count() == 2
    assert Message.objects.filter(user=handler).count() == 1
    assert Message.objects.filter(user=elsewhere).count() == 0
    told = Message.objects.filter(user=boss).first()
    assert (told.text, told.text_en) == ("新待办：QA1 路灯不亮", "New for you: QA1 路灯不亮")
    with override("en"):
        assert told.said == told.text_en
    assert Message.objects.filter(sent_at=None).count() == 0
    assert rounds() == 0  # the bell needs no gateway


def test_a_body_is_told_once_and_a_newcomer_too(city: City, handler: User) -> None:
    say = {"kind": "assigned", "context": WORDS, "order_number": "QA1", "dedupe": "1:3:assigned"}
    for _ in range(2):
        assert tell_body(body_id=city.bureau.pk, **say) == 1
    assert Message.objects.count() == 1
    new = create_staff(username="newer", name="示例新人", password=PASSWORD)
    assign_posting(user=new, role="handler", body=city.bureau)
    assert tell_body(body_id=city.bureau.pk, **say) == 2
    assert Message.objects.count() == 2


def test_telling_a_body_costs_few_queries(
    city: City, handler: User, django_assert_num_queries
) -> None:
    for number in range(9):
        user = create_staff(username=f"user{number}", name=f"示例{number}", password=PASSWORD)
        assign_posting(user=user, role="handler", body=city.bureau)
    forget_all()
    render("assigned", WORDS)  # the profile is warm
    with django_assert_num_queries(2):  # people, one insert
        assert tell_body(body_id=city.bureau.pk, kind="assigned", context=WORDS) == 10


def test_a_blocked_user_is_not_told(handler: User) -> None:
    User.objects.update(is_active=False)
    assert tell_user(user_id=handler.pk, kind="assigned", context=WORDS) == 0
    assert Message.objects.count() == 0


def test_the_bell_counts_and_reads_ones_own_only(
    city: City, handler: User, resident: Resident
) -> None:
    other = create_staff(username="other", name="示例别处", password=PASSWORD)
    assign_posting(user=other, role="handler", body=city.office)
    for _ in range(3):
        tell_user(user_id=handler.pk, kind="assigned", context=WORDS)
    tell_user(user_id=other.pk, kind="assigned", context=WORDS)
    tell_resident(resident_id=resident.pk, kind="dispatched", context=WORDS)
    me, them = actor_of_user(handler), actor_of_user(other)
    assert (unread(me), unread(them), unread(PUBLIC)) == (3, 1, 0)
    assert messages_of(me).count() == 3
    assert messages_of(PUBLIC).count() == 0
    mine = Actor(kind="resident", resident_id=resident.pk)
    assert messages_of(mine).count() == 1
    foreign = messages_of(them).get()
    assert mark_read(actor=me, message_id=foreign.pk) == 0
    assert mark_read(actor=me, message_id=messages_of(me)[0].pk, at=NOON) == 1
    assert (unread(me), unread(them)) == (2, 1)
    assert mark_read(actor=me) == 2
    assert mark_read(actor=me) == 0
    for nobody in (PUBLIC, mine):
        with pytest.raises(Denied):
            mark_read(actor=nobody)


def test_the_page_of_messages(client: Client, handler: User) -> None:
    assert client.get("/messages/")["Location"] == "/login/?next=/messages/"
    assert client.post("/messages/read/").status_code == 302
    client.force_login(handler)
    assert "还没有消息" in client.get("/messages/").content.decode()
    for number in range(31):
        tell_user(user_id=handler.pk, kind="assigned", context=WORDS, order_number=f"QA{number}")
    page = client.get("/messages/").content.decode()
    assert page.count("新待办：") == 30
    assert 'href="/desk/orders/QA30/"' in page
    one = Message.objects.latest("id")
    assert client.post("/messages/read/", {"message": one.pk}).status_code == 302
    assert Message.objects.filter(read_at=None).count() == 30
    assert client.post("/messages/read/", {"message": "1; DROP"}).status_code == 404
    assert Message.objects.filter(read_at=None).count() == 30
    client.post("/messages/read/")
    assert Message.objects.filter(read_at=None).count() == 0
    assert client.get("/messages/read/").status_code == 405


def test_grid_workers_read_in_their_shell(client: Client, city: City) -> None:
    user = create_staff(username="grid", name="示例网格员", password=PASSWORD)
    assign_posting(user=user, role="grid_worker", body=city.office, area=city.grid)
    tell_user(user_id=user.pk, kind="assigned", context=WORDS, order_number="QA1")
    client.force_login(user)
    page = client.get("/messages/").content.decode()
    assert 'data-front="field"' in page
    assert 'href="/field/orders/QA1/"' in page
