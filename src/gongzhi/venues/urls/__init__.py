"""Addresses of stations, rooms and activities, below /desk/."""

from django.urls import path

from ..views import activities, dates, hall, rooms, stations, tools

app_name = "venues"
urlpatterns = [
    path("venues/", stations.board, name="board"),
    path("venues/new/", stations.add, name="add"),
    path("venues/export/", stations.export, name="export"),
    path("venues/<int:station_id>/week/", stations.week, name="week"),
    path("venues/rooms/<int:room_id>/for/", rooms.book_for, name="book_for"),
    path("venues/checklist/", stations.lacking, name="lacking"),
    path("venues/bookings/", rooms.own, name="own_bookings"),
    path("venues/bookings/own/<int:booking_id>/cancel/", rooms.cancel, name="cancel_own"),
    path("venues/bookings/<int:booking_id>/<slug:step>/", rooms.keep, name="keep"),
    path("venues/rooms/<int:room_id>/", rooms.week, name="room"),
    path("venues/rooms/<int:room_id>/book/", rooms.book, name="book"),
    path("venues/tools/late/", tools.late, name="tools_late"),
    path("venues/tools/<int:tool_id>/lend/", tools.lend_one, name="lend"),
    path("venues/tools/<int:tool_id>/mend/", tools.mend, name="mend"),
    path("venues/tools/loans/<int:loan_id>/back/", tools.back, name="back"),
    path("venues/hall/queues/<int:queue_id>/call/", hall.call, name="hall_call"),
    path("venues/hall/queues/<int:queue_id>/close/", hall.close, name="hall_close"),
    path("venues/hall/<int:ticket_id>/<slug:step>/", hall.settle, name="hall_settle"),
    path("venues/<int:station_id>/", stations.station, name="station"),
    path("venues/<int:station_id>/tools/", tools.tools, name="tools"),
    path("venues/<int:station_id>/hall/", hall.desk, name="hall"),
    path("venues/<int:station_id>/change/", stations.change, name="change"),
    path("venues/<int:station_id>/roster/", stations.roster, name="roster"),
    path("venues/<int:station_id>/dates/", dates.set_one, name="date_set"),
    path("venues/<int:station_id>/dates/<int:date_id>/drop/", dates.drop, name="date_drop"),
    path("venues/<int:station_id>/close/", stations.close, name="close"),
    path("venues/<int:station_id>/photos/", stations.upload, name="photo_add"),
    path(
        "venues/<int:station_id>/photos/<int:photo_id>/remove/", stations.remove,
        name="photo_remove",
    ),
    path("venues/<int:station_id>/rooms/new/", stations.room, name="room_add"),
    path("venues/<int:station_id>/rooms/<int:room_id>/", stations.room, name="room_change"),
    path(
        "venues/<int:station_id>/rooms/<int:room_id>/close/", stations.close_room,
        name="room_close",
    ),
    path("venues/<int:station_id>/activities/new/", activities.hold, name="hold"),
    path("activities/", activities.board, name="activities"),
    path("activities/groups/new/", activities.group, name="group_add"),
    path("activities/arrived/<int:signup_id>/", activities.arrived, name="arrived"),
    path("activities/<int:activity_id>/", activities.activity, name="activity"),
    path("activities/<int:activity_id>/cancel/", activities.cancel, name="activity_cancel"),
]  # fmt: skip
