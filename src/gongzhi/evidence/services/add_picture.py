"""A photo or short video comes to the wall: cleaned, with what its people said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from gongzhi.evidence.models import Picture
from gongzhi.evidence.reach import keeper_ids
from gongzhi.evidence.reading.subjects import Subject, subject_of
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.photos import clean_photo
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.videos import clean_video
from gongzhi.orders.photos import photostore
from gongzhi.orgs import selectors as orgs
from gongzhi.volunteering.selectors import serves_at

PICTURES_MOST: Final = 60
_VIDEOS: Final = (b"ftyp", b"\x1a\x45\xdf\xa3")


@dataclass(frozen=True)
class Sent:
    """What was sent: `subject` is (post, activity or project, its id)."""

    subject: tuple[str, int]
    data: bytes
    consent: str
    moment: str = Picture.Moment.DURING
    caption: str = ""
    unit: str = ""


def add_picture(*, actor: Actor, sent: Sent, at: datetime | None = None) -> Picture:
    """By the keeper: shown at once. By somebody who serves at the post: once the keeper looked.

    Denied, NotFound, Invalid (`file`, `consent`, `moment`, `caption`, `unit`), Conflict for one
    too many.
    """
    about = subject_of(*sent.subject)
    if about is None:
        raise NotFound
    keeper = about.community_id in keeper_ids(actor)
    if not keeper:
        _must_serve(actor, about)
    if sent.consent not in Picture.Consent.values:
        raise Invalid(_("请写明照到的人同意不同意公开。"), "consent")
    if sent.moment not in Picture.Moment.values:
        raise Invalid(_("请选之前、过程还是之后。"), "moment")
    caption = " ".join(sent.caption.split())
    if len(caption) > 60 or "\x00" in caption:
        raise Invalid(_("请控制在%(max)d字以内。") % {"max": 60}, "caption")
    unit = orgs.body_by_code(sent.unit) if sent.unit else None
    if sent.unit and (unit is None or not keeper):
        raise Invalid(_("没有这个单位，请从列表里选。"), "unit")
    if Picture.reached.filter(**about.link).exclude(state="gone").count() >= PICTURES_MOST:
        raise Conflict(_("一件事最多放%(most)d张。") % {"most": PICTURES_MOST})
    at = at or clock.now()
    row = Picture(
        community_id=about.community_id, unit_id=unit.id if unit else None, **about.link,
        **_stored(sent.data), consent=sent.consent, moment=sent.moment, caption=caption, at=at,
        state=Picture.State.SHOWN if keeper else Picture.State.WAITING,
        settled_at=at if keeper else None, user_id=actor.user_id if keeper else None,
        resident_id=None if keeper else actor.resident_id, is_demo=about.is_demo,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def _must_serve(actor: Actor, about: Subject) -> None:
    if actor.kind != "resident" or actor.resident_id is None:
        if keeper_ids(actor):
            raise NotFound  # another community's
        raise Denied
    if about.kind != "post" or not serves_at(actor, about.id):
        raise Denied(_("参加了这次服务的人才能晒单。"))


def _stored(data: bytes) -> dict[str, Any]:
    """Columns of a photo or a video, told by content."""
    if data[4:8] in _VIDEOS or data[:4] in _VIDEOS:
        video = clean_video(data, field="file")
        return {"path": photostore.put_video(video), "thumb": "", "seconds": video.seconds}
    path, thumb = photostore.put(clean_photo(data, field="file"))
    return {"path": path, "thumb": thumb, "seconds": None}
