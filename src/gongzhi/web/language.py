"""The language of a page: what the person chose here, else Chinese.

The browser's own list of languages is not asked: many phones in use were set up in English by
somebody else, and the office would rather show Chinese than surprise an older person.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class LanguageMiddleware:
    """In the place of Django's LocaleMiddleware: cookie first, then LANGUAGE_CODE."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.known = frozenset(code for code, _name in settings.LANGUAGES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in self.known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            # Templates rendered late (error pages of Django) still speak this language.
            response.headers.setdefault("Content-Language", language)
        return response
