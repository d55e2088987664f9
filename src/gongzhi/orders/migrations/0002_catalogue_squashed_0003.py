"""What orders go by: classes with their limits and duties, processes with their transitions."""

import django.db.models.deletion
from django.db import migrations, models

from gongzhi.kernel.together import Together


class Migration(migrations.Migration):
    replaces = [
        ('orders', '0003_order_mapping'),
    ]

    initial = True

    dependencies = [
        ('areas', '0001_initial_squashed_0006'),
        ('orders', '0001_jobs_are_polled_squashed_0002'),
    ]

    operations = [Together([
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='orders.category')),
                ('name', models.CharField(max_length=60)),
                ('name_en', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=10)),
                ('nature', models.CharField(max_length=10)),
                ('icon', models.CharField(blank=True, default='', max_length=40)),
                ('emergency', models.BooleanField(default=False)),
                ('emergency_hint', models.CharField(blank=True, default='', max_length=200)),
                ('public_default', models.BooleanField(default=True)),
                ('aliases', models.CharField(blank=True, default='', max_length=300)),
                ('initials', models.CharField(blank=True, default='', max_length=80)),
                ('position', models.PositiveIntegerField(default=0)),
                ('active', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='CategoryLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='limits', to='orders.category')),
                ('condition_key', models.CharField(max_length=40)),
                ('condition', models.CharField(max_length=200)),
                ('condition_en', models.CharField(blank=True, default='', max_length=200)),
                ('amount', models.PositiveIntegerField()),
                ('unit', models.CharField(max_length=20)),
                ('position', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('category', 'condition_key'), name='limit_once')],
            },
        ),
        migrations.CreateModel(
            name='DutyClause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clause', models.CharField(max_length=20, unique=True)),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duties', to='orders.category')),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('lead', models.CharField(max_length=60)),
                ('supporting', models.JSONField(default=list)),
                ('basis', models.CharField(blank=True, default='', max_length=200)),
                ('legal_duty_of', models.CharField(blank=True, default='', max_length=20)),
                ('ruled_from', models.CharField(blank=True, default='', max_length=24)),
                ('active', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='Process',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('spec', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('current', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'version'), name='process_key_version'), models.UniqueConstraint(condition=models.Q(('current', True)), fields=('key',), name='process_one_current')],
            },
        ),
        migrations.CreateModel(
            name='ProcessTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transitions', to='orders.process')),
                ('from_state', models.CharField(max_length=32)),
                ('to_state', models.CharField(max_length=32)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('process', 'from_state', 'to_state'), name='transition_once')],
            },
        ),
    ])]
