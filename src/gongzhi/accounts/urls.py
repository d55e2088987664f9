"""Addresses of accounts; include at the root."""

from django.urls import path

from gongzhi.accounts.views import resident, staff

app_name = "accounts"

urlpatterns = [
    path("login/", staff.StaffLogin.as_view(), name="login"),
    path("logout/", staff.log_out, name="logout"),
    path("me/login/", resident.resident_login, name="resident_login"),
    path("code/", resident.code, name="code"),
]
