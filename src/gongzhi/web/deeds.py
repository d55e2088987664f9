"""What a view does with a service that may refuse: say so at the top of a page, or in its form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongzhi.kernel.errors import Denied, GongzhiError, Invalid, NotFound

T = TypeVar("T")
Said = str | Callable[[T], str]


def tell(request: HttpRequest, deed: Callable[[], T], said: Said[T]) -> bool:
    """Carry out and say so, or say why not; whether it was done.

    `said`: the sentence, or what makes it of the result; an empty one is not shown. Denied and
    NotFound are pages of their own.
    """
    try:
        made = deed()
    except (Denied, NotFound):
        raise
    except GongzhiError as error:
        messages.error(request, str(error))
        return False
    if words := said(made) if callable(said) else said:
        messages.success(request, words)
    return True


def done(
    request: HttpRequest, deed: Callable[[], T], said: Said[T], to: str, *args: Any, **named: Any
) -> HttpResponse:
    """`tell`, then back to the page `to` (an address, or a name with its arguments)."""
    tell(request, deed, said)
    return redirect(to, *args, **named)


@dataclass(frozen=True)
class Did(Generic[T]):
    """A deed that was done, with what it made."""

    made: T


def carried_out(form: forms.Form, deed: Callable[[], T]) -> Did[T] | None:
    """Carry out what a valid form asks for; a refusal stands at its field or above the form.

    None when nothing was done. Denied and NotFound are pages of their own.
    """
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return Did(deed())
    except (Denied, NotFound):
        raise
    except GongzhiError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        form.refused_with = error.status  # type: ignore[attr-defined]
        return None


def status_of(form: forms.Form) -> int:
    """Of the page with the form: 422 for one with mistakes, else that of the service's refusal."""
    if not (form.is_bound and form.errors):
        return 200
    return int(getattr(form, "refused_with", Invalid.status))


def first_error(form: forms.Form) -> str:
    """What is wrong with a form that has no page of its own."""
    return next(str(problem) for errors in form.errors.values() for problem in errors)
