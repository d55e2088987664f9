"""What a refusal does to a form."""

from __future__ import annotations

from datetime import date
from typing import Final

from django import forms
from django.http import HttpRequest

from gongzhi.kernel.errors import GongzhiError, NotFound

_FAR_DAYS: Final = 3660


def refused(form: forms.Form, error: GongzhiError) -> int:
    """The sentence at its field; the status to answer with. What is not there stays so."""
    if isinstance(error, NotFound):
        raise error
    form.add_error(error.field if error.field in form.fields else None, str(error))
    return error.status


def day_of(request: HttpRequest, today: date) -> date:
    """The day that `?day=` asks for; today for anything else."""
    try:
        asked = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today
    # What lies far away is a mistake, and arithmetic with it would overflow.
    return asked if abs((asked - today).days) < _FAR_DAYS else today
