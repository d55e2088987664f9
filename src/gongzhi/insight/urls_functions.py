"""Addresses of the grid's functions in the desk; include at the root."""

from django.urls import path

from gongzhi.insight.views import functions

app_name = "functions"

urlpatterns = [
    path("desk/functions/", functions.functions, name="functions"),
    path("desk/functions/orders/", functions.orders, name="orders"),
]
