"""Addresses of import, export, map editor and plans, below /desk/areas/."""

from django.urls import include, path

from gongzhi.areas.views import editor, exports, imports, plans

app_name = "area_files"
pages = [
    path("import/", imports.imports, name="imports"),
    path("import/<int:import_id>/", imports.preview, name="preview"),
    path("import/<int:import_id>/shapes.json", imports.preview_shapes, name="preview_shapes"),
    path("import/<int:import_id>/points.json", imports.preview_points, name="preview_points"),
    path("import/<int:import_id>/apply/", imports.apply, name="apply"),
    path("import/<int:import_id>/discard/", imports.discard, name="discard"),
    path("export/", exports.exports, name="exports"),
    path("export/file/", exports.download, name="download"),
    path("edit/", editor.editor, name="editor"),
    path("edit/shapes.json", editor.shapes, name="editor_shapes"),
    path("edit/check.json", editor.check, name="editor_check"),
    path("edit/save.json", editor.save, name="editor_save"),
    path("plan/", plans.plans, name="plans"),
    path("plan/<int:plan_id>/", plans.plan, name="plan"),
    path("plan/<int:plan_id>/shapes.json", plans.plan_shapes, name="plan_shapes"),
    path("plan/<int:plan_id>/today.json", plans.plan_today, name="plan_today"),
    path("plan/<int:plan_id>/move/", plans.plan_move, name="plan_move"),
    path("plan/<int:plan_id>/undo/", plans.plan_undo, name="plan_undo"),
    path("plan/<int:plan_id>/accept/", plans.plan_accept, name="plan_accept"),
    path("plan/<int:plan_id>/discard/", plans.plan_discard, name="plan_discard"),
]
urlpatterns = [path("desk/areas/", include(pages))]
