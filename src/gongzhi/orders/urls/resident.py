"""Addresses of the resident front; include at the root."""

from django.urls import path

from ..views.resident import confirm, hints, home, me, mine, order, photos, report, services, tips

app_name = "resident"

urlpatterns = [
    path("", home.home, name="home"),
    path("here/", home.here, name="here"),
    path("report/", report.report, name="report"),
    path("report/photos/", photos.upload, name="photos"),
    path("report/photos/<uuid:client_key>/<slug:sha256>/", photos.draft_photo, name="draft_photo"),
    path("report/categories.json", hints.categories, name="categories"),
    path("report/suggest.json", hints.suggest, name="suggest"),
    path("report/near.json", hints.near, name="near"),
    path("report/locate.json", hints.locate, name="locate"),
    path("report/places.json", hints.places, name="places"),
    path("report/confirm/<slug:number>/", confirm.confirm, name="confirm"),
    path("services/", services.services, name="services"),
    path("services/<slug:process>/", services.order_service, name="service"),
    path("o/<slug:number>/", order.order, name="order"),
    path("o/<slug:number>/receipt/", order.receipt, name="receipt"),
    path("o/<slug:number>/nudge/", order.nudge, name="nudge"),
    path("o/<slug:number>/supplement/", order.add, name="supplement"),
    path("o/<slug:number>/withdraw/", order.withdraw, name="withdraw"),
    path("o/<slug:number>/rate/", order.rate, name="rate"),
    path("o/<slug:number>/support/", order.follow, name="support"),
    path("mine/", mine.mine, name="mine"),
    path("lookup/", mine.lookup, name="lookup"),
    path("tips/", tips.write, name="tip"),
    path("tips/follow/", tips.follow, name="tip_follow"),
    path("me/", me.me, name="me"),
    path("me/looks/", me.looks, name="looks"),
    path("me/messages/", me.told, name="messages"),
]
