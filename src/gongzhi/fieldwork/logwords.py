"""What this domain writes into the access log, said again for whoever reads it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongzhi.accounts import logwords


def register() -> None:
    logwords.register(subject)


def subject(text: str) -> str | None:
    """`talk 12`: a talk by its number."""
    head, _space, number = text.partition(" ")
    return _("接访记录%(number)s") % {"number": number} if head == "talk" else None
