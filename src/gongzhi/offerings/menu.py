"""Who draws up a community's menu and who takes its lines (QJ-10)."""

from __future__ import annotations

from typing import Final

from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.painpoints import serving
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef

from .models import MenuLine
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
