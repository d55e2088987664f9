"""Addresses of a hall's screen, tablet and booking ahead, below /hall/."""

from django.urls import path

from ..views import hall, kiosk

app_name = "hall"
urlpatterns = [
    path("<int:station_id>/screen/", hall.screen, name="screen"),
    path("<int:station_id>/tablet/", hall.tablet, name="tablet"),
    path("<int:station_id>/kiosk/", kiosk.start, name="kiosk"),
    path("kiosk/end/", kiosk.end, name="kiosk_end"),
    path("queues/<int:queue_id>/", hall.book, name="book"),
    path("mine/", hall.mine, name="mine"),
    path("mine/<int:ticket_id>/cancel/", hall.cancel, name="cancel"),
]
