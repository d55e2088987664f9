"""Double check-in: posts, shifts, hours, papers, teams and words on services."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
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
        ('volunteering', '0001_double_checkin'),
        ('volunteering', '0002_posts'),
        ('volunteering', '0003_papers'),
        ('volunteering', '0004_teams'),
        ('volunteering', '0005_invited'),
        ('volunteering', '0006_dossier'),
        ('volunteering', '0007_unit_words'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_initial_squashed_0003'),
        ('orgs', '0001_initial_squashed_0007'),
    ]

    operations = [Together([
        migrations.CreateModel(
            name='UnitCheckin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(blank=True, default='', max_length=120, verbose_name='依据')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='任期')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('how', models.CharField(choices=[('near', '单位就在本社区'), ('paired', '已结对包保'), ('fewest', '报到单位较少的社区'), ('hand', '人工指定')], max_length=8)),
                ('contact', models.CharField(blank=True, default='', max_length=40)),
                ('contact_phone', models.CharField(blank=True, default='', max_length=40)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['community'], name='unitcheckin_community')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid__isempty', False), ('valid__lower_inf', False)), name='unitcheckin_has_start'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('unit'), models.F('unit'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('community'), models.F('community'), models.Value('[]'), function='int8range'), '&&'), ('valid', '&&')], name='unitcheckin_no_overlap')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('resident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.resident')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('name_sealed', models.TextField(blank=True, default='')),
                ('skills', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('since', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['community', 'id'], name='enrolment_standing')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('resident',), name='enrolment_one_standing')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone_blind', models.CharField(max_length=64)),
                ('phone_sealed', models.TextField(blank=True, default='')),
                ('code', models.CharField(max_length=24, null=True, unique=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.body')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.body')),
                ('until', models.DateField(db_index=True)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('phone_sealed', ''), _negated=True), fields=['id'], name='invitation_to_tell')],
                'constraints': [models.UniqueConstraint(fields=('phone_blind', 'unit'), name='invitation_once')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='NotAgain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone_blind', models.CharField(max_length=64, unique=True)),
                ('at', models.DateTimeField()),
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
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('resident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.resident')),
                ('community', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('name_sealed', models.TextField()),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('times', models.PositiveIntegerField()),
                ('minutes', models.PositiveIntegerField()),
                ('issued_at', models.DateTimeField()),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on')), ('minutes__gte', 1), ('times__gte', 1)), name='certificate_of_something')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('quarter', models.DateField()),
                ('text', models.CharField(max_length=500)),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_at', models.DateTimeField()),
                ('grade', models.PositiveSmallIntegerField(null=True)),
                ('answer', models.CharField(blank=True, default='', max_length=500)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answered_at', models.DateTimeField(null=True)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('community', 'unit', 'quarter'), name='feedback_once_a_quarter'), models.CheckConstraint(condition=models.Q(('grade', None), models.Q(('grade__gte', 1), ('grade__lte', 3)), _connector='OR'), name='feedback_grade')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('body', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('kind', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=40)),
                ('about', models.CharField(blank=True, default='', max_length=200)),
                ('founded_on', models.DateField()),
                ('founded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_on', models.DateField(null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('host', 'name'), name='team_once'), models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('body',), name='team_one_of_a_body')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('kind', models.CharField(max_length=20)),
                ('title', models.CharField(max_length=60)),
                ('text', models.CharField(blank=True, default='', max_length=500)),
                ('theme', models.CharField(blank=True, default='', max_length=60)),
                ('meeting_place', models.CharField(max_length=100)),
                ('lon', models.FloatField(null=True)),
                ('lat', models.FloatField(null=True)),
                ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ('claim_until', models.DateTimeField()),
                ('skills', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('places', models.PositiveIntegerField()),
                ('taken', models.PositiveIntegerField(default=0)),
                ('asked', models.PositiveIntegerField(default=0)),
                ('day', models.CharField(blank=True, default='', max_length=20)),
                ('team', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='volunteering.team')),
                ('training', models.BooleanField(default=False)),
                ('secret_sealed', models.TextField()),
                ('published_at', models.DateTimeField()),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('cancelled_why', models.CharField(blank=True, default='', max_length=200)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['community', 'claim_until'], name='post_open'), models.Index(condition=models.Q(('team', None), _negated=True), fields=['team'], name='post_of_team')],
                'constraints': [models.CheckConstraint(condition=models.Q(('asked__gte', models.F('taken')), ('places__gte', 1), ('taken__lte', models.F('places'))), name='post_places'), models.CheckConstraint(condition=models.Q(('during__isempty', False), ('during__lower_inf', False), ('during__upper_inf', False)), name='post_has_times'), models.CheckConstraint(condition=models.Q(('training', False), ('team__isnull', False), _connector='OR'), name='post_training_of_team'), models.UniqueConstraint(condition=models.Q(models.Q(('day', ''), _negated=True), ('cancelled_at', None)), fields=('community', 'day', 'during'), name='post_day_once')],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('resident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.resident')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='volunteering.post')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('name_sealed', models.TextField(blank=True, default='')),
                ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ('state', models.CharField(choices=[('place', '有名额'), ('waiting', '候补'), ('given_back', '已退'), ('declined', '社区没有安排'), ('cancelled', '岗位取消')], max_length=10)),
                ('seq', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('why', models.CharField(blank=True, default='', max_length=200)),
                ('swap_code', models.CharField(max_length=24, null=True, unique=True)),
                ('swap_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='volunteering.post')),
                ('in_at', models.DateTimeField(null=True)),
                ('in_how', models.CharField(blank=True, choices=[('code', '扫码'), ('place', '手机比对地点'), ('organiser', '组织者确认')], default='', max_length=9)),
                ('out_at', models.DateTimeField(null=True)),
                ('out_how', models.CharField(blank=True, choices=[('code', '扫码'), ('place', '手机比对地点'), ('organiser', '组织者确认')], default='', max_length=9)),
                ('flag', models.CharField(blank=True, choices=[('late_code', '事后交的码'), ('not_near', '手机说不在附近'), ('two_places', '另一处还没有签退'), ('phone_clock', '手机时间对不上'), ('no_out', '没有签退')], default='', max_length=11)),
                ('minutes', models.PositiveIntegerField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['post', 'seq'], name='claim_of_post'), models.Index(fields=['resident', '-at'], name='claim_of_resident'), models.Index(condition=models.Q(('minutes__gt', 0)), fields=['unit', 'settled_at'], name='claim_credited')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state__in', ('place', 'waiting'))), expressions=[(models.Func(models.F('resident'), models.F('resident'), models.Value('[]'), function='int8range'), '&&'), ('during', '&&')], name='claim_no_overlap'), models.UniqueConstraint(fields=('post', 'seq'), name='claim_turn_once'), models.CheckConstraint(condition=models.Q(('minutes', None), ('minutes', 0), models.Q(('flag', ''), ('in_at__isnull', False), ('out_at__isnull', False), ('state', 'place')), _connector='OR'), name='claim_minutes_of_a_place'), models.CheckConstraint(condition=models.Q(('out_at', None), models.Q(('in_at__isnull', False), ('out_at__gte', models.F('in_at'))), _connector='OR'), name='claim_out_after_in')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='TeamMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='volunteering.team')),
                ('resident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.resident')),
                ('name_sealed', models.TextField(blank=True, default='')),
                ('since', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('team', 'resident'), name='team_member_once')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='volunteering.post')),
                ('claim', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='volunteering.claim')),
                ('by_resident', models.BooleanField()),
                ('resident', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.resident')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('grade', models.PositiveSmallIntegerField()),
                ('text', models.CharField(blank=True, default='', max_length=300)),
                ('at', models.DateTimeField()),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['post', 'id'], name='word_of_post')],
                'constraints': [models.UniqueConstraint(fields=('post', 'resident'), name='word_once_a_resident'), models.UniqueConstraint(fields=('claim',), name='word_once_a_claim'), models.CheckConstraint(condition=models.Q(('grade__gte', 1), ('grade__lte', 3), models.Q(models.Q(('by_resident', True), ('claim', None), ('user', None)), models.Q(('by_resident', False), ('claim__isnull', False), ('user__isnull', False)), _connector='OR')), name='word_of_somebody')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='volunteering.word')),
                ('resident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.resident')),
                ('text', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('word', 'resident'), name='reply_once')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='UnitWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='volunteering.post')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('grade', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=300)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('post', 'unit'), name='unit_word_once'), models.CheckConstraint(condition=models.Q(('grade__gte', 1), ('grade__lte', 3)), name='unit_word_scale')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='word',
            trigger=pgtrigger.compiler.Trigger(name='word_for_ever', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN ((OLD.post_id, OLD.claim_id, OLD.by_resident, OLD.user_id, OLD.grade, OLD.at) IS DISTINCT FROM (NEW.post_id, NEW.claim_id, NEW.by_resident, NEW.user_id, NEW.grade, NEW.at) OR NEW.resident_id IS NOT NULL OR NEW.text NOT IN ('', OLD.text))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3e0303f3bba44b3450e5993313488f64b3812063', operation='UPDATE', pgid='pgtrigger_word_for_ever_b8423', table='volunteering_word', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unitword',
            trigger=pgtrigger.compiler.Trigger(name='unit_word_for_ever', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.post_id, OLD.grade, OLD.text, OLD.user_id, OLD.at) IS DISTINCT FROM (NEW.post_id, NEW.grade, NEW.text, NEW.user_id, NEW.at))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='081d7134b111b6dcf8e51f1bbf8204abde42a0b7', operation='UPDATE', pgid='pgtrigger_unit_word_for_ever_1dbb8', table='volunteering_unitword', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unitword',
            trigger=pgtrigger.compiler.Trigger(name='unit_word_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='a468cd1592fe56e5e26c92f40c1e3946bbe46b67', operation='DELETE', pgid='pgtrigger_unit_word_stays_f6205', table='volunteering_unitword', when='BEFORE')),
        ),
    ])]
