"""Where an order goes: its class, its lead, co-handlers, the person, a ruling."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongzhi.kernel.crypto import seal
from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.kernel.numbers import whole_number
from gongzhi.orgs import selectors as orgs
from gongzhi.web.words import joined

from ...dispatch.catalogue import chosen_category
from ...dispatch.routing import guard_lead, legal_duty_of, propose
from ...dispatch.triaging import kept
from ...models import DutyClause, Order, OrderParty
from ...privacy.personal import asks_money, telling
from ..step import Step, effect


@effect(reads=("category", "limit"))
def set_category(step: Step) -> None:
    category, chosen = chosen_category(str(step.payload["category"]), step.payload.get("limit"))
    if category is None:
        raise Invalid(_("请选择类别。"), "category")
    step.order.category, step.order.limit = category, chosen
    step.order.emergency = category.emergency
    step.shown["category"] = category.name


@effect(reads=("body",))
def set_lead(step: Step) -> None:
    """Name the lead body, refuse what a community must not lead, note why."""
    order = step.order
    lead = orgs.body_by_code(str(step.payload["body"]))
    if lead is None:
        raise Invalid(_("没有这个单位，请从列表里选。"), "body")
    refusal = guard_lead(lead, order.category, order.area_path)
    if refusal is not None:
        raise Invalid(refusal.reason, "body")
    proposal = propose(order.category, order.area_path)
    by_catalogue = proposal.lead is not None and proposal.lead.id == lead.id
    if not by_catalogue and step.actor.kind != "system" and not step.words("reason"):
        raise Invalid(_("和清单建议的单位不一样，请写明理由。"), "reason")
    replace_lead(step, lead.id)
    order.clause = proposal.clause.clause if by_catalogue and proposal.clause else ""
    order.auto_dispatched = step.actor.kind == "system"
    step.shown.update(lead=lead.code, why=proposal.why if by_catalogue else "")
    if proposal.triage is not None:
        step.shown["triage"] = kept(proposal.triage, lead, by_rule=by_catalogue)
    if by_catalogue:
        _add_co_bodies(step, [body.id for body in proposal.supporting])


@effect(reads=("body",))
def send_to(step: Step) -> None:
    """Name the body that provides a service: chosen by hand, where no duty list says who."""
    lead = orgs.body_by_code(str(step.payload["body"]))
    if lead is None:
        raise Invalid(_("没有这个单位，请从列表里选。"), "body")
    refusal = guard_lead(lead, step.order.category, step.order.area_path)
    if refusal is not None:
        raise Invalid(refusal.reason, "body")
    replace_lead(step, lead.id)
    step.shown.update(lead=lead.code)


@effect
def lead_myself(step: Step) -> None:
    """Whoever claims it answers for it from now on."""
    asked = OrderParty.objects.filter(
        order=step.order, role="co", body_id__in=step.actor.body_ids
    ).values_list("body_id", flat=True)
    body = orgs.body_by_id(asked.first() or step.body_id or 0)
    if body is None:
        raise Invalid(_("您的岗位没有单位，不能认领。"))
    step.body_id = body.id
    replace_lead(step, body.id)
    step.shown.update(lead=body.code)


@effect(reads=("checked_words",))
def use_checked_words(step: Step) -> None:
    """From now on only the checked sentence is read; the original is sealed in this event.

    Raises Invalid with what must go while something in it tells who it is (PIPL art. 28, 31:
    nothing of a child or a patient).
    """
    checked = step.words("checked_words")
    refuse_telling(checked, "checked_words")
    step.shown["original"] = seal(step.order.text)
    step.order.text, step.order.brief = checked, ""
    # The statement of a move never writes the words: they change here alone.
    Order.reached.filter(pk=step.order.pk).update(text=checked, brief="")


def refuse_telling(text: str, field: str) -> None:
    """Invalid with what must go from words that everybody will read."""
    parts = telling(text)
    if parts:
        raise Invalid(
            _("这句话里还有能认出人的话：%(parts)s。请去掉，换个说法再公布。")
            % {"parts": joined(parts)},
            field,
        )
    if asks_money(text):
        raise Invalid(_("这里不收钱也不要钱，请改成一样东西或一件要帮的事。"), field)


def replace_lead(step: Step, lead_id: int) -> None:
    """Another body leads from now on; the former one goes on to read what it did."""
    order = step.order
    if order.lead_body_id == lead_id:
        return
    if order.lead_body_id is not None:
        step.parts.leave("lead")
        step.parts.join("past", order.lead_body_id, step.at, open=False)
    step.parts.leave("co", lead_id)
    step.parts.join("lead", lead_id, step.at)
    order.lead_body_id = lead_id
    order.handler_id = None


@effect(reads=("bodies",))
def add_co(step: Step) -> None:
    codes = [str(code) for code in step.payload["bodies"]]
    bodies = [orgs.body_by_code(code) for code in codes]
    if any(body is None for body in bodies):
        raise Invalid(_("协办单位里有不存在的，请重新选择。"), "bodies")
    chosen = [body for body in bodies if body and body.id != step.order.lead_body_id]
    if not chosen:
        raise Invalid(_("主办单位不用再列为协办，请选别的单位。"), "bodies")
    _add_co_bodies(step, [body.id for body in chosen])
    step.shown["bodies"] = [body.code for body in chosen]


def _add_co_bodies(step: Step, body_ids: list[int]) -> None:
    for body_id in body_ids:
        step.parts.join("co", body_id, step.at)


@effect
def co_answer(step: Step) -> None:
    mine = OrderParty.objects.filter(
        order=step.order, role="co", body_id__in=step.actor.body_ids, answered_at=None
    )
    if not mine.update(answered_at=step.at, answer=step.words("note"), open=False):
        raise Conflict(_("本单位已经反馈过了。"))


@effect(reads=("person",))
def set_handler(step: Step) -> None:
    """The person who signs, or the one named; a person must be posted at the lead body."""
    from gongzhi.accounts.selectors import posted_at

    person = step.payload.get("person")
    if person:
        user_id = whole_number(person) or 0
        if not posted_at(user_id=user_id, body_id=step.order.lead_body_id or 0):
            raise Invalid(_("这个人不在主办单位，请选本单位的人。"), "person")
        step.order.handler_id = user_id
    else:
        step.order.handler_id = step.person_id


@effect
def take_first(step: Step) -> None:
    """Whoever took it first sees it to the end, through every dispatch (首办人, JN-33)."""
    if step.order.first_handler_id is None and step.person_id:
        step.order.first_handler_id = step.person_id
        step.order.first_body_id = step.body_id


@effect(reads=("write", "body"))
def write_ruling(step: Step) -> None:
    """A ruling can be written to the catalogue: next time like this."""
    if not step.payload.get("write") or step.order.category_id is None:
        return
    DutyClause.objects.update_or_create(
        clause=f"R-{step.order.number}"[:20],
        defaults={
            "category_id": step.order.category_id,
            "area_id": step.order.area_then_id,
            "lead": str(step.payload["body"]),
            "supporting": [],
            # Whose duty it is by law is no matter of a ruling: the guard goes on to hold.
            "legal_duty_of": legal_duty_of(step.order.category, step.order.area_path),
            "basis": step.words("reason")[:200],
            "ruled_from": step.order.number,
            "active": True,
        },
    )
