"""Indexes over orders that figures are counted with; raw, since the table belongs to `orders`.

figure_closed holds every column that the counts of closed orders read, also by process and state
(`/desk/processes/`). Both are partial, so taking in an ordinary report writes nothing to them.
"""

from django.db import migrations

CLOSED = """
CREATE INDEX figure_closed ON orders_order (closed_at)
INCLUDE (area_path, lead_body_id, category_id, phase, finished_at, merged_into_id,
         on_time, solved, satisfaction, reworks, id, confined, process_id, state)
WHERE closed_at IS NOT NULL
"""
EMERGENCY = """
CREATE INDEX figure_emergency ON orders_order (area_path)
WHERE emergency AND NOT (phase = 'closed')
"""


class Migration(migrations.Migration):
    replaces = [
        ("insight", "0002_indexes"),
        ("insight", "0003_without_confined"),
        ("insight", "0005_closed_by_process"),
    ]

    dependencies = [
        ("insight", "0001_initial_squashed_0004"),
        ("orders", "0003_orders_squashed_0012"),
    ]

    operations = [
        migrations.RunSQL(CLOSED, "DROP INDEX figure_closed"),
        migrations.RunSQL(EMERGENCY, "DROP INDEX figure_emergency"),
    ]
