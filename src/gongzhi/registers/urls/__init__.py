"""Addresses of the registers, below /desk/registers/."""

from django.urls import path

from gongzhi.registers.views import (
    editing,
    ending,
    exports,
    home,
    imports,
    requests,
    retention,
    rows,
)

app_name = "registers"
urlpatterns = [
    path("", home.home, name="home"),
    path("find/", home.find, name="find"),
    path("imports/<int:import_id>/", imports.page, name="import"),
    path("imports/<int:import_id>/marked/", imports.marked, name="marked"),
    path("imports/<int:import_id>/apply/", imports.apply, name="apply"),
    path("imports/<int:import_id>/discard/", imports.discard, name="discard"),
    path("retention/", retention.page, name="retention"),
    path("requests/<int:request_id>/", requests.page, name="request"),
    path("<slug:key>/", rows.listed, name="list"),
    path("<slug:key>/new/", editing.add, name="add"),
    path("<slug:key>/import/", imports.bring, name="bring"),
    path("<slug:key>/template/", exports.blank, name="template"),
    path("<slug:key>/export/", exports.export, name="export"),
    path("<slug:key>/<int:row_id>/", rows.row, name="row"),
    path("<slug:key>/<int:row_id>/open/", rows.open_fields, name="open"),
    path("<slug:key>/<int:row_id>/edit/", editing.correct, name="edit"),
    path("<slug:key>/<int:row_id>/end/", ending.end, name="end"),
    path("<slug:key>/<int:row_id>/restore/", ending.restore, name="restore"),
]
