"""How closed orders were handled, rolled up by day. Rolled days are opened again to get it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('areas', '0006_history_by_statement'),
        ('insight', '0003_without_confined'),
        ('orgs', '0004_history_by_statement'),
    ]

    operations = [
        migrations.RunSQL("DELETE FROM insight_figureday", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='DailyHandling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('signings', models.PositiveIntegerField(default=0)),
                ('signed_on_time', models.PositiveIntegerField(default=0)),
                ('exempt', models.PositiveIntegerField(default=0)),
                ('visited', models.PositiveIntegerField(default=0)),
                ('reached', models.PositiveIntegerField(default=0)),
                ('asked_solved', models.PositiveIntegerField(default=0)),
                ('said_solved', models.PositiveIntegerField(default=0)),
                ('asked_glad', models.PositiveIntegerField(default=0)),
                ('said_glad', models.PositiveIntegerField(default=0)),
                ('area', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('body', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
            ],
            options={
                'indexes': [models.Index(fields=['day'], name='handling_day')],
                'constraints': [models.UniqueConstraint(fields=('area', 'day', 'body'), name='handling_once', nulls_distinct=False)],
            },
        ),
    ]
