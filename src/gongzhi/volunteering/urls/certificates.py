"""Addresses at which anybody checks a certificate, below /certificates/."""

from django.urls import path

from gongzhi.volunteering.views import certificates

app_name = "certificates"
urlpatterns = [
    path("", certificates.check, name="check"),
    path("<str:code>/", certificates.one, name="one"),
]
