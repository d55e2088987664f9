"""Addresses of the desk, below /desk/volunteers/."""

from django.urls import path

from gongzhi.volunteering.views import dossier, posts, results, teams, units

app_name = "volunteers"
urlpatterns = [
    path("", units.home, name="home"),
    path("units/", units.units, name="units"),
    path("units/new/", units.unit_new, name="unit_new"),
    path("units/propose/", units.propose, name="propose"),
    path("units/<int:checkin_id>/end/", units.unit_end, name="unit_end"),
    path("list/", units.unit_list, name="list"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.team_new, name="team_new"),
    path("teams/<int:team_id>/", teams.team, name="team"),
    path("teams/<int:team_id>/end/", teams.team_end, name="team_end"),
    path("results/", results.results, name="results"),
    path("results/<str:code>/report/", results.report, name="report"),
    path("results/<str:code>/feedback/", results.feedback, name="feedback"),
    path("dossiers/<int:enrolment_id>/", dossier.volunteer, name="volunteer"),
    path("dossiers/words/<int:claim_id>/", dossier.word, name="word"),
    path("units/<str:code>/dossier/", dossier.unit, name="unit"),
    path("units/<str:code>/posts/<int:post_id>/", dossier.appraise, name="appraise"),
    path("feedback/<int:feedback_id>/answer/", dossier.answer_unit, name="answer"),
    path("posts/", posts.posts, name="posts"),
    path("posts/new/", posts.post_new, name="post_new"),
    path("posts/days/", posts.days, name="days"),
    path("posts/<int:post_id>/", posts.post, name="post"),
    path("posts/<int:post_id>/confirm/", posts.confirm, name="confirm"),
    path("posts/<int:post_id>/cancel/", posts.cancel, name="cancel"),
    path("posts/<int:post_id>/came/", posts.came, name="came"),
    path("posts/<int:post_id>/code/", posts.code, name="code"),
    path("posts/<int:post_id>/decline/<int:claim_id>/", posts.decline, name="decline"),
]
