"""All addresses: each domain brings its own, the API stands under /api/v1/."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from gongzhi.config.api import api
from gongzhi.config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("healthz/", healthz, name="healthz"),
    path("api/v1/", api.urls),
]
for _domain in reversed(settings.DOMAINS):
    if find_spec(f"gongzhi.{_domain}.urls"):
        urlpatterns.append(path("", include(f"gongzhi.{_domain}.urls")))

handler400 = "gongzhi.web.errors.bad_request"
handler403 = "gongzhi.web.errors.permission_denied"
handler404 = "gongzhi.web.errors.not_found"
handler500 = "gongzhi.web.errors.server_error"
