"""Who draws up a community's menu and who takes its lines (QJ-10)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.notify.services.tell_body import tell_body
from gongzhi.notify.services.tell_resident import tell_resident
from gongzhi.orders.hooks.painpoints import serving
from gongzhi.orders.words.wording import short_of
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef

from .models import MenuLine, MenuTake, Series
from .reach import kept_bodies, lists_reach

NAME_MOST, WORDS_MOST, PAIN_MOST = 40, 200, 60
DAYS_MOST, AT_ONCE_MOST = 60, 200
CLERKS: Final = frozenset({"community_clerk", "community_secretary"})


def own_menus(actor: Actor) -> list[BodyRef]:
    """The communities whose menu the actor draws up: posts at just them."""
    posts = {post.body_id for post in actor.postings_as(*CLERKS)} if actor.kind == "staff" else ()
    return [body for body in orgs.bodies_of_kind("community") if body.id in posts]


def units_of(actor: Actor) -> list[BodyRef]:
    """The bodies for which the actor may take lines."""
    return [body for body in kept_bodies(actor) if body.kind not in ("community", "street")]


def may_take(actor: Actor, community_id: int) -> list[BodyRef]:
    """The actor's bodies that may provide here: units that checked in, and the community itself."""
    units = units_of(actor)
    pairs = serving([one.id for one in units])
    here = [one for one in units if (one.id, community_id) in pairs]
    return [*here, *(one for one in own_menus(actor) if one.id == community_id)]


def readable_menus(actor: Actor) -> list[BodyRef]:
    """Communities whose menu the desk shows: one's own, those above it, those served by a unit."""
    own = own_menus(actor)
    if own:
        return own
    served = {community for _unit, community in serving([one.id for one in units_of(actor)])}
    reach = lists_reach(actor)
    return [
        body
        for body in orgs.bodies_of_kind("community")
        if body.id in served or (not reach.nothing and reach.holds_body(body))
    ]


def locked_line(line_id: int) -> MenuLine:
    """A line that stands, for a change in the transaction under way. NotFound."""
    line = MenuLine.objects.select_for_update().filter(pk=line_id, ended_at=None).first()
    if line is None:
        raise NotFound
    return line


def told_back(line: MenuLine, take: MenuTake, at: datetime) -> None:
    """That a line waits to be taken again: its community, who had it, and whom it comes to often."""

    def context() -> dict[str, str]:
        lead = short_of(line.body_id)
        return {"title": line.name, "body": short_of(take.body_id), "lead": lead}

    once = f"menu:{take.pk}"
    for body_id, roles in ((line.body_id, CLERKS), (take.body_id, frozenset[str]())):
        tell_body(
            body_id=body_id, roles=roles, kind="menu_back", context=context, dedupe=once, at=at
        )
    rows = Series.reached.filter(code=line.code, stopped_at=None)
    for resident_id in sorted(set(rows.values_list("resident_id", flat=True))):
        tell_resident(
            resident_id=resident_id, kind="series_waits", context=context, dedupe=once, at=at
        )
