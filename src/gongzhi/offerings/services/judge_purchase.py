"""The community judges a project, once a quarter (JN-20)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.entered import one_line
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import Actor

from ..lists import WORDS_MOST
from ..models import PurchaseWord
from ..purchasing import GRADES, locked_purchase, quarter_on, stands_for


def judge_purchase(
    *, actor: Actor, purchase_id: int, quarter: date, grade: int, text: str,
    at: datetime | None = None,
) -> PurchaseWord:  # fmt: skip
    """The community's word on a quarter, once, never changed. NotFound, Denied, Invalid, Conflict."""
    at = at or clock.now()
    if grade not in GRADES:
        raise Invalid(_("请选好、一般或差。"), "grade")
    words = one_line(text, "text", WORDS_MOST)
    with transaction.atomic():
        row = locked_purchase(actor, purchase_id)
        if not stands_for(actor, row.body_id):
            raise Denied
        first = quarter_on(quarter)
        last = min(row.ends_on, clock.local(at).date())
        if not quarter_on(row.starts_on) <= first <= quarter_on(last):
            raise Invalid(_("这个季度没有这个项目的服务。"), "quarter")
        word = PurchaseWord(
            purchase=row, quarter_on=first, grade=grade, text=words, user_id=actor.user_id, at=at
        )
        try:
            with transaction.atomic():
                word.save(force_insert=True)
        except IntegrityError:
            raise Conflict(_("这个季度已经评过了，评价不能改。")) from None
    return word
