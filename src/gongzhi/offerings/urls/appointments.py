"""Addresses of a resident's appointments and what recurs."""

from django.urls import path

from ..views import appointments

app_name = "appointments"
urlpatterns = [
    path("me/appointments/", appointments.mine, name="mine"),
    path("me/appointments/<slug:number>/time/", appointments.change, name="change"),
    path("me/appointments/<slug:number>/cancel/", appointments.cancel, name="cancel"),
    path("me/appointments/series/<int:series_id>/stop/", appointments.stop, name="stop"),
]
