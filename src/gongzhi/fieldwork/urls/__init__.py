"""Addresses of the community's desk, below /desk/."""

from django.urls import path

from gongzhi.fieldwork.views import needs, talks

app_name = "fieldwork"
urlpatterns = [
    path("needs/", needs.needs, name="needs"),
    path("needs/merge/", needs.merge, name="merge"),
    path("needs/<int:need_id>/", needs.need, name="need"),
    path("needs/<int:need_id>/order/", needs.order, name="order"),
    path("needs/<int:need_id>/settle/", needs.settle, name="settle"),
    path("needs/corrections/<int:correction_id>/", needs.corrected, name="corrected"),
    path("talks/", talks.talks, name="talks"),
    path("talks/new/", talks.add, name="talk_new"),
    path("talks/<int:talk_id>/", talks.talk, name="talk"),
    path("talks/<int:talk_id>/open/", talks.opened, name="talk_open"),
]
