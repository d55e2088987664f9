"""Answers to a form that a script sent (the `send` island), so that chosen photos stay."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from gongzhi.web.errors import wants_json


def go_to(request: HttpRequest, address: str) -> HttpResponse:
    """Where to go next: `{"location"}` for the script, a redirect for a plain form."""
    if wants_json(request):
        return JsonResponse({"location": address})
    return redirect(address)


def refused(form: forms.Form, *, status: int, again: dict[str, str] | None = None) -> JsonResponse:
    """`{"message", "errors": {field: sentence}, "again": {name: value}}`.

    `again` is what the next press must carry along to go on in spite of a warning.
    """
    said: dict[str, Any] = {
        "message": " ".join(str(error) for error in form.non_field_errors()),
        "errors": {},
    }
    for name, errors in form.errors.items():
        if name in form.fields:
            said["errors"][name] = " ".join(str(error) for error in errors)
    said["again"] = again or {}
    return JsonResponse(said, status=status)


def problem(message: str, *, status: int) -> JsonResponse:
    """One sentence that concerns no field."""
    return JsonResponse({"message": message, "errors": {}, "again": {}}, status=status)
