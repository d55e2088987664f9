"""Put somebody in a post of a body."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import Actor

from ..models import OfficePost
from ..models.posts import Post
from ..policies import body_for_writing
from .terms import refused_as, term


def fill_post(
    *,
    actor: Actor,
    body: str,
    post: str,
    holder_name: str,
    since: date,
    until: date | None = None,
    basis: str = "",
    user_id: int | None = None,
) -> OfficePost:
    """Who holds which post in a branch, an owners' committee, a firm (ML-23).

    A body has one secretary, head and chair at a time: Invalid while the post is held.
    """
    holder = body_for_writing(actor, body)
    return hold_post(
        body_id=holder.id, post=post, holder_name=holder_name, since=since, until=until,
        basis=basis, user_id=user_id, recorded_by=actor.user_id,
    )  # fmt: skip


def hold_post(
    *,
    body_id: int,
    post: str,
    holder_name: str,
    since: date,
    until: date | None,
    basis: str,
    user_id: int | None,
    recorded_by: int | None,
) -> OfficePost:
    """The row itself; the caller has checked the scope."""
    if post not in Post.values:
        raise Invalid(_("请选一个职务。"), "post")
    if not holder_name.strip():
        raise Invalid(_("请写任职人的姓名。"), "holder_name")
    row = OfficePost(
        body_id=body_id,
        post=post,
        holder_name=holder_name.strip(),
        user_id=user_id,
        valid=term(since, until),
        basis=basis.strip(),
        recorded_by_id=recorded_by,
    )
    message = _("这个职务在这段时间里已有人担任，请先结束他的任期。")
    with refused_as(message, "post", "orgs_post_single"):
        row.save()
    return row
