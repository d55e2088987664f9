"""Words on a service that was done: of residents who were served, of the community; and answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.models import Resident
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.volunteering.codes import read_rating_code
from gongzhi.volunteering.models import Claim, Post, Reply, Word
from gongzhi.volunteering.reach import keeper_ids
from gongzhi.volunteering.rules import GRADES

_MOST: Final = 300
RATE_DAYS: Final = 30


def rateable(code: str, *, at: datetime | None = None) -> Post:
    """The post of a rating code. NotFound for no true code, Conflict when it is not the time."""
    at, post = at or clock.now(), read_rating_code(code)
    if post is None:
        raise NotFound
    if post.cancelled_at is not None or at < post.during.upper:
        raise Conflict(_("服务结束以后才能评价。"))
    if at > post.during.upper + timedelta(days=RATE_DAYS):
        raise Conflict(_("服务结束%(n)d天以后不再评价。") % {"n": RATE_DAYS})
    return post


def rate_service(
    *, actor: Actor, code: str, grade: int, text: str = "", at: datetime | None = None
) -> Word:
    """By a resident who was served, once. Who serves there does not rate it.

    Denied, NotFound, Invalid (`grade`, `text`), Conflict.
    """
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    at, post = at or clock.now(), rateable(code, at=at)
    person = Resident.objects.visible_to(actor).exclude(verified_at=None).first()
    if person is None:
        raise Denied(_("请先验证手机号。"))
    mine = Claim.objects.visible_to(actor).filter(post=post, state=Claim.State.PLACE)
    if mine.exists():
        raise Conflict(_("您自己参加了这次服务，请被服务的居民评价。"))
    words = Word(
        post=post, by_resident=True, resident_id=person.pk, grade=_grade(grade), text=_text(text),
        at=at, is_demo=person.is_demo,
    )  # fmt: skip
    return _kept(words)


def write_word(
    *, actor: Actor, claim_id: int, grade: int, text: str, at: datetime | None = None
) -> Word:
    """By the community's own desk, on one person's service there, once. The person reads it.

    Denied, NotFound for what was not credited or is elsewhere's, Invalid, Conflict.
    """
    if not keeper_ids(actor) or actor.user_id is None:
        raise Denied
    claim = Claim.objects.visible_to(actor).filter(pk=claim_id, minutes__gt=0).first()
    if claim is None:
        raise NotFound
    words = Word(
        post_id=claim.post_id, claim=claim, by_resident=False, user_id=actor.user_id,
        grade=_grade(grade), text=_text(text, needed=True), at=at or clock.now(),
        is_demo=claim.is_demo,
    )  # fmt: skip
    return _kept(words)


def answer_word(*, actor: Actor, word_id: int, text: str, at: datetime | None = None) -> Reply:
    """By somebody whom it concerns: beside the word, once. Denied, NotFound, Invalid, Conflict."""
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    word = Word.objects.visible_to(actor).filter(pk=word_id).first()
    if word is None or not _concerns(word, actor):
        raise NotFound
    row = Reply(
        word=word, resident_id=actor.resident_id, text=_text(text, needed=True),
        at=at or clock.now(), is_demo=word.is_demo,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("已经回应过了。")) from None
    return row


def _concerns(word: Word, actor: Actor) -> bool:
    """Not who wrote it: who served there."""
    mine = Claim.objects.visible_to(actor).filter(post_id=word.post_id, minutes__gt=0)
    return bool((mine if word.claim_id is None else mine.filter(pk=word.claim_id)).exists())


def forget_words(*, before: datetime) -> int:
    """What was written longer ago loses its text; the grade stays. How many."""
    rows = Word.objects.visible_to(SYSTEM).filter(at__lt=before).exclude(text="")
    Reply.objects.visible_to(SYSTEM).filter(at__lt=before).delete()
    return int(rows.update(text="", resident=None))


def _kept(words: Word) -> Word:
    try:
        with transaction.atomic():
            words.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("已经评价过了，评价不能改。")) from None
    return words


def _grade(grade: int) -> int:
    if grade not in GRADES:
        raise Invalid(_("请在满意、基本满意、不满意里选一个。"), "grade")
    return grade


def _text(text: str, *, needed: bool = False) -> str:
    text = text.strip()
    if needed and not text:
        raise Invalid(_("请写一两句。"), "text")
    if len(text) > _MOST or "\x00" in text:
        raise Invalid(_("请控制在%(max)d字以内。") % {"max": _MOST}, "text")
    return text
