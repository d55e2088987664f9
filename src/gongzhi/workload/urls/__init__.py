"""Addresses of communities' workload, below /desk/."""

from django.urls import path

from ..views import affairs, burden

app_name = "workload"
urlpatterns = [
    path("affairs/", affairs.affairs, name="affairs"),
    path("burden/", burden.board, name="burden"),
    path("burden/new/", burden.add, name="record_burden"),
    path("burden/<int:burden_id>/end/", burden.end, name="end_burden"),
]
