"""Addresses of offerings, below /desk/."""

from django.urls import path

from ..views import items, lists, times, wishes

app_name = "offerings"
urlpatterns = [
    path("wishes/", wishes.desk, name="wishes"),
    path("items/", items.items, name="items"),
    path("items/<slug:code>/", items.take, name="take"),
    path("items/<slug:code>/times/", times.times, name="times"),
    path("items/times/<int:time_id>/end/", times.end, name="time_end"),
    path("series/", times.series, name="series"),
    path("series/<int:series_id>/stop/", times.stop, name="series_stop"),
    path("lists/", lists.board, name="lists"),
    path("lists/new/", lists.add, name="add_entry"),
    path("lists/matching/", lists.matching, name="matching"),
    path("lists/matching/agree/", lists.agreed, name="agree"),
    path("lists/unmet/", lists.unmet_needs, name="unmet"),
    path("lists/<int:entry_id>/", lists.entry, name="entry"),
    path("lists/<int:entry_id>/end/", lists.end, name="end_entry"),
]
