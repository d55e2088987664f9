"""First step of a cross-appointment: the Party organisation recommends somebody."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import Actor

from ..models import CrossAppointment
from ..models.posts import Post
from ..policies import body_for_writing, body_named


def recommend_cross(
    *,
    actor: Actor,
    to_body: str,
    to_post: str,
    from_body: str,
    person_name: str,
    on: date,
    from_post: str = "",
    note: str = "",
) -> CrossAppointment:
    """Somebody of `from_body` is recommended for a post in `to_body` (ML-23, XY-25, JN-38).

    It is not a post yet: an owners' committee is elected, a firm appoints (Civil Code art. 277).
    """
    target = body_for_writing(actor, to_body)
    origin = body_named(from_body, "from_body")
    if origin.id == target.id:
        raise Invalid(_("交叉任职是到另一个单位任职，两边不能是同一个单位。"), "from_body")
    if to_post not in Post.values or (from_post and from_post not in Post.values):
        raise Invalid(_("请选一个职务。"), "to_post")
    if not person_name.strip():
        raise Invalid(_("请写被推荐人的姓名。"), "person_name")
    row = CrossAppointment(
        person_name=person_name.strip(),
        from_body_id=origin.id,
        from_post=from_post,
        to_body_id=target.id,
        to_post=to_post,
        recommended_on=on,
        note=note.strip(),
        recorded_by_id=actor.user_id,
    )
    row.save()
    return row
