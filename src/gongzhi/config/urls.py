"""All addresses: each domain brings its own, the API stands under /api/v1/."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from gongzhi.config.health import healthz

urlpatterns = [path("healthz", healthz), path("healthz/", healthz, name="healthz")]
for _domain in reversed(settings.DOMAINS):
    if find_spec(f"gongzhi.{_domain}.urls"):
        urlpatterns.append(path("", include(f"gongzhi.{_domain}.urls")))
