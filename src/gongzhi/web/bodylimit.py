"""Uploads that are too large are refused by their announced length, before a byte is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongzhi.kernel.numbers import whole_number

from .errors import error_response

# Where files of data are uploaded and no photos.
_FILES = "/desk/areas/"


class BodyLimit:
    """Middleware: 413 with a sentence above `GONGZHI_UPLOAD_BYTES` (bytes of the whole request).

    The server never reads more than the announced length, so a false one gains nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        most = settings.GONGZHI_UPLOAD_BYTES
        if whole_number(request.META.get("CONTENT_LENGTH") or "0", most=most) is not None:
            return self.get_response(request)
        if request.path.startswith(_FILES):
            words = _("一次最多上传%(size)dMB，请按街道分成几个文件。") % {"size": most // 2**20}
            return error_response(request, 413, words, "file")
        words = _("一次最多上传%(size)dMB，请少选几张照片，或换小一些的。") % {
            "size": most // 2**20
        }
        return error_response(request, 413, words, "photos")
