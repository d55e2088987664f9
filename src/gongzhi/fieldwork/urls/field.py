"""Addresses of field duties, below /field/."""

from django.urls import path

from gongzhi.fieldwork.views import field

app_name = "duties"
urlpatterns = [
    path("handbook/", field.handbook, name="handbook"),
    path("visits/", field.visits, name="visits"),
    path("visits/<int:building_id>/", field.building, name="building"),
    path("visits/home/<int:home_id>/", field.home, name="home"),
    path("rounds/", field.rounds, name="rounds"),
    path("rounds/<slug:key>/<str:area_code>/", field.one_round, name="round"),
    path("talk/", field.talk, name="talk"),
]
