"""Addresses of offerings, below /desk/."""

from django.urls import path

from ..views import items, lists, menu, purchases, times, wishes

app_name = "offerings"
urlpatterns = [
    path("wishes/", wishes.desk, name="wishes"),
    path("items/", items.items, name="items"),
    path("items/<slug:code>/", items.take, name="take"),
    path("items/<slug:code>/times/", times.times, name="times"),
    path("items/<slug:code>/times/date/", times.date, name="times_date"),
    path("items/times/closed/<int:closed_id>/open/", times.open_again, name="times_open"),
    path("items/times/<int:time_id>/end/", times.end, name="time_end"),
    path("menu/", menu.board, name="menu"),
    path("menu/new/", menu.add, name="menu_add"),
    path("menu/<int:line_id>/take/", menu.take, name="menu_take"),
    path("menu/<int:line_id>/back/", menu.give_back, name="menu_back"),
    path("menu/<int:line_id>/end/", menu.end, name="menu_end"),
    path("series/", times.series, name="series"),
    path("series/<int:series_id>/stop/", times.stop, name="series_stop"),
    path("lists/", lists.board, name="lists"),
    path("lists/new/", lists.add, name="add_entry"),
    path("lists/matching/", lists.matching, name="matching"),
    path("lists/matching/agree/", lists.agreed, name="agree"),
    path("lists/unmet/", lists.unmet_needs, name="unmet"),
    path("lists/<int:entry_id>/", lists.entry, name="entry"),
    path("lists/<int:entry_id>/end/", lists.end, name="end_entry"),
    path("purchases/", purchases.board, name="purchases"),
    path("purchases/export.xlsx", purchases.export, name="purchases_export"),
    path("purchases/new/", purchases.add, name="purchase_add"),
    path("purchases/<int:purchase_id>/", purchases.one, name="purchase"),
    path("purchases/<int:purchase_id>/count/", purchases.count, name="purchase_count"),
    path(
        "purchases/<int:purchase_id>/services/<int:service_id>/",
        purchases.settle,
        name="purchase_settle",
    ),
    path("purchases/<int:purchase_id>/judge/", purchases.judge, name="purchase_judge"),
    path("purchases/<int:purchase_id>/stop/", purchases.stop, name="purchase_stop"),
]
