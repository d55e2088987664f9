"""The daily appraisal (QJ-13): the community's Party branch on a unit's part in one service."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.volunteering.models import Claim, UnitWord
from gongzhi.volunteering.reach import BRANCH
from gongzhi.volunteering.rules import GRADES

_MOST: Final = 300


def appraise_unit(
    *, actor: Actor, unit: str, post_id: int, grade: int, text: str, at: datetime | None = None
) -> UnitWord:
    """Of a service that people of the unit did in the secretary's own community; once, for ever.

    Denied for whoever is not the branch's secretary, NotFound, Invalid (`grade`, `text`), Conflict.
    """
    own = {post.body_id for post in actor.postings_as(BRANCH)} - {None}
    if actor.kind != "staff" or actor.user_id is None or not own:
        raise Denied
    body, words = orgs.body_by_code(unit), text.strip()
    done = Claim.objects.visible_to(actor).filter(
        post_id=post_id, post__community_id__in=own, unit_id=body.id if body else 0, minutes__gt=0
    )
    claim = done.select_related("post").first()
    if body is None or claim is None:
        raise NotFound
    if grade not in GRADES:
        raise Invalid(_("请在满意、基本满意、不满意里选一个。"), "grade")
    if not words or len(words) > _MOST or "\x00" in words:
        raise Invalid(_("请写一两句。"), "text")
    row = UnitWord(
        post_id=post_id, community_id=claim.post.community_id, unit_id=body.id, grade=grade,
        text=words, user_id=actor.user_id, at=at or clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("这次服务已经考评过了，不能改。")) from None
    return row
