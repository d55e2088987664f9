"""Addresses of the three rates in the desk; include at the root."""

from django.urls import path

from gongzhi.insight.views import rates

app_name = "rates"

urlpatterns = [
    path("desk/rates/", rates.rates, name="rates"),
    path("desk/rates/orders/", rates.orders, name="orders"),
]
