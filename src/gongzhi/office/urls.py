"""Addresses of the settings pages and of the home of the IT office."""

from django.urls import URLPattern, URLResolver, include, path

from gongzhi.office.views import draft, history, home, lookup, subjects, tables

settings: list[URLPattern | URLResolver] = [
    path("", subjects.overview, name="overview"),
    path("draft/", draft.show, name="draft"),
    path("draft/apply/", draft.apply, name="apply"),
    path("draft/discard/", draft.discard, name="discard"),
    path("draft/renew/", draft.renew, name="renew"),
    path("history/", history.releases, name="history"),
    path("history/compare/", history.compare, name="compare"),
    path("history/<int:version>/", history.release, name="release"),
    path("history/<int:version>/back/", history.back, name="back"),
    path("export/", history.export, name="export"),
    path("find/<slug:what>/", lookup.find, name="find"),
    path("say/", lookup.say, name="say"),
    path("table/<slug:table>/", tables.listing, name="table"),
    path("table/<slug:table>/row/", tables.row, name="row"),
    path("table/<slug:table>/new/", tables.new, name="new"),
    path("table/<slug:table>/drop/", tables.drop, name="drop"),
    path("<slug:subject>/", subjects.subject, name="subject"),
]
office: list[URLPattern | URLResolver] = [
    path("settings/", include(settings)),
    path("it/", home.it_home, name="it"),
    path("it/handovers/", home.hand_over_again, name="hand_over_again"),
]
urlpatterns = [path("desk/", include((office, "office")))]
