"""Addresses of bodies, Party affairs and responsibilities, below /desk/."""

from django.urls import include, path

from .views import agreements, bodies, duty, ending, party, recording

_bodies = [
    path("bodies/", bodies.bodies, name="list"),
    path("bodies/find/", bodies.find, name="find"),
    path("bodies/agreements/<int:row_id>/", agreements.agreement, name="agreement"),
    path("bodies/agreements/<int:row_id>/renew/", agreements.renew, name="renew"),
    path("bodies/agreements/<int:row_id>/end/", agreements.end, name="end_agreement"),
    path("bodies/agreements/<int:row_id>/file/", agreements.file, name="agreement_file"),
    path("bodies/cross/<int:row_id>/<slug:step>/", recording.cross_step, name="cross_step"),
    path("bodies/end/<slug:what>/<int:row_id>/", recording.end, name="end"),
    path("bodies/correct/<int:row_id>/", recording.correct, name="correct"),
    path("bodies/<slug:code>/", bodies.body, name="body"),
    path("bodies/<slug:code>/close/", ending.close, name="close"),
    path("bodies/<slug:code>/reopen/", ending.reopen, name="reopen"),
    path("bodies/<slug:code>/delete/", ending.delete, name="delete"),
    path("bodies/<slug:code>/add/<slug:what>/", recording.add, name="add"),
    path("duty-map/", duty.duty_map, name="duty_map"),
    path("duty-map/shapes.json", duty.duty_shapes_json, name="duty_shapes"),
]
_party = [
    path("", party.party, name="home"),
    path("coverage/<slug:key>/", party.coverage, name="coverage"),
    path("agreements/", party.agreements, name="agreements"),
    path("pairings/", party.pairings, name="pairings"),
    path("cross/", party.crosses, name="crosses"),
    path("temporary/", party.temporary, name="temporary"),
    path("census/", party.party_census, name="census"),
    path("levels/", party.linked, name="levels"),
    path("structure/", party.structure, name="structure"),
    path("matrix/", party.role_matrix, name="matrix"),
]
urlpatterns = [
    path("", include((_bodies, "bodies"))),
    path("party/", include((_party, "party"))),
]
