"""The public page: published reports and results, figures by area, no personal data."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_cookie

from gongzhi.areas import selectors as areas

from ..selectors import public as reads


def _filters(request: HttpRequest) -> reads.Filters:
    filters = reads.read_filters(request.GET)
    if filters is None:
        raise Http404
    return filters


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """`/public/?area&group&state&days&view`: figures, map, list."""
    filters = _filters(request)
    by_area = reads.by_area(filters)
    page = request.GET.get("page", "1")
    context = {
        "filters": filters,
        "total": reads.total_of(filters),
        "by_area": by_area,
        "classes": reads.classes_for(by_area),
        "above": areas.ancestors(filters.area.path)[:-1],
        "listed": reads.listed(filters, int(page) if page.isdecimal() and len(page) < 6 else 1),
        "groups": reads.groups(),
        "area_choices": reads.area_choices(),
        "days_choices": reads.DAYS,
        "query": filters.query(),
        "sample_least": reads.SAMPLE_LEAST,
        "centre": [filters.area.centre_lon, filters.area.centre_lat],
    }
    return render(request, "insight/public/index.html", context)


@require_GET
def order(request: HttpRequest, number: str) -> HttpResponse:
    """`/public/<number>/`: one published report; 404 for any other number."""
    found = reads.public_order(number)
    if found is None:
        raise Http404
    context = {"view": found, "number": number}
    return render(request, "insight/public/order.html", context)


@require_GET
@gzip_page
@cache_control(max_age=60)
@vary_on_cookie  # names are in the language of the cookie
def area_shapes(request: HttpRequest) -> HttpResponse:
    """`/public/areas.json`: the areas below the one asked for, with how many were reported."""
    return JsonResponse(reads.features(_filters(request)), content_type="application/geo+json")


@require_GET
@gzip_page
@cache_control(max_age=600)
@vary_on_cookie  # names are in the language of the cookie
def outlines(request: HttpRequest) -> HttpResponse:
    """`/public/grids.json`: the outlines of all grids, without figures."""
    return JsonResponse(reads.outlines(), content_type="application/geo+json")


@require_GET
@cache_control(max_age=60)
@vary_on_cookie  # names are in the language of the cookie
def points(request: HttpRequest) -> HttpResponse:
    """`/public/points.json`: `{"points": […]}`, to about 100 m."""
    return JsonResponse({"points": reads.points(_filters(request))})
