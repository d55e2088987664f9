"""Addresses of wishes for residents; before those of the orders' resident front."""

from django.urls import path

from ..views import wishes

app_name = "wishes"
urlpatterns = [
    path("services/wishes/", wishes.wall, name="wall"),
    path("services/wishes/<slug:number>/take/", wishes.take, name="take"),
    path("me/wishes/", wishes.mine, name="mine"),
    path("me/wishes/<slug:number>/back/", wishes.give_back, name="back"),
    path("me/wishes/<slug:number>/thanks/", wishes.say_thanks, name="thanks"),
]
