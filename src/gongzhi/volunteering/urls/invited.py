"""Addresses in the text to a phone of a unit's list, below /invited/."""

from django.urls import path

from gongzhi.volunteering.views import invited

app_name = "invited"
urlpatterns = [path("<str:code>/", invited.invited, name="one")]
