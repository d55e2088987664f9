"""Requests about personal data that began before are confined like those to come."""

from django.db import migrations

CONFINED = """
UPDATE orders_order AS o SET confined = true FROM orders_process AS p
 WHERE p.id = o.process_id AND p.key = 'data_request' AND NOT o.public AND NOT o.published
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0007_confined_and_writer_code")]

    operations = [migrations.RunSQL(CONFINED, migrations.RunSQL.noop)]
