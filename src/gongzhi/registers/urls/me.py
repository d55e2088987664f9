"""Addresses of the resident's own data, below /me/data/."""

from django.urls import path

from gongzhi.registers.views import opinions, own

app_name = "own_data"
urlpatterns = [
    path("", own.page, name="page"),
    path("link/", own.link, name="link"),
    path("gongzhi-my-data.json", own.export, name="export"),
    path("account/delete/", own.leave, name="leave"),
    path("ask/<slug:kind>/", own.ask, name="ask"),
    path("requests/<int:request_id>/object/", own.objection, name="object"),
    path("opinions/<int:request_id>/reply/", opinions.reply, name="opinion_reply"),
]
