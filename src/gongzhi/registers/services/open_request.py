"""Open what a person wishes to have changed, to answer the request; logged for the person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.models import Resident
from gongzhi.accounts.services.log_access import log_access
from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import Actor
from gongzhi.registers.reading.requests import RequestPage, request_page


def open_request(*, actor: Actor, request_id: int, at: datetime | None = None) -> RequestPage:
    """The page with row and wish in full. NotFound outside the scope; Denied for non-staff.

    The purpose is known: to answer this very request.
    """
    if actor.kind != "staff":
        raise Denied
    with transaction.atomic():
        page = request_page(actor, request_id, opened=True)
        account = page.request.account_id
        log_access(
            actor=actor, kind="open", subject=f"people {page.person_id}",
            purpose=_("答复个人信息请求%(number)s") % {"number": page.number},
            resident=Resident(pk=account) if account else None, at=at,
        )  # fmt: skip
    return page
