"""Addresses of the keeper, below /desk/wall/."""

from django.urls import path

from gongzhi.evidence.views import desk

app_name = "walldesk"
urlpatterns = [
    path("", desk.home, name="home"),
    path("add/", desk.add, name="add"),
    path("<int:picture_id>/", desk.picture, name="picture"),
    path("<int:picture_id>/show/", desk.show_one, name="show"),
    path("<int:picture_id>/away/", desk.away, name="away"),
    path("<int:picture_id>/blur/", desk.blur_one, name="blur"),
    path("projects/", desk.projects, name="projects"),
    path("projects/<int:project_id>/", desk.project, name="project"),
    path("projects/<int:project_id>/end/", desk.end, name="end"),
    path("projects/<int:project_id>/strike/<int:deed_id>/", desk.strike, name="strike"),
]
