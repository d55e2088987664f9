"""One photo, after the scope of its order was asked. The web server never serves the folder."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from ..photos import photostore
from ..selectors.photos import visible_photo


@require_GET
def photo(request: HttpRequest, photo_id: int, size: str) -> HttpResponse:
    row = visible_photo(request.actor, photo_id)  # type: ignore[attr-defined]
    if row is None:
        raise Http404
    response = HttpResponse(
        photostore.read(row.path if size == "full" else row.thumb), content_type="image/jpeg"
    )
    response["Cache-Control"] = "private, max-age=86400"
    return response
