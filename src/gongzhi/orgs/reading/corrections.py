"""What was put right in memberships, in words: who sees the names sees the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.config import language
from gongzhi.orgs.models import Membership, MembershipCorrection
from gongzhi.web.words import joined, plain_date_text

MOST = 20


@dataclass(frozen=True)
class Correction:
    """One, `lines` as (what, before, after); none when the membership was struck."""

    at: datetime
    member: str
    why: str
    by: str
    struck: str
    lines: tuple[tuple[str, str, str], ...]


def corrections(actor: Actor, **of: int) -> list[Correction]:
    """The newest of a body (`body_id`) or of one membership (`row_id`) in the actor's scope."""
    rows = MembershipCorrection.objects.visible_to(actor).filter(**of)
    found = rows.select_related("recorded_by", "member").order_by("-recorded_at", "-pk")[:MOST]
    return [_in_words(row) for row in found]


def _in_words(row: MembershipCorrection) -> Correction:
    ref = orgs.body_by_id(row.member_id)
    name = ref.label(language()) if ref else row.member.name
    was, became = _said(row.was), _said(row.became) if row.became else {}
    by = row.recorded_by.name if row.recorded_by else ""
    return Correction(
        row.recorded_at, name, row.why, by,
        struck=joined([text for text in was.values() if text]) if row.became is None else "",
        lines=tuple(
            (what, before or "—", became[what] or "—")
            for what, before in was.items()
            if row.became is not None and before != became[what]
        ),
    )  # fmt: skip


def _said(values: dict[str, Any]) -> dict[str, str]:
    """`values` as kept: dates are ISO, the end is empty for a term without one."""
    roles = dict(Membership.Role.choices)
    since, until = (
        plain_date_text(date.fromisoformat(values[name])) if values[name] else ""
        for name in ("since", "until")
    )
    return {
        _("任期"): f"{since} – {until or _('至今')}",
        _("身份"): str(roles.get(values["role"], values["role"])),
        _("代表"): f"{values['post_title']} {values['representative']}".strip(),
        _("依据"): str(values["basis"]),
    }
