"""What the views share."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongzhi.kernel.errors import Denied, GongzhiError, NotFound


def done(
    request: HttpRequest, deed: Callable[[], object], said: str, to: str, *args: object
) -> HttpResponse:
    """Carry out and say so, or say why not. Denied and NotFound are pages of their own."""
    try:
        deed()
    except (Denied, NotFound):
        raise
    except GongzhiError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect(to, *args)


def carried_out(form: forms.Form, deed: Callable[[], object]) -> bool:
    """Whether a valid form's work was done; a refusal stands at its field or above the form."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        deed()
    except (Denied, NotFound):
        raise
    except GongzhiError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    return True


def status_of(form: forms.Form) -> int:
    """422 for a form that was refused."""
    return 422 if form.is_bound and form.errors else 200
