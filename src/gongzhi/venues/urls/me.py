"""Addresses of a resident's own bookings and sign-ups, below /me/places/."""

from django.urls import path

from ..views import places

app_name = "my_places"
urlpatterns = [
    path("", places.mine, name="mine"),
    path("<int:booking_id>/cancel/", places.cancel, name="cancel"),
    path("<int:booking_id>/here/", places.here, name="here"),
]
