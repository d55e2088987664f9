"""Addresses of offerings, below /desk/."""

from django.urls import path

from ..views import items, lists, wishes

app_name = "offerings"
urlpatterns = [
    path("wishes/", wishes.desk, name="wishes"),
    path("items/", items.items, name="items"),
    path("items/<slug:code>/", items.take, name="take"),
    path("lists/", lists.board, name="lists"),
    path("lists/new/", lists.add, name="add_entry"),
    path("lists/matching/", lists.matching, name="matching"),
    path("lists/matching/agree/", lists.agreed, name="agree"),
    path("lists/unmet/", lists.unmet_needs, name="unmet"),
    path("lists/<int:entry_id>/", lists.entry, name="entry"),
    path("lists/<int:entry_id>/end/", lists.end, name="end_entry"),
]
