"""The demo's field duties: something to ask, something to gather, marked as made up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gongzhi.accounts.actor import actor_of_user
from gongzhi.demo.people.cast import Cast
from gongzhi.demo.people.duties import fill_duties
from gongzhi.demo.people.registers import fill_registers
from gongzhi.fieldwork.models import HazardRound, KeptCorrection, Need, Talk, Visit
from gongzhi.fieldwork.reading.homes import own
from gongzhi.fieldwork.reading.needs import gathered
from gongzhi.fieldwork.reading.rounds import rounds
from gongzhi.fieldwork.reading.visit_form import visit_form
from gongzhi.kernel import clock
from gongzhi.orders.models import Order
from gongzhi.registers.models import Home

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 19, 8, 20, tzinfo=UTC)


def test_a_worker_and_a_clerk_find_their_work(qianan: None) -> None:
    with clock.frozen(AT):
        cast = Cast("s", clock.today())
        cast.hire()
        fill_registers("s", cast.home.community)
        worker = actor_of_user(cast.printed["grid_worker"])
        clerk = actor_of_user(cast.printed["community_clerk"])
        fill_duties("s", AT, worker, clerk)
        assert gathered(clerk).count >= 4
        assert len(gathered(clerk).corrections) == 1
        asked = [visit_form(worker, home.pk).rows for home in own(worker, Home)[:9]]
        assert any(asked)
        assert not all(asked)
        assert any(line.is_due for line in rounds(worker))
    assert Order.reached.count() == 0
    for model in (Visit, Talk):
        assert model.reached.exists()
        assert not model.reached.filter(is_demo=False).exists()
    assert not HazardRound.objects.filter(is_demo=False).exists()
    assert not Need.reached.filter(made_at__gt=AT).exists()
    assert KeptCorrection.reached.count() == 1
