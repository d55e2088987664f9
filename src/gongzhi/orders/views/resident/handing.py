"""Phone and code when something is handed over: a report, or an order of a service."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from gongzhi.accounts.services.send_code import JustSent, send_code
from gongzhi.accounts.services.sign_in_resident import sign_in_resident
from gongzhi.accounts.services.verify_code import verify_code
from gongzhi.kernel.errors import GongzhiError

from ...services.report import Receipt
from . import visitor


def sign_in_by_code(request: HttpRequest, data: dict[str, Any]) -> str:
    """Sign in by the code of the form; what was wrong with it, or empty."""
    if visitor.signed_in(request) or not data["code"]:
        return ""
    try:
        sign_in_resident(request, verify_code(phone=data["phone"], code=data["code"]))
    except GongzhiError as error:
        return str(error)
    return ""


def owes_code(request: HttpRequest, receipt: Receipt, phone: str, code_problem: str) -> str:
    """Saved, but not handed over until the code comes: send one unless it was only mistyped."""
    visitor.remember_unverified(request, receipt.number, phone)
    if code_problem:
        messages.warning(request, code_problem)
    else:
        try:
            send_code(phone=phone, source=visitor.source_of(request))
        except JustSent:
            pass  # from the form itself: the next page asks for that one
        except GongzhiError as error:
            messages.warning(request, str(error))
    return reverse("resident:confirm", args=[receipt.number])
