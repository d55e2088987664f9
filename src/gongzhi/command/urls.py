"""Addresses of the command front; included at the root."""

from django.urls import path

from .views import actions, lists, wall

app_name = "command"

urlpatterns = [
    path("command/", wall.wall, name="wall"),
    path("command/state.json", wall.state_json, name="state"),
    path("command/areas.json", wall.areas_json, name="areas"),
    path("command/areas/<str:code>/", wall.area_panel, name="area"),
    path("command/orders", lists.orders, name="orders"),
    path("command/orders/<str:number>/", wall.order_panel, name="order"),
    path("command/orders/<str:number>/dispatch/", actions.one_key, name="one_key"),
    path("command/calls/cancel/", actions.cancel, name="cancel"),
    path("command/press/", actions.press, name="press"),
    path("command/closed-panel/", wall.no_panel, name="no_panel"),
]
