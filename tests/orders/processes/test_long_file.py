"""Long-running files (JN-15, JN-03): orders together, adopted by name, always a next answer date."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.orders.engine.policies import steps_of
from gongzhi.orders.models import Gathered, Order, OrderEvent
from gongzhi.orders.process.current import current_process_id
from gongzhi.orders.process.formfields import words_of
from gongzhi.orders.process.spec import spec_of
from gongzhi.orders.services.gather_order import gather_order, let_go
from gongzhi.orders.services.verify_chains import verify_chains
from gongzhi.orders.words.wording import resident_sentence, timeline
from gongzhi.orgs import selectors as orgs

from ..conftest import T0, City
from .conftest import fresh, start, step

IN_TEN_DAYS = "2026-11-27"


@pytest.fixture
def file(city: City) -> Order:
    clerk = city.staff("street_clerk", city.street, city.street_area)
    return start(city, clerk, "long_file", text="饮水管网二十年没改造", since_year="2004")


@pytest.fixture
def clerk(city: City) -> object:
    return city.staff("street_clerk", city.street, city.street_area)


def test_it_is_adopted_answered_by_dates_and_solved(city: City, file: Order) -> None:
    assert (file.state, file.holder_body_id) == ("file_open", city.street.id)
    director = city.director
    going = step(file, director, "adopt_file")
    assert (going.state, going.handler_id) == ("file_going", director.user_id)
    first = going.due_at
    with clock.frozen(T0):
        answered = step(
            going, director, "answer_file", note="已列入改造计划", answer_on=IN_TEN_DAYS
        )
    assert answered.state == "file_going"
    assert answered.answer_on is not None
    assert answered.answer_on.isoformat() == IN_TEN_DAYS
    assert answered.due_at == T0 + timedelta(days=10) != first
    assert answered.promised_at == answered.due_at
    assert "11月27日" in resident_sentence(answered)
    promised = timeline(answered, director, "office")[-1]
    assert promised.text == "已列入改造计划 · 下次答复日期：11月27日(周五)"
    with pytest.raises(Invalid):
        step(going, director, "answer_file", note="再说", answer_on="2026-11-01")
    done = step(
        answered, director, "solve_file", result="管网改造完工，已通水。", at=T0 + timedelta(days=9)
    )
    assert (done.phase, done.on_time) == ("closed", True)


def test_orders_are_taken_up_and_end_before_the_file(city: City, file: Order, clerk) -> None:  # type: ignore[no-untyped-def]
    matter = city.report()
    gather_order(actor=clerk, file=file.number, number=matter.number, at=T0)
    for number in (file.number, matter.number):
        order = Order.reached.get(number=number)
        assert OrderEvent.reached.filter(order=order, action="gathered").count() == 1
    with pytest.raises(Conflict):
        gather_order(actor=clerk, file=file.number, number=matter.number, at=T0)
    going = step(file, city.director, "adopt_file")
    with pytest.raises(Conflict):
        step(going, city.director, "solve_file", result="管网改造完工，已通水。")
    let_go(actor=clerk, file=file.number, number=matter.number, at=T0)
    assert not Gathered.objects.exists()
    assert (
        step(going, city.director, "solve_file", result="管网改造完工，已通水。").phase == "closed"
    )
    assert list(verify_chains()) == []


def test_strangers_and_wrong_numbers_change_nothing(city: City, file: Order, clerk) -> None:  # type: ignore[no-untyped-def]
    matter = city.report()
    other = next(b for b in orgs.bodies_of_kind("street") if b.id != city.street.id)
    stranger = city.staff("street_clerk", other)
    with pytest.raises(NotFound):
        gather_order(actor=stranger, file=file.number, number=matter.number)
    with pytest.raises(Invalid):
        gather_order(actor=clerk, file=file.number, number="GZ0")
    with pytest.raises(Invalid):
        gather_order(actor=clerk, file=file.number, number=file.number)
    with pytest.raises(Conflict):
        gather_order(actor=clerk, file=matter.number, number=matter.number)
    with pytest.raises(Denied):
        step(file, clerk, "adopt_file")
    assert not Gathered.objects.exists()
    assert fresh(file).event_seq == 1


def test_what_comes_next_is_the_answer_once_it_is_adopted(city: City) -> None:
    spec = spec_of(current_process_id("long_file"))
    assert steps_of(spec, "file_open")[0].key == "adopt_file"
    assert steps_of(spec, "file_going")[0].key == "answer_file"
    # A year is written without a comma, in every language.
    with override("en"):
        assert words_of(spec.fields["since_year"], 2015) == "2015"


@pytest.mark.parametrize("year", ["3004", "1899", "-4", "两千", "99999999999"])
def test_a_file_begins_in_a_year_that_has_begun(city: City, clerk, year: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Invalid) as refused:
        start(city, clerk, "long_file", text="饮水管网二十年没改造", since_year=year)
    assert refused.value.field == "since_year"
    assert not Order.reached.exists()
