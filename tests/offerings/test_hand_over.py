"""Items of the city's government service system (ML-35): handed over with a number, never twice."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator, Mapping
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from gongzhi.accounts.models import AccessLog
from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import PUBLIC
from gongzhi.offerings import catalogue
from gongzhi.offerings.government import Answer, GovernmentError, HttpGovernment
from gongzhi.offerings.models import HandOver
from gongzhi.offerings.services.hand_over import hand_over, retry
from gongzhi.offerings.services.order_item import order_item
from gongzhi.orders.models import Order
from gongzhi.orders.services.rate import rate
from gongzhi.orders.services.report import Draft
from tests.orders.conftest import T0, City
from tests.orders.processes.conftest import fresh, payload_of, step
from tests.orders.processes.residents import clerk
from tests.signing_in import browser_of

from .test_items import item

MINUTE = timedelta(minutes=1)


class Adapter:
    """The other system: takes each reference once, or is dead."""

    def __init__(self) -> None:
        self.dead, self.done, self.seen = False, False, []  # type: ignore[var-annotated]

    def ask(self, document: Mapping[str, Any]) -> Answer:
        if self.dead:
            raise GovernmentError("连不上政务服务系统")
        self.seen.append(dict(document))
        state = "已办结" if self.done else "受理中"
        return Answer(f"GOV-{document['reference'][-4:]}", state, self.done)


@pytest.fixture(autouse=True)
def _fresh(city: City) -> None:
    catalogue.forget()


def order(city: City, code: str = "Y07", actor: Any = None, **more: Any) -> Order:
    draft = Draft(
        client_key=uuid.uuid4(), text="给老人申请高龄津贴", area_code=city.grid.code, **more
    )
    receipt = order_item(actor=actor or city.resident(), item=item(code), draft=draft, at=T0)
    return Order.reached.get(number=receipt.number)


def test_it_goes_over_with_its_number_and_its_state_is_kept(city: City) -> None:
    made, there = order(city), Adapter()
    order(city, "Y01")  # done here: nothing to hand over
    assert hand_over(at=T0, system=there) == 1
    [sent] = there.seen
    assert (sent["action"], sent["reference"], sent["item"], sent["phone"]) == (
        "take", made.number, "Y07", "19900000001",
    )  # fmt: skip
    row = HandOver.objects.get()
    assert (row.number, row.state, row.failure) == (f"GOV-{made.number[-4:]}", "受理中", "")
    assert payload_of(made, "outside_taken")["other"] == row.number
    assert hand_over(at=T0 + MINUTE, system=there) == 0  # not asked every minute
    there.done = True
    assert hand_over(at=T0 + timedelta(hours=1), system=there) == 1
    assert there.seen[1] == {"action": "state", "reference": made.number, "number": row.number}
    assert HandOver.objects.get().done
    assert hand_over(at=T0 + timedelta(days=1), system=there) == 0
    page = browser_of(clerk(city)).get(f"/desk/orders/{made.number}/").content.decode()
    assert row.number in page
    assert "那边办完了" in page
    # The person sees that name and phone went there.
    assert AccessLog.objects.get(resident_id=made.reporter_id).purpose == "转市政务服务系统办理"


def test_a_dead_adapter_leaves_the_order_waiting_and_says_so(city: City) -> None:
    made, there = order(city), Adapter()
    there.dead = True
    assert hand_over(at=T0, system=there) == 0
    row = HandOver.objects.get()
    assert (row.number, row.failure, row.tries) == ("", "连不上政务服务系统", 1)
    page = browser_of(clerk(city)).get(f"/desk/orders/{made.number}/").content.decode()
    assert "还没转过去" in page
    assert Order.reached.get(pk=made.pk).phase == "open"
    assert hand_over(at=T0 + MINUTE / 2, system=there) == 0
    assert HandOver.objects.get().tries == 1
    for n in range(1, 9):
        hand_over(at=T0 + timedelta(hours=2 * n), system=there)
    assert HandOver.objects.get().tries == 9  # it is never given up while the order is open
    there.dead = False
    assert hand_over(at=T0 + timedelta(days=1), system=there) == 1
    assert (HandOver.objects.get().failure, AccessLog.objects.count()) == ("", 1)


def test_what_is_finished_there_is_finished_here(city: City) -> None:
    made, there = order(city), Adapter()
    hand_over(at=T0, system=there)
    there.done = True
    hand_over(at=T0 + timedelta(hours=1), system=there)
    done = fresh(made)
    assert done.state == "errand_rating"  # nobody repeats it; the resident rates
    assert HandOver.objects.get().number in done.result
    assert payload_of(made, "finish_outside")["result"] == done.result
    rated = rate(actor=city.resident(), number=made.number, solved=True, satisfaction=3, at=T0)
    assert rated.phase == "closed"


def test_a_finish_there_changes_nothing_that_ended_here(city: City) -> None:
    made, there = order(city), Adapter()
    hand_over(at=T0, system=there)
    person = clerk(city)
    step(made, person, "run_errand", person=person.user_id)
    step(made, person, "finish_errand", result="窗口办好了。")
    there.done = True
    hand_over(at=T0 + timedelta(hours=1), system=there)
    assert HandOver.objects.get().done
    assert (fresh(made).state, fresh(made).result) == ("errand_rating", "窗口办好了。")


def test_the_it_office_sees_what_failed_and_tries_again(city: City) -> None:
    made, there = order(city), Adapter()
    there.dead = True
    hand_over(at=clock.now(), system=there)
    root = areas.root_area()
    browser = browser_of(city.staff("sysadmin", city.centre, root))
    page = browser.get("/desk/it/").content.decode()
    assert made.number in page
    assert "连不上政务服务系统" in page
    assert "高龄津贴" not in page  # the number and the reason, not what it is about
    there.dead = False
    assert hand_over(at=clock.now(), system=there) == 0
    assert browser.post("/desk/it/handovers/", {"order": made.pk}).status_code == 302
    assert hand_over(at=clock.now(), system=there) == 1
    assert made.number not in browser.get("/desk/it/").content.decode()
    with pytest.raises(Denied):
        retry(actor=clerk(city))


def test_a_draft_and_a_closed_order_go_nowhere(city: City) -> None:
    draft = order(city, actor=PUBLIC, phone="19900000044")
    assert draft.state == "draft"
    there = Adapter()
    assert hand_over(at=T0, system=there) == 0
    closed = order(city)
    step(closed, clerk(city), "tell_how", reason="本人可以在手机上办，已教会。")
    assert hand_over(at=T0 + MINUTE, system=there) == 0
    assert there.seen == []
    assert HandOver.objects.get(order=closed).next_at is None


@pytest.fixture
def server() -> Iterator[dict[str, Any]]:
    said: dict[str, Any] = {"status": 200, "body": b"", "got": []}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            said["got"].append((dict(self.headers), json.loads(body)))
            self.send_response(said["status"])
            self.end_headers()
            self.wfile.write(said["body"])

        def log_message(self, *_: Any) -> None:
            pass

    one = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=one.serve_forever, daemon=True).start()
    said["url"] = f"http://127.0.0.1:{one.server_port}/"
    yield said
    one.shutdown()
    one.server_close()


def test_over_http_signed_and_every_odd_answer_is_a_sentence(server: dict[str, Any]) -> None:
    there = HttpGovernment(url=server["url"], secret="s3cret", timeout=2)
    server["body"] = '{"number": "ZW1", "state": "已收件"}'.encode()
    assert there.ask({"reference": "QA1"}) == Answer("ZW1", "已收件")
    headers, document = server["got"][0]
    assert document == {"reference": "QA1"}
    assert headers["X-Gongzhi-Signature"].startswith("t=")
    for status, body in (
        (500, b"{}"), (302, b""), (200, b"hello"), (200, b"[]"), (200, b"{}"),
        (200, b'{"number": ""}'), (200, b'"text"'),
    ):  # fmt: skip
        server["status"], server["body"] = status, body
        with pytest.raises(GovernmentError):
            there.ask({"reference": "QA1"})
    with pytest.raises(GovernmentError, match="连不上"):
        HttpGovernment(url="http://127.0.0.1:9/", secret="s", timeout=1).ask({})
    for url, secret in (("http://gov.example.cn/", "s"), ("https://gov.example.cn/", "")):
        with pytest.raises(GovernmentError):
            HttpGovernment(url=url, secret=secret, timeout=1)


def test_a_bill_opens_at_its_collector_after_a_sentence(city: City) -> None:
    assert "自己到缴费网站交" in Client().get("/services/items/Y10/").content.decode()
    page = Client().get("/services/items/Y10/pay/").content.decode()
    assert "不收钱" in page
    assert 'href="https://pay.example.gov.cn/medical"' in page
    assert Client().get("/services/items/Y01/pay/").status_code == 404
    assert "缴费网站" not in Client().get("/services/items/Y01/").content.decode()


def test_mistakes_in_the_profile_are_told(tmp_path: Path) -> None:
    import shutil

    from gongzhi.profiles.services.check_profile import read_profile
    from gongzhi.profiles.source import profile_path

    folder = tmp_path / "qianan"
    shutil.copytree(profile_path("qianan"), folder)
    shutil.copytree(profile_path("qianan").parent / "_standard", tmp_path / "_standard")
    own = folder / "offerings" / "lists.yaml"
    own.write_text(
        own.read_text(encoding="utf-8")
        + "handed_over: [D03]\nlinks: {Y99: 'https://a.cn', Y10: 'http://a.cn'}\n"
        + "ordering: {ahead_days: 5, change_hours: 1, made_ahead_days: 9}\n",
        encoding="utf-8",
    )
    found = [one for one in read_profile(folder).problems.sorted() if "lists" in one.file]
    assert len(found) == 4
