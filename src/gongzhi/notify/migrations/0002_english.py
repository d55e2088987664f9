from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notify", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="text_en",
            field=models.TextField(blank=True, default=""),
        ),
    ]
