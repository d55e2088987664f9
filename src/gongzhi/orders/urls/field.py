"""Addresses of the field front; included at /field/."""

from django.urls import path

from ..views import campaigns, field, field_outbox

app_name = "field"

urlpatterns = [
    path("", field.today, name="today"),
    path("today.json", field.today_json, name="today_json"),
    path("outbox", field_outbox.outbox, name="outbox"),
    path("grid/", field.grid, name="grid"),
    path("grid/areas.json", field.grid_areas, name="grid_areas"),
    path("grid/points.json", field.grid_points, name="grid_points"),
    path("orders/", field.orders, name="orders"),
    path("orders/<str:number>/", field.order, name="order"),
    path("orders/<str:number>/contact/", field.contact, name="contact"),
    path("new/", field.new, name="new"),
    path("new/suggest/", field.suggest, name="suggest"),
    path("first/", field.first, name="first"),
    path("calls/", field.calls, name="calls"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("me/", field.me, name="me"),
]
