"""What the process `wish` does beside the engine: a neighbour's pledge, and thanks that are passed on."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.notify.services.tell_resident import tell_resident
from gongzhi.orders.engine.effects.leading import refuse_telling, replace_lead
from gongzhi.orders.engine.step import Step, effect
from gongzhi.orgs import selectors as orgs

from .models import Pledge

PROCESS: Final = "wish"


@effect
def pledge(step: Step) -> None:
    """A neighbour takes the wish; the community answers for it and is the only one between both."""
    order = step.order
    body = orgs.responsible_body("community", order.area_path)
    if body is None or step.actor.resident_id is None:
        raise Conflict(_("这个心愿现在不能认领，请打社区电话。"))
    Pledge.reached.create(
        order=order, resident_id=step.actor.resident_id, body_id=body.id, at=step.at
    )
    replace_lead(step, body.id)
    step.shown.update(lead=body.code, neighbour=True)


@effect
def end_pledge(step: Step) -> None:
    """The wish is open again: whoever had taken it is free."""
    Pledge.reached.filter(order=step.order, ended_at=None).update(ended_at=step.at)
    if step.actor.kind == "resident":
        step.shown["neighbour"] = True


@effect
def check_gift(step: Step) -> None:
    """Things only, with how many and at whose counter they were handed in: never money."""
    for name in ("gift", "gift_counter"):
        words = str(step.payload.get(name) or "")
        if words:
            refuse_telling(words, name)
    if step.payload.get("gift") and not step.payload.get("gift_count"):
        raise Invalid(_("请写收到几件，至少一件。"), "gift_count")


@effect
def pass_thanks(step: Step) -> None:
    """Words that everybody may read; the neighbour who fulfilled the wish is told."""
    refuse_telling(str(step.payload.get("note") or ""), "note")
    row = Pledge.reached.filter(order=step.order, ended_at=None).first()
    if row is not None:
        tell_resident(
            resident_id=row.resident_id, kind="wish_thanked",
            context={"title": step.order.text, "sentence": step.payload["note"]},
            dedupe=f"wish-thanked-{row.pk}", at=step.at,
        )  # fmt: skip
