"""Figures leave confined orders out: the column that says so stands in their covering index."""

from django.db import migrations

COLUMNS = """area_path, lead_body_id, category_id, phase, finished_at, merged_into_id,
         on_time, solved, satisfaction, reworks, id"""
WITH = f"""
DROP INDEX figure_closed;
CREATE INDEX figure_closed ON orders_order (closed_at)
INCLUDE ({COLUMNS}, confined) WHERE closed_at IS NOT NULL
"""
WITHOUT = f"""
DROP INDEX figure_closed;
CREATE INDEX figure_closed ON orders_order (closed_at)
INCLUDE ({COLUMNS}) WHERE closed_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("insight", "0002_indexes"), ("orders", "0007_confined_and_writer_code")]

    operations = [migrations.RunSQL(WITH, WITHOUT)]
