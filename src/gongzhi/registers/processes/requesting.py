"""What the steps of a personal data request do to the register: effects of the order engine.

The profile's process `data_request` names them; they run in the transaction that moves the order,
so that a request is granted and the register changed together or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.orders.engine.step import Step, effect
from gongzhi.orders.hooks.panels import OrderPanel, register_order_panel
from gongzhi.orders.models import Order
from gongzhi.orders.words.written import register_words
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import DataRequest, Person
from gongzhi.registers.privacy.wishes import NOTE, PROCESS, wish_of

SOURCE: Final = "request"


def register() -> None:
    """Make the panel and the words known; the effects are known by being imported."""
    from gongzhi.registers.reading.requests import words_of_orders

    register_order_panel(OrderPanel(PROCESS, "registers/_request_panel.html", _panel))
    register_words(PROCESS, words_of_orders)


def _panel(actor: Actor, order: Order) -> Mapping[str, Any] | None:
    row = DataRequest.objects.visible_to(actor).filter(order_id=order.pk).first()
    if row is None:
        return None
    from gongzhi.registers.reading.requests import summary

    return {"request": row, "summary": summary(row)}


def _request_of(step: Step) -> DataRequest:
    return DataRequest.reached.select_for_update().get(order_id=step.order.pk)


def _decide(request: DataRequest, step: Step, outcome: str) -> None:
    request.outcome, request.decided_at = outcome, step.at
    request.save()


@effect
def grant_data_request(step: Step) -> None:
    """Correct, or erase what nothing but consent keeps; with history, in this transaction."""
    request = _request_of(step)
    person = Person.objects.visible_to(step.actor).filter(pk=request.person_id).first()
    if person is None:
        raise Denied(_("这条登记不在您的辖区里，不能办这个请求。"))
    if request.kind == "correct":
        _correct(request, person, step)
    else:
        _erase(request, person, step)
    _decide(request, step, "granted")


def _correct(request: DataRequest, person: Person, step: Step) -> None:
    from gongzhi.registers.reading.row_page import read_row
    from gongzhi.registers.rows.rowwords import words
    from gongzhi.registers.services.save_row import RowRefused, save_row

    people = REGISTERS["people"]
    wish = {key: text for key, text in wish_of(request).items() if key != NOTE}
    if not wish:
        return  # only a note: the clerk has done by the form what it says
    there = words(people, read_row(step.actor, people, person.pk), mode="form", opened=True)
    # A new identity number says sex and year itself; the old ones would contradict it.
    told = {"sex": "", "birth_year": ""} if wish.get("id_number") else {}
    try:
        save_row(
            actor=step.actor, register=people, words=there | told | wish, row_id=person.pk,
            source=SOURCE, source_id=request.pk, at=step.at,
        )  # fmt: skip
    except RowRefused as refused:
        raise Invalid(_("登记册没有收下：%(why)s") % {"why": str(refused)}) from refused
    except Conflict:
        raise
    # A correction is no consent to more, and no withdrawal: only the wished fields have changed.


def _erase(request: DataRequest, person: Person, step: Step) -> None:
    from gongzhi.registers.privacy.erasing import WHO, erase_person
    from gongzhi.registers.settings import consent_fields

    person = Person.reached.select_for_update().get(pk=person.pk)
    gone = person.ended_on is not None and request.kind == "delete"
    keys = WHO["people"] if gone else consent_fields("people")
    person.consent_on = None
    request.erased = erase_person(
        person=person, keys=keys, actor=step.actor, source=SOURCE, source_id=request.pk, at=step.at
    )
    Person.reached.filter(pk=person.pk).update(consent_on=None)
    held = {"name": person.name_sealed, "number": person.home_id, "sex": person.sex,
            "birth_year": person.birth_year, "residence": True, "relation": True}  # fmt: skip
    request.kept = [key for key, value in held.items() if value]


@effect
def refuse_data_request(step: Step) -> None:
    """Nothing changes in the register; the reason stands in the order's event."""
    _decide(_request_of(step), step, "refused")


@effect
def reopen_data_request(step: Step) -> None:
    """The person objects: what was wished is weighed again, as long as it is there."""
    request = _request_of(step)
    if request.kind == "correct" and not request.wish_sealed:
        raise Conflict(_("这个请求的内容已经按期清除，请重新提出。"))
    other = DataRequest.reached.filter(person_id=request.person_id, kind=request.kind, outcome="")
    if other.exists():
        raise Conflict(_("您已经又提出了同样的请求，正在办。"))
    request.outcome, request.decided_at = "", None
    request.save()
    step.order.finished_at = None


@effect
def drop_data_request(step: Step) -> None:
    """Withdrawn by the person: the wish goes at once."""
    request = _request_of(step)
    request.wish_sealed = ""
    _decide(request, step, "withdrawn")
