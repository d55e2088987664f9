"""Addresses below /desk/teams/."""

from django.urls import path

from gongzhi.accounts.views.office import teams

app_name = "teams"

urlpatterns = [path("", teams.teams, name="teams")]
