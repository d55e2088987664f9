"""Addresses of places and activities for residents, below /places/."""

from django.urls import path, re_path

from ..views import places, stations

app_name = "places"
urlpatterns = [
    path("", places.places, name="list"),
    path("areas.json", places.outlines, name="outlines"),
    path("points.json", places.points, name="points"),
    path("<int:station_id>/", places.place, name="place"),
    path("rooms/<int:room_id>/", places.room, name="room"),
    re_path(
        r"^photos/(?P<photo_id>[0-9]{1,18})/(?P<size>full|thumb)/$", stations.photo, name="photo"
    ),
    path("activities/", places.all_activities, name="activities"),
    path("activities/<int:activity_id>/", places.activity, name="activity"),
    path("activities/<int:activity_id>/join/", places.join, name="join"),
    path("activities/<int:activity_id>/leave/", places.leave, name="leave"),
    path("activities/<int:activity_id>/here/", places.at_activity, name="here"),
]
