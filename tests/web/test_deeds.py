"""What a service refuses is said once, in the right place, with the right status."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.test import RequestFactory

from gongzhi.kernel.errors import Conflict, Denied, GongzhiError, Invalid, NotFound, TooMany
from gongzhi.web.deeds import carried_out, done, first_error, status_of, tell


class Named(forms.Form):
    name = forms.CharField()


@pytest.fixture
def request_() -> HttpRequest:
    request = RequestFactory().post("/")
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def _said(request: HttpRequest) -> list[tuple[str, str]]:
    return [(str(one.level_tag), str(one)) for one in get_messages(request)]


def _refuses(error: GongzhiError) -> Callable[[], object]:
    def deed() -> object:
        raise error

    return deed


def test_done_is_said_and_leads_back(request_: HttpRequest) -> None:
    answer = done(request_, lambda: 3, lambda n: f"{n} done", "/desk/")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert _said(request_) == [("success", "3 done")]


def test_nothing_to_say_is_not_said(request_: HttpRequest) -> None:
    assert tell(request_, lambda: None, "")
    assert _said(request_) == []


@pytest.mark.parametrize("error", [Conflict("late"), Invalid("wrong", "name"), TooMany("often")])
def test_a_refusal_is_a_sentence_on_the_next_page(
    request_: HttpRequest, error: GongzhiError
) -> None:
    assert not tell(request_, _refuses(error), "done")
    assert _said(request_) == [("error", str(error))]


@pytest.mark.parametrize("error", [Denied, NotFound])
def test_what_may_not_be_seen_stays_a_page_of_its_own(
    request_: HttpRequest, error: type[GongzhiError]
) -> None:
    with pytest.raises(error):
        tell(request_, _refuses(error()), "done")
    with pytest.raises(error):
        carried_out(Named({"name": "x"}), _refuses(error()))


def test_a_form_is_carried_out_when_it_was_sent_and_is_right() -> None:
    assert carried_out(Named(), lambda: 1) is None
    wrong = Named({"name": ""})
    assert carried_out(wrong, lambda: 1) is None
    assert (status_of(Named()), status_of(wrong)) == (200, 422)
    assert first_error(wrong) == wrong.errors["name"][0]
    right = Named({"name": "x"})
    did = carried_out(right, lambda: 0)
    assert did is not None
    assert (did.made, status_of(right)) == (0, 200)


@pytest.mark.parametrize(
    ("error", "where", "status"),
    [
        (Invalid("wrong", "name"), "name", 422),
        (Invalid("wrong", "elsewhere"), "__all__", 422),
        (Conflict("late"), "__all__", 409),
        (TooMany("often"), "__all__", 429),
    ],
)
def test_a_refusal_stands_at_its_field(error: GongzhiError, where: str, status: int) -> None:
    form = Named({"name": "x"})
    assert carried_out(form, _refuses(error)) is None
    assert list(form.errors) == [where]
    assert status_of(form) == status
