"""Addresses of a volunteer, below /me/service/."""

from django.urls import path

from gongzhi.volunteering.views import certificates, dossier, me, serving, teams

app_name = "serve"
urlpatterns = [
    path("", me.page, name="page"),
    path("join/<str:code>/", me.join, name="join"),
    path("leave/", me.out, name="leave"),
    path("decline/", me.no, name="decline"),
    path("units/", me.units, name="units"),
    path("gongzhi-my-service.json", me.export, name="export"),
    path("teams/<int:team_id>/join/", teams.join, name="team_join"),
    path("teams/<int:team_id>/leave/", teams.leave, name="team_leave"),
    path("posts/", serving.posts, name="posts"),
    path("posts/<int:post_id>/", serving.post, name="post"),
    path("posts/<int:post_id>/claim/", serving.claim, name="claim"),
    path("posts/<int:post_id>/back/", serving.back, name="back"),
    path("posts/<int:post_id>/swap/", serving.offer, name="offer"),
    path("posts/<int:post_id>/here/", serving.here, name="here"),
    path("certificates/", certificates.ask, name="certificates"),
    path("certificates/<str:code>/", certificates.certificate, name="certificate"),
    path("dossier/", dossier.own, name="dossier"),
    path("dossier/<int:word_id>/answer/", dossier.answer, name="answer"),
    path("rate/<str:code>/", dossier.rate, name="rate"),
    path("swap/<str:code>/", serving.swap, name="swap"),
    path("in/<str:code>/", serving.scan, name="scan"),
]
