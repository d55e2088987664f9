"""What is done with the registers: questions, requests, imports, exports, traces of who looked."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.manager
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from gongzhi.kernel.together import Together


class Migration(migrations.Migration):
    replaces = [
        ('registers', '0001_registers'),
        ('registers', '0010_people_moved_at_once'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_initial_squashed_0003'),
        ('areas', '0001_initial_squashed_0006'),
        ('orders', '0003_orders_squashed_0012'),
        ('orgs', '0001_initial_squashed_0007'),
        ('registers', '0001_initial_squashed_0009'),
    ]

    operations = [Together([
        migrations.CreateModel(
            name='ExportReach',
            fields=[
                ('log', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='accounts.accesslog')),
                ('register', models.CharField(max_length=10)),
                ('paths', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(db_collation='C'), size=None)),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('rows', models.IntegerField()),
                ('personal', models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name='RegisterEvent',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('register', models.CharField(max_length=10)),
                ('row_id', models.BigIntegerField()),
                ('area_path', models.TextField(db_collation='C')),
                ('kind', models.CharField(max_length=12)),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('values', models.JSONField(default=dict)),
                ('source', models.CharField(max_length=10)),
                ('source_id', models.BigIntegerField(null=True)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('who', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['register', 'row_id', '-at'], name='registerevent_row')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='OpinionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='registers.person')),
                ('asker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('purpose', models.CharField(max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('replied_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('for_whom', models.CharField(max_length=60)),
                ('register', models.CharField(max_length=10)),
                ('filters', models.JSONField(default=dict)),
                ('level', models.SmallIntegerField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('area_path', models.TextField(db_collation='C')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['area_path', '-made_at'], name='question_by_area')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='registers.question')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('area_path', models.TextField(db_collation='C')),
                ('total', models.IntegerField(null=True)),
                ('lines', models.JSONField(default=list)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['question', '-at'], name='answer_recent')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='DataRequest',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('order', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order')),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.resident')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='registers.person')),
                ('kind', models.CharField(max_length=10)),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('wish_sealed', models.TextField(blank=True, default='')),
                ('erased', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('kept', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('outcome', models.CharField(blank=True, default='', max_length=10)),
                ('made_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['account', '-made_at'], name='datarequest_own')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('correct', 'withdraw', 'delete', 'export'))), name='datarequest_kind'), models.CheckConstraint(condition=models.Q(('outcome__in', ('', 'granted', 'refused', 'withdrawn'))), name='datarequest_outcome'), models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('person', 'kind'), name='datarequest_one_open')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='RetentionRun',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=24)),
                ('count', models.IntegerField()),
                ('before', models.DateTimeField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['-at'], name='retentionrun_recent')],
            },
        ),
        migrations.CreateModel(
            name='RegisterImport',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('register', models.CharField(max_length=10)),
                ('status', models.CharField(default='checking', max_length=10)),
                ('file_name', models.CharField(max_length=120)),
                ('upload', models.CharField(blank=True, default='', max_length=80)),
                ('digest', models.CharField(max_length=64)),
                ('total', models.IntegerField(default=0)),
                ('done', models.IntegerField(default=0)),
                ('counts', models.JSONField(default=dict)),
                ('problems', models.JSONField(default=list)),
                ('problem_count', models.IntegerField(default=0)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['user', '-made_at'], name='registerimport_recent')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ('checking', 'checked', 'applying', 'applied', 'discarded', 'failed'))), name='registerimport_status')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='SearchShown',
            fields=[
                ('log', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='accounts.accesslog')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('day', models.DateField()),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['people'], name='searchshown_people')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registerevent',
            trigger=pgtrigger.compiler.Trigger(name='register_event_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='47cd896a92b38d936226ceba21de6f87688acfbc', operation='UPDATE', pgid='pgtrigger_register_event_stays_ae9b1', table='registers_registerevent', when='BEFORE')),
        ),
    ])]
