"""Addresses of areas in the desk; include at the root."""

from django.urls import path

from gongzhi.areas.views import changes, desk, functional

app_name = "areas"

urlpatterns = [
    path("desk/areas/", desk.index, name="index"),
    path("desk/areas/<int:area_id>/", desk.area, name="area"),
    path("desk/areas/<int:area_id>/outline.json", desk.outline, name="outline"),
    path("desk/areas/code/<slug:code>/", desk.by_code, name="by_code"),
    path("desk/areas/changes/", changes.index, name="changes"),
    path("desk/areas/changes/new/", changes.new, name="new_change"),
    path("desk/areas/changes/<int:change_id>/", changes.change, name="change"),
    path("desk/areas/changes/<int:change_id>/cancel/", changes.cancel, name="cancel_change"),
    path("desk/areas/functional/", functional.index, name="functional"),
    path("desk/areas/functional/new/", functional.edit, name="new_functional"),
    path("desk/areas/functional/<int:functional_id>/", functional.one, name="functional_area"),
    path(
        "desk/areas/functional/<int:functional_id>/edit/", functional.edit, name="edit_functional"
    ),
    path("desk/areas/functional/<int:functional_id>/end/", functional.end, name="end_functional"),
]
