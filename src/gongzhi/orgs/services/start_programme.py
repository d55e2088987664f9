"""Record a programme and its task areas under a leading group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import Actor

from ..config import kinds_of
from ..models import Programme, ProgrammeTask
from ..policies import body_for_writing
from .terms import refused_as


def start_programme(
    *,
    actor: Actor,
    group: str,
    name: str,
    basis: str,
    starts_on: date,
    ends_on: date | None,
    tasks: Sequence[str],
) -> Programme:
    """A plan by its document, carried by a leading group, with its task areas (QJ-01).

    Invalid without a document's number or a task, or when the group has one of that name.
    """
    holder = body_for_writing(actor, group)
    if holder.kind not in kinds_of("leading"):
        raise Invalid(_("专项工作要由领导小组负责。"), "group")
    name, basis = name.strip(), basis.strip()
    texts = [text.strip()[:200] for text in tasks if text.strip()]
    if not name or not basis:
        raise Invalid(_("请写专项工作的名称和文号。"), "name" if not name else "basis")
    if not texts:
        raise Invalid(_("请至少写一项任务。"), "tasks")
    if ends_on is not None and ends_on <= starts_on:
        raise Invalid(_("结束日期应晚于开始日期。"), "ends_on")
    message = _("这个领导小组已有同名的专项工作。")
    with transaction.atomic(), refused_as(message, "name", "orgs_programme_once"):
        row = Programme.objects.create(
            name=name, group_id=holder.id, basis=basis, starts_on=starts_on, ends_on=ends_on,
            recorded_by_id=actor.user_id,
        )  # fmt: skip
        ProgrammeTask.objects.bulk_create(
            ProgrammeTask(programme=row, number=number, text=text)
            for number, text in enumerate(texts, 1)
        )
    return row
