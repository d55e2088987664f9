"""The wall, below /wall/."""

from django.urls import path

from gongzhi.evidence.views import public

app_name = "wall"
urlpatterns = [
    path("of/<str:code>/", public.wall_page, name="wall"),
    path("projects/<int:project_id>/", public.project, name="project"),
    path("media/<int:picture_id>/ask/", public.ask, name="ask"),
    path("media/<int:picture_id>/<str:size>/", public.media, name="media"),
    path("send/<int:post_id>/", public.send, name="send"),
]
