"""Addresses of import, export, map editor and plans, below /desk/areas/."""

from django.urls import include, path

from gongzhi.areas.views import exports, imports

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
]
urlpatterns = [path("desk/areas/", include(pages))]
