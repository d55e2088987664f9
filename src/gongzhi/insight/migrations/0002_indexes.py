"""Indexes over orders that figures are counted with; raw, since the table belongs to `orders`.

figure_closed holds every column that the counts of closed orders read. Both are partial, so
taking in an ordinary report writes nothing to them.
"""

from django.db import migrations

CLOSED = """
CREATE INDEX figure_closed ON orders_order (closed_at)
INCLUDE (area_path, lead_body_id, category_id, phase, finished_at, merged_into_id,
         on_time, solved, satisfaction, reworks, id)
WHERE closed_at IS NOT NULL
"""
EMERGENCY = """
CREATE INDEX figure_emergency ON orders_order (area_path)
WHERE emergency AND NOT (phase = 'closed')
"""


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_initial"), ("orders", "0001_initial")]

    operations = [
        migrations.RunSQL(CLOSED, "DROP INDEX figure_closed"),
        migrations.RunSQL(EMERGENCY, "DROP INDEX figure_emergency"),
    ]
