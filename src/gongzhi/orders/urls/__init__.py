"""Addresses of the order engine, a file for each front."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("media/", include("gongzhi.orders.urls.photo"))]
for _prefix, _front in (("desk/", "desk"), ("field/", "field"), ("", "resident")):
    if find_spec(f"gongzhi.orders.urls.{_front}"):
        urlpatterns.append(path(_prefix, include(f"gongzhi.orders.urls.{_front}")))
