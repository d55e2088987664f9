"""The public page walks what is published, newest first, past nothing else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0013_jobs_are_taken_in_order")]

    operations = [
        migrations.AddIndex(
            "order",
            models.Index(
                fields=["-reported_at"],
                name="order_published_recent",
                condition=models.Q(published=True),
            ),
        ),
    ]
