from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("offerings", "0001_initial_squashed_0007"),
    ]

    operations = [
        migrations.AlterField(
            model_name="series",
            name="code",
            field=models.CharField(max_length=12),
        ),
    ]
