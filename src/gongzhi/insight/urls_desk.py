"""Addresses of figures in the desk; include at the root."""

from django.urls import path

from gongzhi.insight.views import by_area

app_name = "area_figures"

urlpatterns = [path("desk/areas/figures/", by_area.figures_by_area, name="by_area")]
