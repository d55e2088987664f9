"""Files handed out as downloads."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from gongzhi.kernel.sheets import XLSX


def download(data: bytes, name: str, content_type: str = XLSX) -> HttpResponse:
    """A file that a browser saves under `name` instead of showing it."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
