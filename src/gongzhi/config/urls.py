"""All addresses: each domain brings its own, the API stands under /api/v1/."""

from django.urls import URLPattern, URLResolver, include, path

from gongzhi.config.api import api
from gongzhi.config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("healthz/", healthz, name="healthz"),
    path("api/v1/", api.urls),
    path("", include("gongzhi.web.urls")),
    path("", include("gongzhi.areas.urls.files")),
    path("", include("gongzhi.command.urls")),
    path("", include("gongzhi.office.urls")),
    path("", include("gongzhi.insight.urls")),
    path("", include("gongzhi.insight.urls_desk")),
    path("", include("gongzhi.insight.urls_rates")),
    path("", include("gongzhi.insight.urls_functions")),
    path("", include("gongzhi.areas.urls")),
    path("desk/", include("gongzhi.orgs.urls")),
    path("", include("gongzhi.offerings.urls.resident")),
    path("", include("gongzhi.offerings.urls.wishes")),
    path("", include("gongzhi.offerings.urls.appointments")),
    path("", include("gongzhi.orders.urls")),
    path("desk/registers/", include("gongzhi.registers.urls")),
    path("me/data/", include("gongzhi.registers.urls.me")),
    path("me/calls/", include("gongzhi.registers.urls.calls")),
    path("me/service/", include("gongzhi.volunteering.urls.me")),
    path("desk/volunteers/", include("gongzhi.volunteering.urls")),
    path("certificates/", include("gongzhi.volunteering.urls.certificates")),
    path("invited/", include("gongzhi.volunteering.urls.invited")),
    path("field/shifts/", include("gongzhi.volunteering.urls.field")),
    path("desk/", include("gongzhi.fieldwork.urls")),
    path("desk/", include("gongzhi.workload.urls")),
    path("desk/", include("gongzhi.offerings.urls")),
    path("field/", include("gongzhi.fieldwork.urls.field")),
    path("", include("gongzhi.notify.urls")),
    path("", include("gongzhi.accounts.urls")),
    path("desk/users/", include("gongzhi.accounts.urls.users")),
    path("desk/access/", include("gongzhi.accounts.urls.access")),
    path("desk/teams/", include("gongzhi.accounts.urls.teams")),
    path("desk/", include("gongzhi.venues.urls")),
    path("places/", include("gongzhi.venues.urls.places")),
    path("me/places/", include("gongzhi.venues.urls.me")),
    path("hall/", include("gongzhi.venues.urls.hall")),
    path("me/points/", include("gongzhi.points.urls.me")),
    path("desk/points/", include("gongzhi.points.urls")),
    path("desk/wall/", include("gongzhi.evidence.urls")),
    path("wall/", include("gongzhi.evidence.urls.public")),
    path("points/", include("gongzhi.points.urls.public")),
]

handler400 = "gongzhi.web.errors.bad_request"
handler403 = "gongzhi.web.errors.permission_denied"
handler404 = "gongzhi.web.errors.not_found"
handler500 = "gongzhi.web.errors.server_error"
