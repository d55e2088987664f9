"""The open books, below /points/."""

from django.urls import path

from gongzhi.points.views import public

app_name = "openbooks"
urlpatterns = [
    path("", public.banks_page, name="banks"),
    path("<str:code>/", public.books, name="books"),
]
