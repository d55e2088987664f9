"""A resident deletes the own account (PIPL art. 15, 47): no phone, no name, no link to a matter."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import models, transaction

from gongzhi.accounts import actor as actors
from gongzhi.accounts.models import PhoneCode, Resident
from gongzhi.accounts.services.note_account_event import note_account_event
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import Actor


def delete_resident(*, actor: Actor, at: datetime | None = None) -> None:
    """Denied for anybody but the resident. The session ends with the row's `left_at`.

    Every table that points to the resident does what it would do if the row went: forgets the
    link, or loses its row. The row itself stays without phone and name where a judgement needs it.
    """
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    at = at or clock.now()
    with transaction.atomic():
        row = Resident.objects.visible_to(actor).select_for_update().first()
        if row is None:
            raise Denied
        PhoneCode.objects.filter(phone_blind=row.phone_blind).delete()
        for link in _links():
            _let_go(link, row)
        row.phone_blind, row.phone_sealed, row.name_sealed = f"left {row.pk}", "", ""
        row.verified_at, row.left_at, row.language, row.large_type = None, at, "", False
        row.save()
        # Who left is nobody now: the log says that it was done, not by whom.
        note_account_event(actor=replace(actor, name=""), kind="resident_left", at=at)
        transaction.on_commit(lambda: actors.forget_resident(row.pk))


def _links() -> list[Any]:
    """Foreign keys to residents, those without a way back included."""
    return [
        relation
        for relation in Resident._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
    ]


def _let_go(link: Any, row: Resident) -> None:
    model = link.related_model
    if issubclass(model, models.Model) and not model._meta.managed:
        return
    rows = model._base_manager.filter(**{link.field.name: row.pk})
    if link.on_delete is models.SET_NULL:
        rows.update(**{link.field.name: None})
    elif link.on_delete is models.CASCADE:
        rows.delete()
