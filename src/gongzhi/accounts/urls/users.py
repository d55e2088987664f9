"""Addresses below /desk/users/."""

from django.urls import path

from gongzhi.accounts.views.office import files, postings, security, users

app_name = "users"

urlpatterns = [
    path("", users.listing, name="list"),
    path("new/", users.create, name="create"),
    path("roles/", users.roles, name="roles"),
    path("bodies/", users.bodies, name="bodies"),
    path("people/", users.people, name="people"),
    path("import/", files.bring_in, name="import"),
    path("import/template/", files.template, name="template"),
    path("export/", files.export, name="export"),
    path("security/", security.overview, name="security"),
    path("security/unlock/", security.unlock, name="unlock"),
    path("security/keys/", security.issue, name="issue_key"),
    path("security/keys/<int:key_id>/revoke/", security.revoke, name="revoke_key"),
    path("requests/", security.requests, name="requests"),
    path("requests/<int:request_id>/", security.decide, name="decide"),
    path("<int:user_id>/", users.person, name="person"),
    path("<int:user_id>/edit/", users.edit, name="edit"),
    path("<int:user_id>/block/", users.block, name="block"),
    path("<int:user_id>/unblock/", users.unblock, name="unblock"),
    path("<int:user_id>/password/", users.password, name="password"),
    path("<int:user_id>/second-factor/", security.reset_factor, name="reset_factor"),
    path("<int:user_id>/sessions/", security.log_out_everywhere, name="end_sessions"),
    path("<int:user_id>/postings/", postings.create, name="post"),
    path("<int:user_id>/stand-in/", postings.stand_in, name="stand_in"),
    path("postings/<int:posting_id>/end/", postings.end, name="end_posting"),
    path("stand-in/<int:stand_in_id>/cancel/", postings.cancel, name="cancel_stand_in"),
]
