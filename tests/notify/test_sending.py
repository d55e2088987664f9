"""Sending: once, retried with pauses, signed, and silent about phones and texts."""

import hashlib
import hmac
import json
import logging
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.test import Client

from gongzhi.accounts.models import Resident, User
from gongzhi.kernel import clock
from gongzhi.notify.gateways import (
    ConsoleGateway,
    Gateway,
    GatewayError,
    HttpGateway,
    NoGateway,
    gateway,
)
from gongzhi.notify.models import DemoText, Message
from gongzhi.notify.rules import MAX_ATTEMPTS, PAUSES
from gongzhi.notify.services.prune import prune
from gongzhi.notify.services.send_waiting import send_waiting
from gongzhi.notify.services.tell_resident import tell_resident
from gongzhi.notify.services.tell_user import tell_user
from gongzhi.notify.tasks import send_round

from ..accounts.conftest import NOON

PHONE = "13800000001"
WORDS = {"title": "路灯不亮", "lead": "城管局"}
MINUTE = timedelta(minutes=1)


class Provider:
    """A provider of texts on this machine."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.status = 200
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                provider.requests.append((dict(self.headers), body))
                self.send_response(provider.status)
                if provider.status == 302:
                    self.send_header("Location", provider.url + "elsewhere")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()


@pytest.fixture
def provider() -> Iterator[Provider]:
    found = Provider()
    yield found
    found.server.shutdown()
    found.server.server_close()


def written(resident: Resident) -> Message:
    tell_resident(resident_id=resident.pk, kind="dispatched", context=WORDS,
                  order_number="QA1", at=NOON)  # fmt: skip
    return Message.objects.latest("id")


def test_the_job_sends_once_however_often_it_runs(resident: Resident) -> None:
    message = written(resident)
    with clock.frozen(NOON):
        for _ in range(3):
            send_round(timestamp=0)
    message.refresh_from_db()
    assert (message.sent_at, message.attempts, message.failure) == (NOON, 1, "")
    assert DemoText.objects.count() == 1


def test_while_one_sends_another_does_not(resident: Resident, monkeypatch) -> None:
    message = written(resident)
    sent: list[str] = []

    class Slow(Gateway):
        def send(self, phone: str, text: str, *, reference: str = "") -> None:
            sent.append(reference)
            assert not send_waiting(at=NOON)

    monkeypatch.setattr("gongzhi.notify.services.send_waiting.gateway", Slow)
    assert send_waiting(at=NOON)
    assert sent == [f"message-{message.pk}"]


def test_a_worker_that_died_while_sending_is_repeated(resident: Resident, monkeypatch) -> None:
    written(resident)

    class Dies(Gateway):
        def send(self, phone: str, text: str, *, reference: str = "") -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr("gongzhi.notify.services.send_waiting.gateway", Dies)
    with pytest.raises(KeyboardInterrupt):
        send_waiting(at=NOON)
    monkeypatch.undo()
    assert not send_waiting(at=NOON + MINUTE)
    assert send_waiting(at=NOON + 2 * MINUTE)
    assert DemoText.objects.count() == 1


def test_failures_keep_their_reason_and_end(resident: Resident, settings) -> None:
    settings.DEMO = False
    message = written(resident)
    at = NOON
    for attempt in range(MAX_ATTEMPTS):
        assert not send_waiting(at=at)
        message.refresh_from_db()
        assert message.attempts == attempt + 1
        assert "GONGZHI_SMS_URL" in message.failure
        pause = PAUSES[min(attempt, len(PAUSES) - 1)]
        assert message.retry_at == at + pause
        assert not send_waiting(at=at + pause - MINUTE)
        at += pause
    settings.DEMO = True
    assert not send_waiting(at=at)
    message.refresh_from_db()
    assert (message.attempts, message.sent_at) == (MAX_ATTEMPTS, None)
    assert DemoText.objects.count() == 0


def test_a_failure_is_forgotten_when_it_went_out(resident: Resident, settings) -> None:
    settings.DEMO = False
    message = written(resident)
    send_waiting(at=NOON)
    settings.DEMO = True
    assert send_waiting(at=NOON + 2 * MINUTE)
    message.refresh_from_db()
    assert (message.failure, message.attempts) == ("", 2)


def test_one_round_sends_all_that_waits(
    resident: Resident, django_assert_num_queries, monkeypatch
) -> None:
    monkeypatch.setattr(ConsoleGateway, "at_once", 3)
    for _ in range(8):
        written(resident)
    assert send_waiting(at=NOON) == 8
    assert DemoText.objects.count() == 8
    with django_assert_num_queries(3):  # savepoint in, nothing there, savepoint out
        assert send_waiting(at=NOON) == 0


def test_one_failure_does_not_stop_the_others(resident: Resident, monkeypatch) -> None:
    first, second = written(resident), written(resident)

    class Choosy(Gateway):
        def send(self, phone: str, text: str, *, reference: str = "") -> None:
            if reference == f"message-{first.pk}":
                raise GatewayError("号码停用")

    monkeypatch.setattr("gongzhi.notify.services.send_waiting.gateway", Choosy)
    assert send_waiting(at=NOON) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.sent_at, first.failure, second.failure) == (None, "号码停用", "")
    assert second.sent_at is not None
    assert send_waiting(at=NOON + timedelta(days=2)) == 0  # old news


def test_staff_messages_need_no_sending(handler: User) -> None:
    tell_user(user_id=handler.pk, kind="assigned", context=WORDS)
    assert send_waiting() == 0


def test_the_http_gateway_signs(provider: Provider, settings, resident: Resident) -> None:
    settings.GONGZHI_SMS = {"url": provider.url, "secret": "s3cret", "timeout": 2}
    message = written(resident)
    with clock.frozen(NOON):
        assert send_waiting(at=NOON)
    headers, body = provider.requests[0]
    assert len(provider.requests) == 1
    assert json.loads(body) == {
        "reference": f"message-{message.pk}", "phone": PHONE, "text": message.text,
    }  # fmt: skip
    stamp = int(NOON.timestamp())
    mac = hmac.new(b"s3cret", f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert headers["X-Gongzhi-Signature"] == f"t={stamp},v1={mac}"
    assert DemoText.objects.count() == 0


@pytest.mark.parametrize("status", [302, 400, 500])
def test_the_http_gateway_says_what_it_got(provider: Provider, status: int) -> None:
    provider.status = status
    with pytest.raises(GatewayError) as error:
        HttpGateway(url=provider.url, secret="s", timeout=2).send(PHONE, "文字")
    assert str(error.value) == f"短信平台返回 {status}"
    assert len(provider.requests) == 1  # no redirect was followed


def test_nobody_listens(provider: Provider) -> None:
    provider.server.shutdown()
    provider.server.server_close()
    with pytest.raises(GatewayError) as error:
        HttpGateway(url=provider.url, secret="s", timeout=1).send(PHONE, "文字")
    assert PHONE not in str(error.value)
    assert str(error.value).startswith("连不上短信平台")


def test_a_gateway_must_be_https_and_have_a_secret() -> None:
    for url, secret in (("http://sms.example.cn/", "s"), ("ftp://x/", "s"), ("https://x/", "")):
        with pytest.raises(GatewayError):
            HttpGateway(url=url, secret=secret)


def test_the_gateway_follows_the_settings(settings) -> None:
    assert isinstance(gateway(), ConsoleGateway)
    settings.DEMO = False
    assert isinstance(gateway(), NoGateway)
    settings.GONGZHI_SMS = {"url": "https://sms.example.cn/send", "secret": "top"}
    chosen = gateway()
    assert isinstance(chosen, HttpGateway)
    assert "top" not in repr(chosen)


def test_nothing_of_a_message_is_logged(resident: Resident, settings, caplog) -> None:
    with caplog.at_level(logging.DEBUG):
        written(resident)
        settings.DEMO = False
        send_waiting(at=NOON)
        settings.DEMO = True
        send_waiting(at=NOON + 2 * MINUTE)
    said = "".join(r.getMessage() for r in caplog.records if not r.name.startswith("django.db"))
    assert PHONE not in said
    assert "路灯" not in said


def test_the_demo_inbox_shows_masked_phones_and_only_in_a_demo(
    client: Client, resident: Resident, settings
) -> None:
    assert "还没有短信" in client.get("/demo/inbox/").content.decode()
    written(resident)
    send_waiting(at=NOON)
    page = client.get("/demo/inbox/").content.decode()
    assert "路灯不亮" in page
    assert "138****0001" in page
    assert PHONE not in page
    settings.DEMO = False
    assert client.get("/demo/inbox/").status_code == 404


def test_old_texts_and_messages_go(resident: Resident) -> None:
    written(resident)
    with clock.frozen(NOON):
        send_waiting(at=NOON)
    assert prune(at=NOON + timedelta(days=1)) == 0
    assert prune(at=NOON + timedelta(days=2)) == 1
    assert Message.objects.count() == 1
    assert prune(at=NOON + timedelta(days=365)) == 1
    assert Message.objects.count() == 0
