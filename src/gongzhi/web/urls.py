"""Addresses of the shell itself; include at the root."""

from django.urls import path

from gongzhi.web import views

app_name = "web"

urlpatterns = [
    path("start/", views.start, name="start"),
    path("language/", views.set_language, name="language"),
    path("type/", views.set_type, name="type"),
    path("field/manifest.webmanifest", views.field_manifest, name="field_manifest"),
    path("field/sw.js", views.field_worker, name="field_worker"),
    path("field/offline/", views.field_offline, name="field_offline"),
]
