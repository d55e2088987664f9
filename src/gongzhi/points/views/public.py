"""/points/: the open books, for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongzhi.kernel.errors import NotFound
from gongzhi.points.config import points_settings
from gongzhi.points.reading.books import books_of
from gongzhi.points.reading.own import banks


@require_GET
def banks_page(request: HttpRequest) -> HttpResponse:
    """Which communities have a bank."""
    return render(request, "points/public/banks.html", {"banks": banks()})


@require_GET
def books(request: HttpRequest, code: str) -> HttpResponse:
    """One bank's books."""
    found = books_of(code)
    if found is None:
        raise NotFound
    context = {"books": found, "settings": points_settings()}
    return render(request, "points/public/books.html", context)
