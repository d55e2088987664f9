"""Addresses below /desk/access/."""

from django.urls import path

from gongzhi.accounts.views.office import audit

app_name = "access"

urlpatterns = [
    path("", audit.logs, name="logs"),
    path("export/", audit.export, name="export"),
]
