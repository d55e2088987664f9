"""Addresses of the public page; include at the root."""

from django.urls import path

from gongzhi.insight.views import public

app_name = "public"

urlpatterns = [
    path("public/", public.index, name="index"),
    path("public/areas.json", public.area_shapes, name="areas"),
    path("public/grids.json", public.outlines, name="grids"),
    path("public/points.json", public.points, name="points"),
    path("public/<slug:number>/", public.order, name="order"),
]
