"""Addresses of notify; include at the root."""

from django.urls import path

from gongzhi.notify.views import bell, inbox

app_name = "notify"

urlpatterns = [
    path("messages/", bell.messages, name="messages"),
    path("messages/read/", bell.read, name="read"),
    path("demo/inbox/", inbox.demo_inbox, name="demo_inbox"),
]
