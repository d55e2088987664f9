"""What the views share: a deed with its message, then back to the page."""

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


def first_error(form: forms.Form) -> str:
    """What is wrong with a form that has no page of its own."""
    return next(str(problem) for errors in form.errors.values() for problem in errors)
