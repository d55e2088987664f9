"""Queueing a job notifies nobody and writes no history of itself (docs/adr/0004)."""

from django.db import migrations

TRIGGERS = (
    "procrastinate_jobs_notify_queue_job_inserted_v1",
    "procrastinate_trigger_status_events_insert_v1",
)


class Migration(migrations.Migration):
    replaces = [("orders", "0002_jobs_are_polled")]

    initial = True

    dependencies = [("procrastinate", "0041_post_retry_failed_job")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE procrastinate_jobs DISABLE TRIGGER {trigger}",
            f"ALTER TABLE procrastinate_jobs ENABLE TRIGGER {trigger}",
        )
        for trigger in TRIGGERS
    ]
