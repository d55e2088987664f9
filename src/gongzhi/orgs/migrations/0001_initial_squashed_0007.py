"""Bodies, what stands between them, and how they end."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.manager
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from gongzhi.kernel.together import Together


class Migration(migrations.Migration):
    replaces = [
        ('orgs', '0001_initial'),
        ('orgs', '0002_relations'),
        ('orgs', '0003_ending'),
        ('orgs', '0004_history_by_statement'),
        ('orgs', '0005_ending_taken_back'),
        ('orgs', '0006_corrections'),
        ('orgs', '0007_duty_without_place'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_initial_squashed_0003'),
        ('areas', '0001_initial_squashed_0006'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [Together([
        migrations.CreateModel(
            name='Body',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='编码')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('short_name', models.CharField(blank=True, default='', max_length=40, verbose_name='简称')),
                ('name_en', models.CharField(blank=True, default='', max_length=160)),
                ('kind', models.CharField(max_length=40, verbose_name='类别')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='orgs.body')),
                ('path', models.TextField(db_collation='C', default='')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bodies', to='areas.area')),
                ('round_the_clock', models.BooleanField(default=False, verbose_name='全天候')),
                ('phone', models.CharField(blank=True, default='', max_length=40, verbose_name='电话')),
                ('on_duty_people', models.IntegerField(default=0, verbose_name='在岗人数')),
                ('active', models.BooleanField(default=True, verbose_name='启用')),
                ('from_profile', models.BooleanField(default=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('areas_served', models.ManyToManyField(blank=True, related_name='serving_bodies', through='orgs.BodyArea', to='areas.area')),
            ],
            options={
                'verbose_name': '单位',
                'indexes': [models.Index(fields=['path'], name='orgs_body_path'), models.Index(fields=['kind', 'area'], name='orgs_body_kind_area')],
            },
        ),
        migrations.CreateModel(
            name='BodyEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='orgs.body')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('code', models.CharField(max_length=40, verbose_name='编码')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('short_name', models.CharField(blank=True, default='', max_length=40, verbose_name='简称')),
                ('name_en', models.CharField(blank=True, default='', max_length=160)),
                ('kind', models.CharField(max_length=40, verbose_name='类别')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='orgs.body')),
                ('path', models.TextField(db_collation='C', default='')),
                ('area', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='areas.area')),
                ('round_the_clock', models.BooleanField(default=False, verbose_name='全天候')),
                ('phone', models.CharField(blank=True, default='', max_length=40, verbose_name='电话')),
                ('on_duty_people', models.IntegerField(default=0, verbose_name='在岗人数')),
                ('active', models.BooleanField(default=True, verbose_name='启用')),
                ('from_profile', models.BooleanField(default=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name='BodyArea',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='body_areas', to='orgs.body')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='body_areas', to='areas.area')),
            ],
            options={
                'verbose_name': '单位服务区域',
                'constraints': [models.UniqueConstraint(fields=('body', 'area'), name='orgs_body_area_once')],
            },
        ),
        migrations.CreateModel(
            name='BodyEnding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(blank=True, default='', max_length=120, verbose_name='依据')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endings', to='orgs.body')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='took_over', to='orgs.body')),
                ('ended_on', models.DateField()),
                ('why', models.CharField(max_length=200)),
                ('areas', models.JSONField(default=list)),
                ('beside', models.JSONField(default=list)),
                ('passed', models.JSONField(default=dict)),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_why', models.CharField(blank=True, default='', max_length=200)),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': '单位撤并',
                'constraints': [models.CheckConstraint(condition=models.Q(('body', models.F('successor')), _negated=True), name='orgs_ending_not_itself'), models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('body',), name='orgs_ending_once')],
            },
        ),
        migrations.CreateModel(
            name='EndedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ending', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='orgs.bodyending')),
                ('table', models.CharField(max_length=63)),
                ('row_id', models.BigIntegerField()),
                ('was', models.JSONField(null=True)),
                ('became', models.JSONField(null=True)),
            ],
            options={
                'verbose_name': '撤并前的记录',
                'indexes': [models.Index(fields=['ending', 'table', 'row_id'], name='orgs_endedrow_row')],
            },
        ),
        migrations.CreateModel(
            name='Responsibility',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(blank=True, default='', max_length=120, verbose_name='依据')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='任期')),
                ('kind', models.CharField(choices=[('area', '包区'), ('grid', '联网'), ('home', '挂户')], max_length=8)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responsibilities', to='orgs.body')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responsibilities', to='areas.area')),
                ('person_name', models.CharField(blank=True, default='', max_length=40)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '责任',
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['kind', 'area'], name='orgs_duty_kind_area')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid__isempty', False), ('valid__lower_inf', False)), name='orgs_duty_has_start'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind', 'area')), expressions=[(models.Func(models.F('area'), models.F('area'), models.Value('[]'), function='int8range'), '&&'), ('valid', '&&')], name='orgs_duty_area_no_overlap'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind', 'grid')), expressions=[(models.Func(models.F('area'), models.F('area'), models.Value('[]'), function='int8range'), '&&'), ('valid', '&&')], name='orgs_duty_grid_no_overlap'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind', 'home')), expressions=[(models.Func(models.F('area'), models.F('area'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('body'), models.F('body'), models.Value('[]'), function='int8range'), '&&'), ('valid', '&&')], name='orgs_duty_home_no_overlap')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(blank=True, default='', max_length=120, verbose_name='依据')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='任期')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='orgs.body')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='belongs_to', to='orgs.body')),
                ('role', models.CharField(choices=[('convener', '召集单位'), ('lead', '牵头单位'), ('deputy', '副召集单位'), ('member', '成员单位'), ('part_time', '兼职委员单位'), ('covered', '已建党组织')], default='member', max_length=20)),
                ('representative', models.CharField(blank=True, default='', max_length=40)),
                ('post_title', models.CharField(blank=True, default='', max_length=60)),
            ],
            options={
                'verbose_name': '成员关系',
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['body', 'role'], name='orgs_member_body_role'), models.Index(fields=['member', 'role'], name='orgs_member_member_role')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid__isempty', False), ('valid__lower_inf', False)), name='orgs_member_has_start'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('body'), models.F('body'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('member'), models.F('member'), models.Value('[]'), function='int8range'), '&&'), ('valid', '&&')], name='orgs_member_no_overlap'), models.CheckConstraint(condition=models.Q(('body', models.F('member')), _negated=True), name='orgs_member_not_itself')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='MembershipCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(blank=True, default='', max_length=120, verbose_name='依据')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('row_id', models.BigIntegerField()),
                ('was', models.JSONField()),
                ('became', models.JSONField(null=True)),
                ('why', models.CharField(max_length=200)),
            ],
            options={
                'verbose_name': '成员关系的更正',
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['row_id'], name='orgs_correction_row')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Pairing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(blank=True, default='', max_length=120, verbose_name='依据')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='任期')),
                ('kind', models.CharField(choices=[('leader', '领导联系社区'), ('unit', '单位包保社区')], max_length=10)),
                ('from_body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pairings_out', to='orgs.body')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pairings_in', to='orgs.body')),
                ('leader_name', models.CharField(blank=True, default='', max_length=40)),
                ('post_title', models.CharField(blank=True, default='', max_length=60)),
            ],
            options={
                'verbose_name': '结对',
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['community'], name='orgs_pairing_community')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid__isempty', False), ('valid__lower_inf', False)), name='orgs_pairing_has_start'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind', 'unit')), expressions=[(models.Func(models.F('from_body'), models.F('from_body'), models.Value('[]'), function='int8range'), '&&'), ('valid', '&&')], name='orgs_pairing_unit_no_overlap'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'leader'), _negated=True), models.Q(('leader_name', ''), _negated=True), _connector='OR'), name='orgs_pairing_names_leader')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(blank=True, default='', max_length=120, verbose_name='依据')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('kind', models.CharField(choices=[('co_build', '共驻共建协议'), ('sponsor', '包保协议'), ('alliance', '联盟共建协议')], max_length=12)),
                ('title', models.CharField(max_length=120)),
                ('signed_on', models.DateField()),
                ('expires_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, default='', max_length=200)),
                ('renews', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewed_by', to='orgs.agreement')),
                ('file', models.CharField(blank=True, default='', max_length=120)),
                ('file_name', models.CharField(blank=True, default='', max_length=120)),
            ],
            options={
                'verbose_name': '协议',
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['expires_on'], name='orgs_agreement_expires')],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_on__gte', models.F('signed_on'))), name='orgs_agreement_forward')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='AgreementParty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='orgs.agreement')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreement_parties', to='orgs.body')),
                ('signatory', models.CharField(blank=True, default='', max_length=40)),
            ],
            options={
                'verbose_name': '协议方',
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('agreement', 'body'), name='orgs_agreement_party_once')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='AgreementItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='orgs.agreement')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=300)),
            ],
            options={
                'verbose_name': '协议事项',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('agreement', 'number'), name='orgs_item_number_once')],
            },
        ),
        migrations.CreateModel(
            name='OfficePost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(blank=True, default='', max_length=120, verbose_name='依据')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='任期')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='orgs.body')),
                ('post', models.CharField(choices=[('secretary', '书记'), ('deputy_secretary', '副书记'), ('committee', '委员'), ('part_time', '兼职委员'), ('head', '组长'), ('deputy_head', '副组长'), ('chair', '主任'), ('vice_chair', '副主任'), ('owner_delegate', '业主代表'), ('project_manager', '物业项目负责人'), ('quality_supervisor', '质量监督员')], max_length=20)),
                ('holder_name', models.CharField(max_length=40)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '任职',
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['body', 'post'], name='orgs_post_body_post')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid__isempty', False), ('valid__lower_inf', False)), name='orgs_post_has_start'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('post__in', ['secretary', 'head', 'chair'])), expressions=[(models.Func(models.F('body'), models.F('body'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.Func(models.F('post'), function='hashtext'), models.Func(models.F('post'), function='hashtext'), models.Value('[]'), function='int8range'), '&&'), ('valid', '&&')], name='orgs_post_single')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='CrossAppointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(blank=True, default='', max_length=120, verbose_name='依据')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('person_name', models.CharField(max_length=40)),
                ('from_body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sent_out', to='orgs.body')),
                ('from_post', models.CharField(blank=True, choices=[('secretary', '书记'), ('deputy_secretary', '副书记'), ('committee', '委员'), ('part_time', '兼职委员'), ('head', '组长'), ('deputy_head', '副组长'), ('chair', '主任'), ('vice_chair', '副主任'), ('owner_delegate', '业主代表'), ('project_manager', '物业项目负责人'), ('quality_supervisor', '质量监督员')], default='', max_length=20)),
                ('to_body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taken_in', to='orgs.body')),
                ('to_post', models.CharField(choices=[('secretary', '书记'), ('deputy_secretary', '副书记'), ('committee', '委员'), ('part_time', '兼职委员'), ('head', '组长'), ('deputy_head', '副组长'), ('chair', '主任'), ('vice_chair', '副主任'), ('owner_delegate', '业主代表'), ('project_manager', '物业项目负责人'), ('quality_supervisor', '质量监督员')], max_length=20)),
                ('state', models.CharField(choices=[('recommended', '已推荐'), ('agreed', '会议已同意'), ('appointed', '已任职'), ('dropped', '未通过')], default='recommended', max_length=12)),
                ('recommended_on', models.DateField()),
                ('agreed_on', models.DateField(blank=True, null=True)),
                ('agreed_by', models.CharField(blank=True, default='', max_length=80)),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('how', models.CharField(blank=True, choices=[('elected', '选举产生'), ('appointed', '聘任')], default='', max_length=12)),
                ('note', models.CharField(blank=True, default='', max_length=200)),
                ('office', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cross', to='orgs.officepost')),
            ],
            options={
                'verbose_name': '交叉任职',
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('from_body', models.F('to_body')), _negated=True), name='orgs_cross_not_itself'), models.CheckConstraint(condition=models.Q(('agreed_on__isnull', True), ('agreed_on__gte', models.F('recommended_on')), _connector='OR'), name='orgs_cross_agreed_after'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'appointed'), _negated=True), models.Q(('agreed_on__isnull', False), ('decided_on__gte', models.F('agreed_on')), ('office__isnull', False), models.Q(('basis', ''), _negated=True), models.Q(('how', ''), _negated=True)), _connector='OR'), name='orgs_cross_appointed_by_steps')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(blank=True, default='', max_length=120, verbose_name='依据')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('name', models.CharField(max_length=120)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='orgs.body')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'verbose_name': '专项工作',
                'constraints': [models.UniqueConstraint(fields=('group', 'name'), name='orgs_programme_once')],
            },
        ),
        migrations.CreateModel(
            name='ProgrammeTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='orgs.programme')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=200)),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
            ],
            options={
                'verbose_name': '专项任务',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='orgs_task_number_once')],
            },
        ),
        migrations.CreateModel(
            name='TemporaryBranch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(blank=True, default='', max_length=120, verbose_name='依据')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('body', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='temporary', to='orgs.body')),
                ('reason', models.CharField(max_length=200)),
                ('opened_on', models.DateField()),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('closed_why', models.CharField(blank=True, default='', max_length=200)),
            ],
            options={
                'verbose_name': '临时党组织',
                'constraints': [models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gt', models.F('opened_on')), _connector='OR'), name='orgs_temporary_closed_after')],
            },
        ),
        migrations.CreateModel(
            name='TemporaryCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(blank=True, default='', max_length=120, verbose_name='依据')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='任期')),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='orgs.temporarybranch')),
                ('body', models.ForeignKey(blank=True, db_column='home_id', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='temporary_counts', to='orgs.body')),
                ('in_service', models.PositiveIntegerField(default=0)),
                ('returned', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': '临时党组织人数',
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid__isempty', False), ('valid__lower_inf', False)), name='orgs_temporary_count_has_start'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('body__isnull', False)), expressions=[(models.Func(models.F('branch'), models.F('branch'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('body'), models.F('body'), models.Value('[]'), function='int8range'), '&&'), ('valid', '&&')], name='orgs_temporary_count_no_overlap'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('body__isnull', True)), expressions=[(models.Func(models.F('branch'), models.F('branch'), models.Value('[]'), function='int8range'), '&&'), ('valid', '&&')], name='orgs_temporary_returned_no_overlap'), models.CheckConstraint(condition=models.Q(('body__isnull', False), ('in_service', 0), _connector='OR'), name='orgs_temporary_in_service_has_home'), models.CheckConstraint(condition=models.Q(('in_service__gt', 0), ('returned__gt', 0), _connector='OR'), name='orgs_temporary_count_not_nothing')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='body',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_bodyevent" ("active", "area_id", "code", "from_profile", "id", "kind", "name", "name_en", "on_duty_people", "parent_id", "path", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "round_the_clock", "short_name", "updated_at") SELECT new_values."active", new_values."area_id", new_values."code", new_values."from_profile", new_values."id", new_values."kind", new_values."name", new_values."name_en", new_values."on_duty_people", new_values."parent_id", new_values."path", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."phone", new_values."round_the_clock", new_values."short_name", new_values."updated_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a322ff38e4ba1a2ebc29ab03437e12e0cd5c7125', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_5a757', referencing='REFERENCING NEW TABLE AS new_values ', table='orgs_body', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='body',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "orgs_bodyevent" ("active", "area_id", "code", "from_profile", "id", "kind", "name", "name_en", "on_duty_people", "parent_id", "path", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "round_the_clock", "short_name", "updated_at") VALUES (NEW."active", NEW."area_id", NEW."code", NEW."from_profile", NEW."id", NEW."kind", NEW."name", NEW."name_en", NEW."on_duty_people", NEW."parent_id", NEW."path", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."round_the_clock", NEW."short_name", NEW."updated_at"); RETURN NULL;', hash='9479396544f4e8d11c0d5987ff338268c0033cfa', operation='UPDATE', pgid='pgtrigger_update_update_18dcd', table='orgs_body', when='AFTER')),
        ),
    ])]
