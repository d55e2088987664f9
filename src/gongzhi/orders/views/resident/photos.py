"""Photos of a report that is being written, kept under its client key."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongzhi.kernel.errors import GongzhiError, Invalid

from ...photos import draftphotos
from ...settings import order_settings
from . import visitor


def waiting(client_key: uuid.UUID) -> list[dict[str, object]]:
    """The photos under a key as pages and scripts want them."""
    return [
        {
            "sha256": photo.sha256,
            "thumb_url": reverse("resident:draft_photo", args=[client_key, photo.sha256]),
            "place": photo.place,
        }
        for photo in draftphotos.waiting(client_key)
    ]


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """`client_key`, `photos` → `{"photos": [{"sha256", "thumb_url", "place"}]}`, all that wait.

    The same picture twice is one, so a repeat after a lost answer does no harm. 422 with a
    sentence for what is no photo.
    """
    try:
        key = _key(request)
        draftphotos.keep(
            key,
            visitor.uploaded(request),
            most=order_settings().photos_max,
            source=visitor.unknown_source(request),
        )
    except GongzhiError as error:
        return JsonResponse({"message": str(error), "field": error.field}, status=error.status)
    return JsonResponse({"photos": waiting(key)})


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("client_key", ""))
    except ValueError:
        raise Invalid(_("页面打开太久，请刷新后再传。"), "client_key") from None


@require_GET
def draft_photo(request: HttpRequest, client_key: uuid.UUID, sha256: str) -> HttpResponse:
    """The small picture; the random key is what lets its owner see it."""
    data = draftphotos.read_thumb(client_key, sha256)
    if data is None:
        raise Http404
    response = HttpResponse(data, content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    return response
