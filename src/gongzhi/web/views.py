"""Small views of the shell: language, type size, the installable field front."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_POST

from gongzhi.web import assets
from gongzhi.web.access import actor_of
from gongzhi.web.context_processors import LARGE_TYPE_COOKIE, platform
from gongzhi.web.doors import doors_of

YEAR = 365 * 24 * 3600


def _back(request: HttpRequest) -> str:
    """The page to return to: only ever an address of this site."""
    target = request.POST.get("next") or request.META.get("HTTP_REFERER", "")
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(target, hosts, require_https=request.is_secure()):
        return target
    return "/"


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember ``language`` (zh-hans or en) in Django's language cookie and go back."""
    response = HttpResponseRedirect(_back(request))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax", path="/"
        )
    return response


@require_POST
def set_type(request: HttpRequest) -> HttpResponse:
    """Remember ``type`` (large or normal) in a cookie and go back."""
    response = HttpResponseRedirect(_back(request))
    size = request.POST.get("type", "")
    if size in {"large", "normal"}:
        response.set_cookie(LARGE_TYPE_COOKIE, size, max_age=YEAR, samesite="Lax", path="/")
    return response


@require_GET
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """The one entry for residents, members and staff: one login, then every door that it opens."""
    actor = actor_of(request)
    context = {
        "doors": doors_of(actor),
        "who": actor.name,
        "kind": actor.kind,
    }
    return render(request, "web/start.html", context)


@require_GET
@cache_control(max_age=300)
def field_manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest that lets a phone install the field front."""
    here = platform()
    return JsonResponse(
        {
            "name": _("%(platform)s 网格员") % {"platform": here.name},
            "short_name": _("网格员"),
            "start_url": "/field/",
            "scope": "/field/",
            "display": "standalone",
            "background_color": "#f5f6f8",
            "theme_color": "#0f5c4c",
            "icons": [
                {"src": static("web/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
                {"src": static("web/icon-192.png"), "sizes": "192x192", "type": "image/png"},
                {"src": static("web/icon-512.png"), "sizes": "512x512", "type": "image/png"},
            ],
        },
        content_type="application/manifest+json",
    )


@require_GET
@cache_control(no_cache=True)
def field_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, told which built files and pages it must keep."""
    shell = [*assets.shell_files(), static("web/icons.svg"), static("web/icon.svg")]
    pages = [
        *("/field/", "/field/new/", "/field/calls/", "/field/offline/", "/field/grid/"),
        *(
            "/field/handbook/",
            "/field/visits/",
            "/field/rounds/",
            "/field/talk/",
            "/field/campaigns/",
        ),
    ]
    path: Path = assets.DIST / "sw.js"
    body = path.read_text(encoding="utf-8") if path.exists() else ""
    version = hashlib.sha256((body + "".join(shell)).encode()).hexdigest()[:12]
    config = json.dumps({"version": version, "shell": shell, "pages": pages})
    response = HttpResponse(
        f"self.GONGZHI_SHELL = {config};\n{body}", content_type="text/javascript; charset=utf-8"
    )
    response["Service-Worker-Allowed"] = "/field/"
    return response


@require_GET
def field_offline(request: HttpRequest) -> HttpResponse:
    """The page shown when a field page was never visited and there is no network."""
    return render(request, "web/field_offline.html")
