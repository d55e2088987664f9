"""Closed orders are also counted by process and state (`/desk/processes/`): from the index alone."""

from django.db import migrations

COLUMNS = """area_path, lead_body_id, category_id, phase, finished_at, merged_into_id,
         on_time, solved, satisfaction, reworks, id, confined"""
WITH = f"""
DROP INDEX figure_closed;
CREATE INDEX figure_closed ON orders_order (closed_at)
INCLUDE ({COLUMNS}, process_id, state) WHERE closed_at IS NOT NULL
"""
WITHOUT = f"""
DROP INDEX figure_closed;
CREATE INDEX figure_closed ON orders_order (closed_at)
INCLUDE ({COLUMNS}) WHERE closed_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("insight", "0004_daily_handling"), ("orders", "0012_triage_by_event")]

    operations = [migrations.RunSQL(WITH, WITHOUT)]
