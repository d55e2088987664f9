"""Taking the next job looks at no other job, however many wait (docs/adr/0009)."""

from django.db import migrations

# Procrastinate's own compares all that wait with each other as soon as the database has planned it
# on an almost empty queue. Without sorting and without reading all, the index in its order is left.
TAKE_NEXT = """
CREATE OR REPLACE FUNCTION procrastinate_fetch_job_v2(
    target_queue_names character varying[], p_worker_id bigint
) RETURNS procrastinate_jobs LANGUAGE plpgsql SET enable_sort = off SET enable_seqscan = off AS $$
DECLARE taken procrastinate_jobs;
BEGIN
    UPDATE procrastinate_jobs SET status = 'doing', worker_id = p_worker_id
    WHERE id = (
        SELECT waiting.id FROM procrastinate_jobs AS waiting
        WHERE waiting.status = 'todo'
            AND (target_queue_names IS NULL OR waiting.queue_name = ANY (target_queue_names))
            AND (waiting.scheduled_at IS NULL OR waiting.scheduled_at <= now())
            AND (waiting.lock IS NULL OR NOT EXISTS (
                SELECT 1 FROM procrastinate_jobs AS ahead
                WHERE ahead.lock = waiting.lock AND (
                    ahead.status = 'doing' OR ahead.status = 'todo'
                        AND (-ahead.priority, ahead.id) < (-waiting.priority, waiting.id)
                )
            ))
        ORDER BY waiting.priority DESC, waiting.id
        LIMIT 1 FOR UPDATE OF waiting SKIP LOCKED
    )
    RETURNING * INTO taken;
    RETURN taken;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0003_orders_squashed_0012"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [migrations.RunSQL(TAKE_NEXT, migrations.RunSQL.noop)]
