"""Figures rolled up by day."""

import django.db.models.deletion
from django.db import migrations, models

from gongzhi.kernel.together import Together


class Migration(migrations.Migration):
    replaces = [
        ('insight', '0001_initial'),
        ('insight', '0004_daily_handling'),
    ]

    initial = True

    dependencies = [
        ('areas', '0001_initial_squashed_0006'),
        ('orders', '0002_catalogue_squashed_0003'),
        ('orgs', '0001_initial_squashed_0007'),
    ]

    operations = [Together([
        migrations.CreateModel(
            name='DailyFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('grain', models.PositiveSmallIntegerField(choices=[(0, '区域'), (1, '区域×单位'), (2, '区域×类别'), (3, '网格×单位×类别')])),
                ('area', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('body', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('category', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.category')),
                ('reported', models.PositiveIntegerField(default=0)),
                ('closed', models.PositiveIntegerField(default=0)),
                ('timed', models.PositiveIntegerField(default=0)),
                ('on_time', models.PositiveIntegerField(default=0)),
                ('rated', models.PositiveIntegerField(default=0)),
                ('solved', models.PositiveIntegerField(default=0)),
                ('judged', models.PositiveIntegerField(default=0)),
                ('satisfied', models.PositiveIntegerField(default=0)),
                ('reworked', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['day'], name='figure_day')],
                'constraints': [models.UniqueConstraint(fields=('area', 'grain', 'day', 'body', 'category'), name='figure_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='DailyHandling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('area', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('body', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('signings', models.PositiveIntegerField(default=0)),
                ('signed_on_time', models.PositiveIntegerField(default=0)),
                ('exempt', models.PositiveIntegerField(default=0)),
                ('visited', models.PositiveIntegerField(default=0)),
                ('reached', models.PositiveIntegerField(default=0)),
                ('asked_solved', models.PositiveIntegerField(default=0)),
                ('said_solved', models.PositiveIntegerField(default=0)),
                ('asked_glad', models.PositiveIntegerField(default=0)),
                ('said_glad', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['day'], name='handling_day')],
                'constraints': [models.UniqueConstraint(fields=('area', 'day', 'body'), name='handling_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='FigureDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('rolled_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='FigureMark',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('event_id', models.BigIntegerField(default=0)),
                ('running', models.BigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='figure_mark_single')],
            },
        ),
    ])]
