"""Divisions and grids in time, their shapes, changes of boundaries, imports and plans."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from gongzhi.kernel.together import Together


class Migration(migrations.Migration):
    replaces = [
        ('areas', '0001_initial'),
        ('areas', '0002_boundary_change'),
        ('areas', '0003_area_import'),
        ('areas', '0004_import_written'),
        ('areas', '0005_plan_moves'),
        ('areas', '0006_history_by_statement'),
    ]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [Together([
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40, verbose_name='类别')),
            ],
            options={
                'verbose_name': '区域',
            },
        ),
        migrations.CreateModel(
            name='AreaVersion',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='areas.area')),
                ('code', models.CharField(max_length=20, verbose_name='编码')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('name_en', models.CharField(blank=True, default='', max_length=120)),
                ('level', models.SmallIntegerField(verbose_name='层级')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='child_versions', to='areas.area')),
                ('path', models.TextField(db_collation='C')),
                ('shape', models.JSONField(blank=True, null=True)),
                ('centre_lon', models.FloatField(blank=True, null=True)),
                ('centre_lat', models.FloatField(blank=True, null=True)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': '区域版本',
                'indexes': [models.Index(fields=['path'], name='areas_version_path')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('area'), models.F('area'), models.Value('[]'), function='int8range'), '&&'), ('valid', '&&')], name='areas_version_no_overlap'), models.UniqueConstraint(condition=models.Q(('valid__upper_inf', True)), fields=('code',), name='areas_version_open_code')],
            },
        ),
        migrations.CreateModel(
            name='AreaVersionEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='areas.areaversion')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('area', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='areas.area')),
                ('code', models.CharField(max_length=20, verbose_name='编码')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('name_en', models.CharField(blank=True, default='', max_length=120)),
                ('level', models.SmallIntegerField(verbose_name='层级')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='areas.area')),
                ('path', models.TextField(db_collation='C')),
                ('shape', models.JSONField(blank=True, null=True)),
                ('centre_lon', models.FloatField(blank=True, null=True)),
                ('centre_lat', models.FloatField(blank=True, null=True)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name='BoundaryChange',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('split', '拆分'), ('merge', '合并'), ('move', '划转'), ('rename', '更名'), ('convert', '改设'), ('reshape', '调整边界')], max_length=10)),
                ('effective_on', models.DateField(verbose_name='生效日期')),
                ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='依据和说明')),
                ('status', models.CharField(choices=[('planned', '待生效'), ('applied', '已生效'), ('cancelled', '已取消')], default='planned', max_length=10)),
                ('made_by', models.BigIntegerField(null=True)),
                ('made_by_name', models.CharField(blank=True, default='', max_length=60)),
                ('made_at', models.DateTimeField()),
                ('applied_at', models.DateTimeField(null=True)),
                ('problem', models.TextField(blank=True, default='')),
            ],
            options={
                'verbose_name': '区划调整',
                'indexes': [models.Index(condition=models.Q(('status', 'planned')), fields=['effective_on'], name='boundary_planned'), models.Index(fields=['effective_on', 'id'], name='boundary_in_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ('planned', 'applied', 'cancelled'))), name='boundary_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('applied_at__isnull', False), ('status', 'applied')), models.Q(models.Q(('status', 'applied'), _negated=True), ('applied_at__isnull', True)), _connector='OR'), name='boundary_applied_has_time')],
            },
        ),
        migrations.CreateModel(
            name='BoundaryChangeEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='areas.boundarychange')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('split', '拆分'), ('merge', '合并'), ('move', '划转'), ('rename', '更名'), ('convert', '改设'), ('reshape', '调整边界')], max_length=10)),
                ('effective_on', models.DateField(verbose_name='生效日期')),
                ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='依据和说明')),
                ('status', models.CharField(choices=[('planned', '待生效'), ('applied', '已生效'), ('cancelled', '已取消')], default='planned', max_length=10)),
                ('made_by', models.BigIntegerField(null=True)),
                ('made_by_name', models.CharField(blank=True, default='', max_length=60)),
                ('made_at', models.DateTimeField()),
                ('applied_at', models.DateTimeField(null=True)),
                ('problem', models.TextField(blank=True, default='')),
            ],
        ),
        migrations.CreateModel(
            name='ChangeTarget',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='areas.boundarychange')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('made', models.BooleanField(default=False)),
                ('code', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=80)),
                ('name_en', models.CharField(blank=True, default='', max_length=120)),
                ('kind', models.CharField(max_length=40)),
                ('level', models.SmallIntegerField()),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('shape', models.JSONField(null=True)),
                ('takes', models.JSONField(default=list)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('change', 'area'), name='boundary_target_once'), models.UniqueConstraint(fields=('change', 'code'), name='boundary_target_code_once'), models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('area')), _negated=True), _connector='OR'), name='boundary_target_not_below_itself')],
            },
        ),
        migrations.CreateModel(
            name='ChangeTargetEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='areas.changetarget')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('change', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='areas.boundarychange')),
                ('area', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='areas.area')),
                ('made', models.BooleanField(default=False)),
                ('code', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=80)),
                ('name_en', models.CharField(blank=True, default='', max_length=120)),
                ('kind', models.CharField(max_length=40)),
                ('level', models.SmallIntegerField()),
                ('parent', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='areas.area')),
                ('shape', models.JSONField(null=True)),
                ('takes', models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name='BoundaryLink',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='areas.boundarychange')),
                ('from_area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_out', to='areas.area')),
                ('to_area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_in', to='areas.area')),
                ('residual', models.BooleanField(default=False)),
                ('residual_back', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('change', 'from_area', 'to_area'), name='boundary_link_once'), models.UniqueConstraint(condition=models.Q(('residual', True)), fields=('change', 'from_area'), name='boundary_one_residual'), models.UniqueConstraint(condition=models.Q(('residual_back', True)), fields=('change', 'to_area'), name='boundary_one_residual_back')],
            },
        ),
        migrations.CreateModel(
            name='BoundaryLinkEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='areas.boundarylink')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('change', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='areas.boundarychange')),
                ('from_area', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='areas.area')),
                ('to_area', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='areas.area')),
                ('residual', models.BooleanField(default=False)),
                ('residual_back', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='ChangedVersion',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='areas.boundarychange')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='areas.areaversion')),
                ('opened', models.BooleanField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('change', 'version', 'opened'), name='boundary_version_once')],
            },
        ),
        migrations.CreateModel(
            name='FunctionalArea',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='编码')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('name_en', models.CharField(blank=True, default='', max_length=120)),
                ('kind', models.CharField(choices=[('functional', '功能区'), ('park', '园区'), ('building', '商务楼宇'), ('mall', '商圈市场'), ('chain', '产业链')], max_length=12)),
                ('note', models.CharField(blank=True, default='', max_length=500)),
                ('shape', models.JSONField(null=True)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': '功能区',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('functional', 'park', 'building', 'mall', 'chain'))), name='functional_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='FunctionalAreaEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='areas.functionalarea')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=20, verbose_name='编码')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('name_en', models.CharField(blank=True, default='', max_length=120)),
                ('kind', models.CharField(choices=[('functional', '功能区'), ('park', '园区'), ('building', '商务楼宇'), ('mall', '商圈市场'), ('chain', '产业链')], max_length=12)),
                ('note', models.CharField(blank=True, default='', max_length=500)),
                ('shape', models.JSONField(null=True)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name='FunctionalMember',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('functional', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='areas.functionalarea')),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('body', models.BigIntegerField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('area__isnull', False), ('body__isnull', True)), models.Q(('area__isnull', True), ('body__isnull', False)), _connector='OR'), name='functional_member_is_one'), models.UniqueConstraint(fields=('functional', 'area', 'body'), name='functional_member_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='AreaImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(default='staged', max_length=10)),
                ('source', models.CharField(default='file', max_length=10)),
                ('file_name', models.CharField(blank=True, default='', max_length=120)),
                ('crs', models.CharField(max_length=10)),
                ('digest', models.CharField(max_length=64)),
                ('day', models.DateField()),
                ('rows', models.JSONField()),
                ('read_problems', models.JSONField(default=list)),
                ('found', models.JSONField()),
                ('written', models.JSONField(default=list)),
                ('made_at', models.DateTimeField()),
                ('made_by_id', models.BigIntegerField(null=True)),
                ('made_by', models.CharField(blank=True, default='', max_length=80)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by_id', models.BigIntegerField(null=True)),
                ('decided_by', models.CharField(blank=True, default='', max_length=80)),
            ],
            options={
                'verbose_name': '区域导入',
                'indexes': [models.Index(fields=['-made_at'], name='areas_import_recent')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['staged', 'applied', 'discarded'])), name='areas_import_status'), models.CheckConstraint(condition=models.Q(('status', 'staged'), ('decided_at__isnull', False), _connector='XOR'), name='areas_import_decided')],
            },
        ),
        migrations.CreateModel(
            name='GridPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('status', models.CharField(default='staged', max_length=10)),
                ('file_name', models.CharField(blank=True, default='', max_length=120)),
                ('lowest', models.IntegerField()),
                ('highest', models.IntegerField()),
                ('homes', models.JSONField()),
                ('assignment', models.JSONField()),
                ('today', models.JSONField()),
                ('moves', models.JSONField(default=list)),
                ('version', models.IntegerField(default=1)),
                ('made_at', models.DateTimeField()),
                ('made_by_id', models.BigIntegerField(null=True)),
                ('made_by', models.CharField(blank=True, default='', max_length=80)),
                ('became', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='areas.areaimport')),
            ],
            options={
                'verbose_name': '网格方案',
                'indexes': [models.Index(fields=['-made_at'], name='areas_plan_recent')],
                'constraints': [models.CheckConstraint(condition=models.Q(('highest__gte', models.F('lowest')), ('lowest__gte', 1)), name='areas_plan_bounds')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='areaversion',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "areas_areaversionevent" ("area_id", "centre_lat", "centre_lon", "code", "id", "level", "name", "name_en", "parent_id", "path", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shape", "updated_at", "valid") SELECT new_values."area_id", new_values."centre_lat", new_values."centre_lon", new_values."code", new_values."id", new_values."level", new_values."name", new_values."name_en", new_values."parent_id", new_values."path", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."shape", new_values."updated_at", new_values."valid" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6b3a76de9d31e0766cbd55f426b3ad014a5d59a2', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_91bde', referencing='REFERENCING NEW TABLE AS new_values ', table='areas_areaversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='areaversion',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "areas_areaversionevent" ("area_id", "centre_lat", "centre_lon", "code", "id", "level", "name", "name_en", "parent_id", "path", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shape", "updated_at", "valid") VALUES (NEW."area_id", NEW."centre_lat", NEW."centre_lon", NEW."code", NEW."id", NEW."level", NEW."name", NEW."name_en", NEW."parent_id", NEW."path", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."shape", NEW."updated_at", NEW."valid"); RETURN NULL;', hash='35056ef1f7b1a4d4548adfae541b67a936ab56b4', operation='UPDATE', pgid='pgtrigger_update_update_bb1ee', table='areas_areaversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boundarychange',
            trigger=pgtrigger.compiler.Trigger(name='boundary_status_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{planned:applied,planned:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='322df8bc3fde5d321045a74e78fb55569dc978a1', operation='UPDATE', pgid='pgtrigger_boundary_status_moves_e6c98', table='areas_boundarychange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boundarychange',
            trigger=pgtrigger.compiler.Trigger(name='boundary_change_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='4726b55367c40cdc9abba558739b710610baac4e', operation='DELETE', pgid='pgtrigger_boundary_change_stays_9f87e', table='areas_boundarychange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boundarychange',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "areas_boundarychangeevent" ("applied_at", "effective_on", "id", "kind", "made_at", "made_by", "made_by_name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "status") VALUES (NEW."applied_at", NEW."effective_on", NEW."id", NEW."kind", NEW."made_at", NEW."made_by", NEW."made_by_name", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."problem", NEW."status"); RETURN NULL;', hash='86ec85d5c54f7b50a42f4eae761c5948107e3640', operation='INSERT', pgid='pgtrigger_insert_insert_23db8', table='areas_boundarychange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boundarychange',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "areas_boundarychangeevent" ("applied_at", "effective_on", "id", "kind", "made_at", "made_by", "made_by_name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "status") VALUES (NEW."applied_at", NEW."effective_on", NEW."id", NEW."kind", NEW."made_at", NEW."made_by", NEW."made_by_name", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."problem", NEW."status"); RETURN NULL;', hash='e80ae787b8a9111ac3ebc3984930ee454c9b3a9d', operation='UPDATE', pgid='pgtrigger_update_update_f191a', table='areas_boundarychange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='changetarget',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "areas_changetargetevent" ("area_id", "change_id", "code", "id", "kind", "level", "made", "name", "name_en", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shape", "takes") VALUES (NEW."area_id", NEW."change_id", NEW."code", NEW."id", NEW."kind", NEW."level", NEW."made", NEW."name", NEW."name_en", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."shape", NEW."takes"); RETURN NULL;', hash='31c7c4c6f4051740bb3dd9873c19b91d2938e36e', operation='INSERT', pgid='pgtrigger_insert_insert_5bbac', table='areas_changetarget', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='changetarget',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "areas_changetargetevent" ("area_id", "change_id", "code", "id", "kind", "level", "made", "name", "name_en", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shape", "takes") VALUES (NEW."area_id", NEW."change_id", NEW."code", NEW."id", NEW."kind", NEW."level", NEW."made", NEW."name", NEW."name_en", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."shape", NEW."takes"); RETURN NULL;', hash='ad6e88244867ed8b9866b5213c8f7681582de57e', operation='UPDATE', pgid='pgtrigger_update_update_79185', table='areas_changetarget', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boundarylink',
            trigger=pgtrigger.compiler.Trigger(name='boundary_residual_named', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n    IF EXISTS (\n        SELECT 1 FROM areas_boundarylink\n        WHERE change_id = NEW.change_id AND from_area_id = NEW.from_area_id\n        GROUP BY from_area_id HAVING count(*) > 1 AND NOT bool_or(residual)\n    ) THEN\n        RAISE EXCEPTION 'boundary change %: area % has several links and no residual',\n            NEW.change_id, NEW.from_area_id USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='95beabab173bdd966c174d708f512dfc5c28bfc4', operation='INSERT OR UPDATE', pgid='pgtrigger_boundary_residual_named_6fea2', table='areas_boundarylink', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boundarylink',
            trigger=pgtrigger.compiler.Trigger(name='boundary_residual_back_named', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n    IF EXISTS (\n        SELECT 1 FROM areas_boundarylink\n        WHERE change_id = NEW.change_id AND to_area_id = NEW.to_area_id\n        GROUP BY to_area_id HAVING count(*) > 1 AND NOT bool_or(residual_back)\n    ) THEN\n        RAISE EXCEPTION 'boundary change %: area % has several links and no residual',\n            NEW.change_id, NEW.to_area_id USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='2b3eeef2eb017316069e1d9079296b21df5e11d5', operation='INSERT OR UPDATE', pgid='pgtrigger_boundary_residual_back_named_9452a', table='areas_boundarylink', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boundarylink',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "areas_boundarylinkevent" ("change_id", "from_area_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "residual", "residual_back", "to_area_id") VALUES (NEW."change_id", NEW."from_area_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."residual", NEW."residual_back", NEW."to_area_id"); RETURN NULL;', hash='55243996ad058e6595dc71ba591681c09b691491', operation='INSERT', pgid='pgtrigger_insert_insert_eb4e0', table='areas_boundarylink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boundarylink',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "areas_boundarylinkevent" ("change_id", "from_area_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "residual", "residual_back", "to_area_id") VALUES (NEW."change_id", NEW."from_area_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."residual", NEW."residual_back", NEW."to_area_id"); RETURN NULL;', hash='5e68a57dfa7cc989748a5e0ead48d69ad4b56a92', operation='UPDATE', pgid='pgtrigger_update_update_a7af2', table='areas_boundarylink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='functionalarea',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "areas_functionalareaevent" ("code", "id", "kind", "name", "name_en", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shape", "updated_at", "valid") VALUES (NEW."code", NEW."id", NEW."kind", NEW."name", NEW."name_en", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."shape", NEW."updated_at", NEW."valid"); RETURN NULL;', hash='f590e66dac78d15e320c21cf02eb35857c32485c', operation='INSERT', pgid='pgtrigger_insert_insert_7084a', table='areas_functionalarea', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='functionalarea',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "areas_functionalareaevent" ("code", "id", "kind", "name", "name_en", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shape", "updated_at", "valid") VALUES (NEW."code", NEW."id", NEW."kind", NEW."name", NEW."name_en", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."shape", NEW."updated_at", NEW."valid"); RETURN NULL;', hash='81a10796de23977cd2f44eb66b64c51d370ad943', operation='UPDATE', pgid='pgtrigger_update_update_6516f', table='areas_functionalarea', when='AFTER')),
        ),
    ])]
