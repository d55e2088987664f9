"""Queueing a job notifies nobody: workers look twice a second (docs/adr/0004)."""

from django.db import migrations

TABLE, TRIGGER = "procrastinate_jobs", "procrastinate_jobs_notify_queue_job_inserted_v1"


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial"), ("procrastinate", "0041_post_retry_failed_job")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {TABLE} DISABLE TRIGGER {TRIGGER}",
            f"ALTER TABLE {TABLE} ENABLE TRIGGER {TRIGGER}",
        )
    ]
