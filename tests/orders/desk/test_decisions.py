"""What a leader decides on the director's page: each answer that it offers is taken by it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from gongzhi.accounts.models import User
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order
from gongzhi.orders.selectors.desk.deciding import decidable, deciding

from ..conftest import T0, City
from ..processes.conftest import fresh, start
from ..processes.test_admission import ask


@pytest.fixture
def file(city: City) -> Order:
    clerk = city.staff("street_clerk", city.street, city.street_area)
    return start(city, clerk, "long_file", text="饮水管网二十年没改造", since_year="2004")


@pytest.fixture
def page() -> Callable[[Actor], Client]:
    def of(actor: Actor) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id))
        return client

    return of


def test_every_answer_that_is_offered_is_taken(
    city: City, file: Order, page: Callable[[Actor], Client]
) -> None:
    admission = ask(city)
    client = page(city.director)
    html = client.get("/desk/director/").content.decode()
    for order, action in ((admission, "refuse_admission"), (file, "adopt_file")):
        assert f'data-dialog="d-{order.number}-{action}"' in html
    client.post(f"/desk/director/{admission.number}/refuse_admission/", {"reason": "不在名录里"})
    client.post(f"/desk/director/{file.number}/adopt_file/")
    assert fresh(admission).state == "admission_refused"
    assert fresh(file).state == "file_going"
    # What it does not offer is no door: other steps, and what asks for more than a reason.
    for action in ("solve_file", "admit", "void"):
        assert client.post(f"/desk/director/{file.number}/{action}/").status_code == 422
    asked = {"first_for", "first_against", "uphold_rectification", "mediate_fail"}
    assert asked <= decidable()


def test_a_long_running_file_waits_for_a_leader(city: City, file: Order) -> None:
    for leader in (city.director, city.duty_officer):
        [waiting] = deciding(leader, now=T0).decisions
        assert waiting.number == file.number
        assert [button.action for button in waiting.buttons] == ["adopt_file", "end_file"]
    clerk = city.staff("street_clerk", city.street, city.street_area)
    assert deciding(clerk, now=T0).total == 0
