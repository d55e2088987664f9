from django.urls import path

from ..views.photo import photo

urlpatterns = [path("photo/<int:photo_id>/<str:size>/", photo, name="photo")]
