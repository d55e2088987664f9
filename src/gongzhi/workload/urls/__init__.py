"""Addresses of communities' workload, below /desk/."""

from django.urls import path

from ..views import affairs

app_name = "workload"
urlpatterns = [path("affairs/", affairs.affairs, name="affairs")]
