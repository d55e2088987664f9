"""Postings at bodies and areas, with hand-over, deputies and requests of administrators."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from gongzhi.kernel.together import Together


class Migration(migrations.Migration):
    replaces = [
        ('accounts', '0002_people'),
        ('accounts', '0004_left_at'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_initial_squashed_0003'),
        ('areas', '0001_initial_squashed_0006'),
        ('orgs', '0001_initial_squashed_0007'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [Together([
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='postings', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(max_length=40)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='orgs.body')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
            ],
            options={
                'indexes': [models.Index(fields=['body', 'role'], name='posting_body_role'), models.Index(fields=['role', 'user'], name='posting_role_user')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('role__in', ('auditadmin', 'secadmin', 'sysadmin'))), expressions=[(models.Func('user', 'user', models.Value('[]'), function='int8range'), '&&'), ('valid', '&&')], name='posting_one_administrator'), models.CheckConstraint(condition=models.Q(('valid__isempty', False), ('valid__lower_inf', False)), name='posting_valid_has_start')],
            },
        ),
        migrations.CreateModel(
            name='PostingEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.posting')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(max_length=40)),
                ('body', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='orgs.body')),
                ('area', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='areas.area')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
            ],
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('posting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hand_overs', to='accounts.posting')),
                ('successor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('on', models.DateField()),
                ('reason', models.CharField(blank=True, default='', max_length=200)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('received_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('passed', models.JSONField(default=dict)),
                ('problem', models.CharField(blank=True, default='', max_length=200)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['on'], name='handover_waits')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('done_at', None)), fields=('posting',), name='handover_once_open')],
            },
        ),
        migrations.CreateModel(
            name='StandIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stand_ins', to=settings.AUTH_USER_MODEL)),
                ('deputy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stands_in', to=settings.AUTH_USER_MODEL)),
                ('on_leave', models.BooleanField(default=False)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('cancelled_at', None)), fields=['deputy'], name='standin_deputy')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid__isempty', False), ('valid__lower_inf', False), ('valid__upper_inf', False)), name='standin_has_days'), models.CheckConstraint(condition=models.Q(('deputy', None), models.Q(('deputy', models.F('person')), _negated=True), _connector='OR'), name='standin_is_another'), models.CheckConstraint(condition=models.Q(('on_leave', True), ('deputy__isnull', False), _connector='OR'), name='standin_or_leave'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('cancelled_at', None)), expressions=[(models.Func('person', 'person', models.Value('[]'), function='int8range'), '&&'), ('valid', '&&')], name='standin_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='AdminRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('grant', 'grant'), ('end', 'end')], max_length=8)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='admin_requests', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(max_length=40)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('posting', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.posting')),
                ('reason', models.CharField(max_length=200)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(default='asked', max_length=8)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, default='', max_length=200)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('asked_by', models.F('user')), _negated=True), name='adminrequest_not_for_oneself'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(models.Q(('decided_by', models.F('asked_by')), _negated=True), models.Q(('decided_by', models.F('user')), _negated=True)), _connector='OR'), name='adminrequest_four_eyes'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('state', 'asked')), models.Q(('decided_by__isnull', False), ('state__in', ('released', 'refused'))), _connector='OR'), name='adminrequest_decided_by_somebody'), models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('user', 'role', 'kind'), name='adminrequest_once_open')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='posting',
            trigger=pgtrigger.compiler.Trigger(name='moves_stamp', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF current_setting('gongzhi.stamped', true) IS DISTINCT FROM txid_current()::text THEN\n        INSERT INTO accounts_changestamp AS stamp (id, version) VALUES (1, 1)\n        ON CONFLICT (id) DO UPDATE SET version = stamp.version + 1;\n        PERFORM set_config('gongzhi.stamped', txid_current()::text, true);\n    END IF;\n    RETURN NULL;\n", hash='97ef093a65b7a5864efd73efade97288da2f80c7', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_moves_stamp_8b0c8', table='accounts_posting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='posting',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_postingevent" ("area_id", "body_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id", "valid") SELECT new_values."area_id", new_values."body_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role", new_values."user_id", new_values."valid" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='dc4d28aa783e446ab77a557e547adcde335f31d8', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b77f2', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_posting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='posting',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_postingevent" ("area_id", "body_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id", "valid") VALUES (NEW."area_id", NEW."body_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."user_id", NEW."valid"); RETURN NULL;', hash='cc5fbe7697fc7bf2c03629d52686c19403766871', operation='UPDATE', pgid='pgtrigger_update_update_0f4ef', table='accounts_posting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='standin',
            trigger=pgtrigger.compiler.Trigger(name='moves_stamp', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF current_setting('gongzhi.stamped', true) IS DISTINCT FROM txid_current()::text THEN\n        INSERT INTO accounts_changestamp AS stamp (id, version) VALUES (1, 1)\n        ON CONFLICT (id) DO UPDATE SET version = stamp.version + 1;\n        PERFORM set_config('gongzhi.stamped', txid_current()::text, true);\n    END IF;\n    RETURN NULL;\n", hash='d2377fb815b8e4c64581139dedc4e190c0bb3b2e', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_moves_stamp_a38d9', table='accounts_standin', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adminrequest',
            trigger=pgtrigger.compiler.Trigger(name='adminrequest_decided_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state <> 'asked' OR (OLD.user_id, OLD.role, OLD.kind, OLD.asked_by_id) IS DISTINCT FROM (NEW.user_id, NEW.role, NEW.kind, NEW.asked_by_id))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='536d603169c879f497dbef93ec481ef30cfba386', operation='UPDATE', pgid='pgtrigger_adminrequest_decided_stays_2824c', table='accounts_adminrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='adminrequest',
            trigger=pgtrigger.compiler.Trigger(name='adminrequest_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='a0dc9e511661feceae5c5e9e0815e22b9dd79e41', operation='DELETE', pgid='pgtrigger_adminrequest_stays_1b3e0', table='accounts_adminrequest', when='BEFORE')),
        ),
    ])]
