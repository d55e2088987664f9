"""Addresses of the keeper, below /desk/points/."""

from django.urls import path

from gongzhi.points.views import desk

app_name = "bank"
urlpatterns = [
    path("", desk.home, name="home"),
    path("open/", desk.open_one, name="open"),
    path("find/", desk.find, name="find"),
    path("collect/", desk.collect_one, name="collect"),
    path("items/", desk.items, name="items"),
    path("items/<int:item_id>/more/", desk.more, name="more"),
    path("items/<int:item_id>/withdraw/", desk.withdraw_one, name="withdraw"),
    path("funds/", desk.funds, name="funds"),
    path("accounts/<int:account_id>/", desk.account, name="account"),
    path("journal/", desk.journal_page, name="journal"),
    path("journal/<int:movement_id>/reverse/", desk.reverse_one, name="reverse"),
]
