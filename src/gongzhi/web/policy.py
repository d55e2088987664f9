"""The content security policy of pages."""

from __future__ import annotations

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase

from .programs import API


class PagePolicy(CSPMiddleware):
    """django-csp's, on what a browser shows: the JSON of the API loads nothing."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path.startswith(API) and response.get("Content-Type", "").startswith(
            "application/json"
        ):
            return response
        return super().process_response(request, response)
