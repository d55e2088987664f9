"""Addresses of the desk, below /desk/."""

from django.urls import path

from ..views.desk import (
    bulk,
    director,
    duties,
    entry,
    keeping,
    listing,
    mediation,
    order,
    starting,
    worklist,
)

app_name = "desk"
urlpatterns = [
    path("", worklist.worklists, name="worklists"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("bulk/done/", bulk.bulk_done, name="bulk_done"),
    path("all/", listing.everything, name="all"),
    path("handled/", listing.handled, name="handled"),
    path("mine/", listing.first_taken, name="mine"),
    path("export/", keeping.export, name="export"),
    path("views/", keeping.keep_view, name="keep_view"),
    path("views/<int:view_id>/", keeping.open_view, name="open_view"),
    path("views/<int:view_id>/forget/", keeping.forget_view, name="forget_view"),
    path("orders/<str:number>/", order.order, name="order"),
    path("orders/<str:number>/act/<str:action>/", order.act, name="act"),
    path("orders/<str:number>/contact/", order.contact, name="contact"),
    path("orders/<str:number>/shapes.json", order.shapes, name="shapes"),
    path("answer-check/", order.judge_answer, name="judge_answer"),
    path("new/", entry.enter, name="new"),
    path("new/categories/", entry.categories, name="new_categories"),
    path("new/limits/", entry.limits, name="new_limits"),
    path("new/caller/", entry.caller, name="new_caller"),
    path("new/grids.json", entry.grids, name="new_grids"),
    path("start/", starting.choose, name="start"),
    path("start/<str:process>/", starting.start, name="start_one"),
    path("director/", director.director, name="director"),
    path("director/press/", director.press, name="press"),
    path("director/<str:number>/<str:action>/", director.decide, name="decide"),
    path("mediations/", mediation.mediations, name="mediations"),
    path("duties/", duties.duties, name="duties"),
    path("duties/versions/", duties.versions, name="duty_versions"),
]
