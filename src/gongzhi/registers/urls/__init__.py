"""Addresses of the registers, below /desk/registers/."""

from django.urls import path

from gongzhi.registers.views import (
    census,
    editing,
    ending,
    exports,
    home,
    imports,
    maps,
    opinions,
    questions,
    requests,
    retention,
    rows,
    whistles,
)

app_name = "registers"
urlpatterns = [
    path("", home.home, name="home"),
    path("find/", home.find, name="find"),
    path("imports/<int:import_id>/", imports.page, name="import"),
    path("imports/<int:import_id>/marked/", imports.marked, name="marked"),
    path("imports/<int:import_id>/apply/", imports.apply, name="apply"),
    path("imports/<int:import_id>/discard/", imports.discard, name="discard"),
    path("census/", census.page, name="census"),
    path("questions/", questions.board, name="questions"),
    path("questions/new/", questions.add, name="ask"),
    path("questions/<int:question_id>/answer/", questions.answer, name="answer"),
    path("questions/<int:question_id>/close/", questions.close, name="close_question"),
    path("answers/<int:answer_id>/", questions.answer_page, name="answer_page"),
    path("answers/<int:answer_id>/file/", questions.answer_file, name="answer_file"),
    path("retention/", retention.page, name="retention"),
    path("whistles/<int:help_id>/confirm/", whistles.confirm, name="confirm_help"),
    path("opinions/new/", opinions.ask, name="opinion_ask"),
    path("opinions/<str:number>/person/", opinions.person, name="opinion_person"),
    path("requests/<int:request_id>/", requests.page, name="request"),
    path("<slug:key>/", rows.listed, name="list"),
    path("<slug:key>/map/", maps.on_map, name="map"),
    path("<slug:key>/map/areas.json", maps.shapes, name="map_shapes"),
    path("<slug:key>/map/points.json", maps.points, name="map_points"),
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
