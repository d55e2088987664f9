"""Who may do what to the registers; a sentence when not."""

from __future__ import annotations

from gongzhi.kernel.errors import Denied
from gongzhi.kernel.said import said as _
from gongzhi.kernel.scope import Actor
from gongzhi.registers.catalogue import Register
from gongzhi.registers.reach import area_paths


def may_write(actor: Actor, register: Register) -> bool:
    """Whether the actor has a post that writes this register somewhere."""
    if register.by_body:
        return actor.is_system or (actor.kind == "staff" and actor.has_role(*register.writers))
    return actor.is_system or bool(area_paths(actor, register.writers))


def must_write(actor: Actor, register: Register) -> None:
    """Denied for anybody without such a post."""
    if not may_write(actor, register):
        raise Denied(_("您的岗位不能登记%(what)s。") % {"what": register.title})
