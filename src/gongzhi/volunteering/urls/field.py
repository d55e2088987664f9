"""Addresses of the organiser in the field, below /field/shifts/."""

from django.urls import path

from gongzhi.volunteering.views import field

app_name = "shifts"
urlpatterns = [
    path("", field.shifts, name="list"),
    path("<int:post_id>/", field.shift, name="shift"),
]
