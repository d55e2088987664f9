"""Addresses of the catalogue for residents; before those of the orders' resident front."""

from django.urls import path

from ..views import resident

app_name = "items"
urlpatterns = [
    path("services/items/", resident.catalogue, name="catalogue"),
    path("services/items/<slug:code>/", resident.item_page, name="item"),
    path("services/items/<slug:code>/pay/", resident.leave, name="leave"),
    path("services/items/<slug:code>/order/", resident.order, name="order"),
]
