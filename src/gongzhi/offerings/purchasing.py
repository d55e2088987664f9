"""Who has which part in a project of bought services, its row, and its words."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef

from .models import Purchase
from .reach import KEEPERS, kept_bodies, lists_reach

BUYERS: Final = ("street", "community", "department")
SERVED: Final = ("community", "street")
CONTRACTORS: Final = ("association", "unit", "squad", "property", "new_sector")
HOURS_MOST, TIMES_MOST, AMOUNT_MOST = 100_000, 1_000_000, 1_000_000_000
GRADES: Final[dict[int, str | Promise]] = {3: _("好"), 2: _("一般"), 1: _("差")}
STATES: Final[dict[str, str | Promise]] = {
    "waiting": _("等社区确认"), "confirmed": _("社区已确认"), "refused": _("社区没认可"),
}  # fmt: skip


def buyers(actor: Actor) -> list[BodyRef]:
    """The bodies for which the actor may enter a project."""
    return [body for body in kept_bodies(actor) if body.kind in BUYERS]


def served_by(actor: Actor, buyer: BodyRef) -> list[BodyRef]:
    """Where this buyer may have somebody serve: in its own reach; a department anywhere."""
    found = orgs.bodies_of_kind(*SERVED)
    if buyer.kind == "department":
        return found
    reach = lists_reach(actor, KEEPERS)
    return [body for body in found if reach.holds_body(body)]


def stands_for(actor: Actor, body_id: int) -> bool:
    """Whether a post at just this body: nobody above confirms in its place."""
    return actor.kind == "staff" and any(
        post.body_id == body_id for post in actor.postings_as(*KEEPERS)
    )


def locked_purchase(actor: Actor, purchase_id: int) -> Purchase:
    """Within the scope, locked. NotFound."""
    rows = Purchase.objects.visible_to(actor).select_for_update(of=("self",))
    row: Purchase | None = rows.filter(pk=purchase_id).first()
    if row is None:
        raise NotFound
    return row


def quarter_on(day: date) -> date:
    """The first day of the quarter in which it lies."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def phase_of(row: Purchase, today: date) -> str:
    """In words, from its days."""
    if row.stopped_at is not None:
        return str(_("已终止"))
    if today < row.starts_on:
        return str(_("还没开始"))
    return str(_("服务中") if today <= row.ends_on else _("已到期"))
