"""Who may record what stands between bodies: posts of Party affairs, inside their reach."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.errors import Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.reach import Reach, writing_reach
from gongzhi.orgs.selectors import BodyRef


def may_write(actor: Actor) -> bool:
    """Whether the actor records Party affairs anywhere."""
    return not writing_reach(actor).nothing


def reach_for_writing(actor: Actor) -> Reach:
    """The actor's reach. Denied when it has none."""
    reach = writing_reach(actor)
    if reach.nothing:
        raise Denied(_("只有党建工作者、社区书记和街道主任可以登记这些内容。"))
    return reach


def body_for_writing(actor: Actor, code: str) -> BodyRef:
    """A body inside the actor's reach. NotFound for none, Denied outside of the reach."""
    reach = reach_for_writing(actor)
    body = orgs.body_by_code(code)
    if body is None:
        raise NotFound
    if not reach.holds_body(body):
        raise Denied(_("“%(name)s”不在您的范围里。") % {"name": body.name})
    return body


def row_body_for_writing(actor: Actor, *body_ids: int | None) -> None:
    """Denied unless one of a row's bodies lies inside the actor's reach."""
    reach = reach_for_writing(actor)
    found = (orgs.body_by_id(body_id) for body_id in body_ids if body_id is not None)
    if not any(body is not None and reach.holds_body(body) for body in found):
        raise Denied


def area_for_writing(actor: Actor, code: str, field: str = "area") -> AreaRef:
    """An area inside the actor's reach. Invalid when it is not there, Denied outside."""
    reach = reach_for_writing(actor)
    area = areas.area_by_code(code)
    if area is None:
        raise Invalid(_("没有这个区域。"), field)
    if not reach.holds_area(area.path):
        raise Denied(_("“%(name)s”不在您的范围里。") % {"name": area.name})
    return area


def body_named(code: str, field: str) -> BodyRef:
    """Any active body by its code; Invalid names the field of the form."""
    body = orgs.body_by_code(code.strip())
    if body is None:
        raise Invalid(_("没有这个单位，请从列表里选。"), field)
    return body
