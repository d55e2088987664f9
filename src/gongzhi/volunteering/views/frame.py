"""What the views share: a service's refusal at its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from gongzhi.kernel.errors import Conflict, Denied, GongzhiError, NotFound


def carried_out(form: forms.Form, work: Callable[[dict[str, Any]], object]) -> bool:
    """Whether a valid form's work was done; a refusal stands at its field or above the form.

    Denied and NotFound are pages of their own.
    """
    if not form.is_valid():
        return False
    try:
        work(form.cleaned_data)
    except (Denied, NotFound):
        raise
    except GongzhiError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        form.refused_with = error.status  # type: ignore[attr-defined]
        return False
    return True


def status_of(form: forms.Form) -> int:
    """422 for a form that was refused, 409 when it came too late or nothing was there."""
    if not (form.is_bound and form.errors):
        return 200
    return 409 if getattr(form, "refused_with", 422) == Conflict.status else 422
