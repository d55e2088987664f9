"""Addresses of a member who is called by the own community, below /me/calls/."""

from django.urls import path

from gongzhi.registers.views import whistles

app_name = "own_calls"
urlpatterns = [
    path("", whistles.page, name="page"),
    path("report/", whistles.report, name="report"),
    path("<slug:number>/<slug:answer>/", whistles.answer, name="answer"),
]
