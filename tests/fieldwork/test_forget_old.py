"""Visits go when everything that hangs on them has ended long enough ago."""

from __future__ import annotations

from datetime import timedelta

from gongzhi.fieldwork.models import AcceptedEntry, KeptCorrection, Need, Visit
from gongzhi.fieldwork.services.clear_correction import clear_correction
from gongzhi.fieldwork.services.forget_old import forget_old
from gongzhi.fieldwork.services.merge_needs import merge_needs
from gongzhi.fieldwork.services.settle_need import settle_need
from gongzhi.kernel import clock
from gongzhi.kernel.scoped_orm import guarded
from gongzhi.registers.models import RegisterEvent
from tests.orders.conftest import T0

from .conftest import Estate

LATER = T0 + timedelta(days=735)


def test_a_quiet_visit_goes_and_the_history_of_the_register_stays(estate: Estate) -> None:
    estate.age()
    estate.visit(**estate.asking(estate.zhou))
    events = RegisterEvent.reached.count()
    assert forget_old(at=T0 + timedelta(days=700)) == 0
    with guarded():
        assert forget_old(at=LATER) == 1
        assert forget_old(at=LATER) == 0
    assert (Visit.reached.count(), AcceptedEntry.objects.count()) == (0, 0)
    assert RegisterEvent.reached.count() == events


def test_what_waits_stays_whatever_its_age(estate: Estate) -> None:
    need = estate.need()
    estate.visit(moved="租客搬走了")
    assert forget_old(at=LATER) == 0
    settle_need(actor=estate.clerk, need_id=need.pk, answer="好了", at=LATER)
    correction = KeptCorrection.reached.get()
    clear_correction(actor=estate.clerk, correction_id=correction.pk, at=LATER)
    # The correction's words went when it was looked at; the need's two years are to come.
    assert forget_old(at=LATER + timedelta(days=1)) == 1
    assert Need.reached.count() == 1
    assert forget_old(at=LATER + timedelta(days=735)) == 1
    assert Visit.reached.count() == 0


def test_a_merged_need_outlives_the_one_that_it_joined(estate: Estate) -> None:
    first = estate.need("甲")
    with clock.frozen(LATER):
        second = estate.need("乙")
        merge_needs(actor=estate.clerk, need_ids=[first.pk, second.pk])
    settle_need(actor=estate.clerk, need_id=first.pk, answer="好了", at=T0)
    assert forget_old(at=LATER + timedelta(days=1)) == 0
    assert Need.reached.count() == 2
