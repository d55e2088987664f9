"""The two-way reports (双报告, XY-10) as documents: of a unit, and of a community, for a span.

What they should contain the source does not say: these are the counts, and the community's words.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.officialdoc import Heading, Part, Table, official_docx
from gongzhi.kernel.scope import Actor
from gongzhi.orders.words.wording import short_of
from gongzhi.orgs.selectors import BodyRef
from gongzhi.volunteering.config import volunteer_settings
from gongzhi.volunteering.models import Feedback
from gongzhi.volunteering.reading.results import By, Counts, Span, claims, lines, quarter_of, total
from gongzhi.web.words import hours_text, plain_date_text


def report_docx(actor: Actor, body: BodyRef, span: Span) -> bytes:
    """Of a community or a unit, from what the actor may count."""
    settings = volunteer_settings()
    community = body.kind == "community"
    title = (settings.community_report if community else settings.unit_report).said()
    rows = claims(
        actor, span, community=body.id if community else None, unit=None if community else body.id
    )
    by: By = "unit" if community else "community"
    parts: list[Part] = [
        _("%(first)s至%(last)s，%(body)s：") % {
            "first": plain_date_text(span.first), "last": plain_date_text(span.last), "body": body.name,
        },
        Heading(_("一、总的情况")),
        _words(total(rows)),
        Heading(_("二、按单位") if community else _("二、按社区")),
        _table(rows, by),
        Heading(_("三、按岗位类别")),
        _table(rows, "kind"),
    ]  # fmt: skip
    words = _feedback(actor, body, span)
    if words:
        parts += [Heading(_("四、社区的反馈")), *words]
    parts.append(_("以上数字由系统按服务记录计算。"))
    return official_docx(
        title=title, parts=parts, signed=body.name, dated=plain_date_text(clock.today())
    )


def _words(counts: Counts) -> str:
    return _(
        "开展活动%(activities)d次，认领岗位%(claimed)d人次，正在进行%(in_hand)d人次，"
        "参加服务%(times)d人次，服务时长%(spent)s。"
    ) % {
        "activities": counts.activities, "claimed": counts.claimed, "in_hand": counts.in_hand,
        "times": counts.times, "spent": hours_text(counts.minutes),
    }  # fmt: skip


def _table(rows: QuerySet[Any], by: By) -> Table:
    named = {
        "unit": _("哪家单位"),
        "community": _("哪个社区"),
        "kind": _("岗位类别"),
        "month": _("月份"),
    }
    found = lines(rows, by)
    return Table(
        [named[by], _("活动"), _("认领"), _("人次"), _("服务时长")],
        [
            [one.name or _("没有写单位"), *(str(n) for n in (
                one.counts.activities, one.counts.claimed, one.counts.times
            )), hours_text(one.counts.minutes)]
            for one in found
        ],
    )  # fmt: skip


def _feedback(actor: Actor, body: BodyRef, span: Span) -> list[str]:
    """What communities told the unit in the quarters of the span; of a community, what it told."""
    rows = Feedback.objects.visible_to(actor).filter(
        quarter__gte=quarter_of(span.first).first, quarter__lte=span.last
    )
    column = "community_id" if body.kind == "community" else "unit_id"
    other = "unit_id" if body.kind == "community" else "community_id"
    return [
        _("%(body)s：%(text)s") % {"body": short_of(getattr(row, other)), "text": row.text}
        for row in rows.filter(**{column: body.id}).order_by("quarter", "id")
    ]
