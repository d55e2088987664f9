"""Who logs in: users and residents. Areas and bodies refer to them, and postings to those."""

import django.db.models.deletion
import django.db.models.manager
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from gongzhi.kernel.together import Together


class Migration(migrations.Migration):
    replaces = [
        ('accounts', '0001_initial'),
        ('accounts', '0003_history_by_statement'),
    ]

    initial = True

    dependencies = []

    operations = [Together([
        migrations.CreateModel(
            name='ChangeStamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=40)),
                ('phone_sealed', models.TextField(blank=True, default='')),
                ('language', models.CharField(blank=True, default='', max_length=10)),
                ('is_active', models.BooleanField(default=True)),
                ('is_demo', models.BooleanField(default=False)),
                ('employee_number', models.CharField(blank=True, default='', max_length=40)),
                ('temporary_until', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['name', 'id'], name='user_by_name')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('employee_number', ''), _negated=True), fields=('employee_number',), name='user_employee_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Resident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone_blind', models.CharField(max_length=64, unique=True)),
                ('phone_sealed', models.TextField()),
                ('name_sealed', models.TextField(blank=True, default='')),
                ('verified_at', models.DateTimeField(blank=True, null=True)),
                ('language', models.CharField(blank=True, default='', max_length=10)),
                ('large_type', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='PhoneCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone_blind', models.CharField(max_length=64)),
                ('code_hash', models.CharField(max_length=64)),
                ('source_blind', models.CharField(blank=True, default='', max_length=64)),
                ('sent_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['phone_blind', '-sent_at'], name='phonecode_recent'), models.Index(fields=['source_blind', '-sent_at'], name='phonecode_source')],
            },
        ),
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('prefix', models.CharField(max_length=12, unique=True)),
                ('secret_hash', models.CharField(max_length=64)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='api_keys', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='AccessLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('resident', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='looks', to='accounts.resident')),
                ('kind', models.CharField(max_length=20)),
                ('subject', models.CharField(max_length=80)),
                ('purpose', models.CharField(max_length=200)),
                ('at', models.DateTimeField(db_index=True)),
            ],
            options={
                'indexes': [models.Index(fields=['resident', '-at'], name='accesslog_resident_recent')],
            },
        ),
        migrations.CreateModel(
            name='AccountEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('who', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=24)),
                ('target', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('values', models.JSONField(default=dict)),
                ('at', models.DateTimeField(db_index=True)),
            ],
            options={
                'indexes': [models.Index(fields=['target', '-at'], name='accountevent_target_recent')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('user_id', models.BigIntegerField(null=True)),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'indexes': [models.Index(condition=models.Q(('user_id__isnull', False)), fields=['user_id'], name='session_user')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='moves_stamp', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF current_setting('gongzhi.stamped', true) IS DISTINCT FROM txid_current()::text THEN\n        INSERT INTO accounts_changestamp AS stamp (id, version) VALUES (1, 1)\n        ON CONFLICT (id) DO UPDATE SET version = stamp.version + 1;\n        PERFORM set_config('gongzhi.stamped', txid_current()::text, true);\n    END IF;\n    RETURN NULL;\n", hash='a79137aa2729039802b7141a3593ebcaa3037305', level='STATEMENT', operation='UPDATE OF "is_active", "password", "name", "temporary_until" OR DELETE', pgid='pgtrigger_moves_stamp_e94dc', table='accounts_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apikey',
            trigger=pgtrigger.compiler.Trigger(name='moves_stamp', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF current_setting('gongzhi.stamped', true) IS DISTINCT FROM txid_current()::text THEN\n        INSERT INTO accounts_changestamp AS stamp (id, version) VALUES (1, 1)\n        ON CONFLICT (id) DO UPDATE SET version = stamp.version + 1;\n        PERFORM set_config('gongzhi.stamped', txid_current()::text, true);\n    END IF;\n    RETURN NULL;\n", hash='c396b79e27a56ffe5e9c93fb10f0234042225418', level='STATEMENT', operation='UPDATE OF "revoked_at", "user_id" OR DELETE', pgid='pgtrigger_moves_stamp_61f63', table='accounts_apikey', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accesslog',
            trigger=pgtrigger.compiler.Trigger(name='keep', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.user_id, OLD.kind, OLD.subject, OLD.purpose, OLD.at) IS DISTINCT FROM (NEW.user_id, NEW.kind, NEW.subject, NEW.purpose, NEW.at) OR NEW.resident_id IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1a6b4a9e833c7216a56aadb074cb45e3970aa6bc', operation='UPDATE', pgid='pgtrigger_keep_b44bb', table='accounts_accesslog', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accesslog',
            trigger=pgtrigger.compiler.Trigger(name='keep_six_months', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.at > now() - interval '6 months')", func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='09a10d1915f4c26706663d01513c8a2dd0f2df5c', operation='DELETE', pgid='pgtrigger_keep_six_months_1a482', table='accounts_accesslog', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accountevent',
            trigger=pgtrigger.compiler.Trigger(name='account_event_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='37111bf31a4016c699da17efb5b30a5caeec9a41', operation='UPDATE', pgid='pgtrigger_account_event_stays_7194f', table='accounts_accountevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accountevent',
            trigger=pgtrigger.compiler.Trigger(name='account_event_six_months', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.at > now() - interval '6 months')", func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='5091c4615088d87f0c8a40881b7aa16264cff19f', operation='DELETE', pgid='pgtrigger_account_event_six_months_f66e9', table='accounts_accountevent', when='BEFORE')),
        ),
    ])]
