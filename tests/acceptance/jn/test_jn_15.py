"""JN-15: one file over the orders of years, adopted by a leader, answered by dates, then solved."""

from __future__ import annotations

from gongzhi.kernel import clock
from gongzhi.orders.models import Gathered
from gongzhi.orders.services.gather_order import gather_order
from tests.orders.conftest import T0, City
from tests.orders.processes.conftest import fresh, start, step


def test_jn_15_a_file_gathers_orders_until_it_is_solved(city: City) -> None:
    clerk = city.staff("street_clerk", city.street, city.street_area)
    file = start(city, clerk, "long_file", text="小区供暖二十年不热", since_year="2004")
    orders = [city.report() for _ in range(3)]
    for order in orders:
        gather_order(actor=clerk, file=file.number, number=order.number, at=T0)
    assert Gathered.objects.filter(file=file).count() == 3
    director = city.director
    step(file, director, "adopt_file")
    with clock.frozen(T0):
        step(file, director, "answer_file", note="管道已招标", answer_on="2026-12-17")
    assert fresh(file).handler_id == director.user_id
    for order in orders:
        step(order, city.duty_officer, "void", reason="并入长案统一解决")
    solved = step(file, director, "solve_file", result="供暖管道改造完工，室温达标。")
    assert (solved.state, solved.phase) == ("file_solved", "closed")
