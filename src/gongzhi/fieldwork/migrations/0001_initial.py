"""Visits and their needs, rounds for hazards, talks with residents."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.manager
import uuid
from django.conf import settings
from django.db import migrations, models

from gongzhi.kernel.together import Together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ('accounts', '0001_initial_squashed_0003'),
        ('areas', '0001_initial_squashed_0006'),
        ('orgs', '0001_initial_squashed_0007'),
        ('registers', '0001_initial_squashed_0009'),
    ]

    operations = [Together([
        migrations.CreateModel(
            name='AcceptedEntry',
            fields=[
                ('client_key', models.UUIDField(primary_key=True, serialize=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(max_length=20)),
                ('result', models.CharField(max_length=8)),
                ('message', models.CharField(max_length=300)),
                ('number', models.CharField(blank=True, default='', max_length=24)),
                ('at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='HazardRound',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('done_at', models.DateTimeField()),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['area', 'kind', '-done_at'], name='round_last')],
            },
        ),
        migrations.CreateModel(
            name='HazardFinding',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('register', models.CharField(blank=True, default='', max_length=10)),
                ('row_id', models.BigIntegerField(blank=True, null=True)),
                ('number', models.CharField(max_length=24, unique=True)),
                ('round', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='fieldwork.hazardround')),
                ('found_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['area', 'kind', '-found_at'], name='finding_by_round')],
            },
        ),
        migrations.CreateModel(
            name='Talk',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(max_length=8)),
                ('number', models.CharField(blank=True, default='', max_length=24)),
                ('words_sealed', models.TextField()),
                ('keep_until', models.DateField(db_index=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['body', '-at'], name='talk_by_body')],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ('order', 'answered', 'passed'))), name='talk_outcome_known')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('home', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='registers.home')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('met', models.BooleanField(default=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['home', '-at'], name='visit_by_home')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='fieldwork.visit')),
                ('home', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='registers.home')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='registers.person')),
                ('agreed', models.BooleanField(default=False)),
                ('text', models.TextField()),
                ('category_code', models.CharField(blank=True, default='', max_length=20)),
                ('state', models.CharField(default='open', max_length=8)),
                ('into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='same_ones', to='fieldwork.need')),
                ('number', models.CharField(blank=True, default='', max_length=24)),
                ('answer', models.CharField(blank=True, default='', max_length=300)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['home', '-made_at'], name='need_by_home'), models.Index(condition=models.Q(('state', 'open')), fields=['-made_at'], name='need_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('open', 'ordered', 'settled', 'merged'))), name='need_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('into__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('into__isnull', True)), _connector='OR'), name='need_merged_into'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='need_end_has_a_time')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='KeptCorrection',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='fieldwork.visit')),
                ('register', models.CharField(max_length=10)),
                ('row_id', models.BigIntegerField()),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('words_sealed', models.TextField(blank=True, default='')),
                ('made_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['-made_at'], name='correction_open')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
    ])]
