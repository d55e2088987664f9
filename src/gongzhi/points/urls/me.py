"""Addresses of a holder, below /me/points/."""

from django.urls import path

from gongzhi.points.views import me

app_name = "points"
urlpatterns = [
    path("", me.page, name="page"),
    path("join/<int:bank_id>/", me.join_one, name="join"),
    path("household/", me.household, name="household"),
    path("share/", me.share, name="share"),
    path("redeem/", me.redeem_one, name="redeem"),
    path("back/<int:handout_id>/", me.back, name="back"),
    path("donate/", me.donate_some, name="donate"),
    path("leave/", me.out, name="leave"),
    path("gongzhi-my-points.json", me.export, name="export"),
]
