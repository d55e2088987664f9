"""Changes of a plan by hand, so that the last one can be taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("areas", "0004_import_written")]

    operations = [
        migrations.AddField(
            model_name="gridplan",
            name="moves",
            field=models.JSONField(default=list),
        ),
    ]
