"""Addresses of accounts; include at the root."""

from django.urls import path

from gongzhi.accounts.views import leave, login_steps, me, resident, staff

app_name = "accounts"

urlpatterns = [
    path("login/", staff.StaffLogin.as_view(), name="login"),
    path("login/second-factor/", login_steps.second_factor, name="second_factor"),
    path("login/second-factor/set-up/", login_steps.set_up, name="set_up_factor"),
    path("login/password/", login_steps.own_password, name="own_password"),
    path("login/service/", login_steps.to_service, name="oidc"),
    path("login/service/back/", login_steps.from_service, name="oidc_back"),
    path("logout/", staff.log_out, name="logout"),
    path("me/login/", resident.resident_login, name="resident_login"),
    path("me/second-factor/", me.factor, name="my_factor"),
    path("me/password/", me.password, name="my_password"),
    path("me/leave/", leave.my_leave, name="my_leave"),
    path("me/leave/<int:stand_in_id>/cancel/", leave.cancel, name="cancel_my_leave"),
    path("code/", resident.code, name="code"),
]
