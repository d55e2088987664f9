"""Indexes over orders that figures are counted with; raw, since the table belongs to `orders`.

figure_closed holds every column that the counts of closed orders read. It is partial, so taking
in a report writes nothing to it.
"""

from django.db import migrations

CLOSED = """
CREATE INDEX figure_closed ON orders_order (closed_at)
INCLUDE (area_path, lead_body_id, category_id, phase, finished_at, merged_into_id,
         on_time, solved, satisfaction, reworks, id)
WHERE closed_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_initial"), ("orders", "0001_initial")]

    operations = [migrations.RunSQL(CLOSED, "DROP INDEX figure_closed")]
