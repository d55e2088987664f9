"""What the registers hold: people, homes, buildings, units, facilities, devices, members."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.manager
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from gongzhi.kernel.together import Together


class Migration(migrations.Migration):
    replaces = [
        ('registers', '0002_census'),
        ('registers', '0003_requests'),
        ('registers', '0004_ended_why'),
        ('registers', '0005_members_at_home'),
        ('registers', '0006_opinion_requests'),
        ('registers', '0007_export_reach'),
        ('registers', '0008_traces'),
        ('registers', '0009_home_duties'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_initial_squashed_0003'),
        ('areas', '0001_initial_squashed_0006'),
        ('orders', '0003_orders_squashed_0012'),
        ('orgs', '0001_initial_squashed_0007'),
    ]

    operations = [Together([
        migrations.CreateModel(
            name='Building',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('area_path', models.TextField(db_collation='C')),
                ('checked_on', models.DateField()),
                ('updated_at', models.DateTimeField()),
                ('version', models.IntegerField(default=1)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, db_default='', default='', max_length=12)),
                ('is_demo', models.BooleanField(default=False)),
                ('lon', models.FloatField(blank=True, null=True)),
                ('lat', models.FloatField(blank=True, null=True)),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('address', models.CharField(max_length=200)),
                ('kind', models.CharField(default='residential', max_length=12)),
                ('floors', models.SmallIntegerField(blank=True, null=True)),
                ('entrances', models.SmallIntegerField(blank=True, null=True)),
                ('built_year', models.SmallIntegerField(blank=True, null=True)),
                ('search', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['area_path', 'code'], name='building_by_area'), django.contrib.postgres.indexes.GinIndex(fields=['search'], name='building_search')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lat__isnull', True), ('lon__isnull', True)), models.Q(('lat__range', (-90, 90)), ('lon__range', (-180, 180))), _connector='OR'), name='building_point_whole'), models.CheckConstraint(condition=models.Q(('kind__in', ('residential', 'commercial', 'mixed', 'public', 'other'))), name='building_kind_known')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Home',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('area_path', models.TextField(db_collation='C')),
                ('checked_on', models.DateField()),
                ('updated_at', models.DateTimeField()),
                ('version', models.IntegerField(default=1)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, db_default='', default='', max_length=12)),
                ('is_demo', models.BooleanField(default=False)),
                ('building', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='homes', to='registers.building')),
                ('number', models.CharField(max_length=20)),
                ('address', models.CharField(max_length=220)),
                ('use', models.CharField(default='own', max_length=10)),
                ('floor_area', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True)),
                ('search', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['area_path', 'address'], name='home_by_area'), django.contrib.postgres.indexes.GinIndex(fields=['search'], name='home_search')],
                'constraints': [models.UniqueConstraint(fields=('building', 'number'), name='home_once'), models.CheckConstraint(condition=models.Q(('use__in', ('own', 'let', 'vacant', 'business', 'other'))), name='home_use_known')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='HomeDuty',
            fields=[
                ('basis', models.CharField(blank=True, default='', max_length=120, verbose_name='依据')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField(verbose_name='任期')),
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('home', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duties', to='registers.home')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid__isempty', False), ('valid__lower_inf', False)), name='homeduty_has_start'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('home'), models.F('home'), models.Value('[]'), function='int8range'), '&&'), ('valid', '&&')], name='homeduty_home_no_overlap')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='MemberAtHome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('resident', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.resident')),
                ('since', models.DateTimeField()),
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
            name='MemberHelp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orders.order')),
                ('resident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.resident')),
                ('accepted_at', models.DateTimeField()),
                ('minutes', models.PositiveSmallIntegerField(null=True)),
                ('recorded_at', models.DateTimeField(null=True)),
                ('said_by', models.CharField(blank=True, default='', max_length=9)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('order', 'resident'), name='memberhelp_once'), models.CheckConstraint(condition=models.Q(models.Q(('minutes', None), ('said_by', '')), models.Q(('minutes__isnull', False), ('said_by__in', ('self', 'organiser'))), _connector='OR'), name='memberhelp_said')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('area_path', models.TextField(db_collation='C')),
                ('checked_on', models.DateField()),
                ('updated_at', models.DateTimeField()),
                ('version', models.IntegerField(default=1)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, db_default='', default='', max_length=12)),
                ('is_demo', models.BooleanField(default=False)),
                ('home', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='registers.home')),
                ('account', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='person', to='accounts.resident')),
                ('name_sealed', models.TextField()),
                ('phone_sealed', models.TextField(blank=True, default='')),
                ('id_sealed', models.TextField(blank=True, default='')),
                ('id_blind', models.CharField(blank=True, max_length=32, null=True)),
                ('tokens', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('sex', models.CharField(blank=True, default='', max_length=1)),
                ('birth_year', models.SmallIntegerField(blank=True, null=True)),
                ('residence', models.CharField(default='usual', max_length=12)),
                ('relation', models.CharField(default='other', max_length=8)),
                ('consent_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['area_path', 'id'], name='person_by_area'), django.contrib.postgres.indexes.GinIndex(fields=['tokens'], name='person_tokens'), models.Index(condition=models.Q(('ended_on', None)), fields=['home'], name='person_living')],
                'constraints': [models.UniqueConstraint(fields=('id_blind',), name='person_id_once'), models.CheckConstraint(condition=models.Q(('sex__in', ('', 'm', 'f'))), name='person_sex_known'), models.CheckConstraint(condition=models.Q(('residence__in', ('registered', 'usual', 'passing'))), name='person_residence_known'), models.CheckConstraint(condition=models.Q(('relation__in', ('head', 'spouse', 'child', 'parent', 'other', 'tenant'))), name='person_relation_known'), models.UniqueConstraint(condition=models.Q(('ended_on', None), ('relation', 'head')), fields=('home',), name='person_one_head')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='PartyMember',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('area_path', models.TextField(db_collation='C')),
                ('checked_on', models.DateField()),
                ('updated_at', models.DateTimeField()),
                ('version', models.IntegerField(default=1)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, db_default='', default='', max_length=12)),
                ('is_demo', models.BooleanField(default=False)),
                ('area', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('number', models.CharField(max_length=20)),
                ('name_sealed', models.TextField(blank=True, default='')),
                ('tokens', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('birth_year', models.SmallIntegerField()),
                ('retired', models.BooleanField(default=False)),
                ('new_sector', models.BooleanField(default=False)),
                ('education', models.CharField(blank=True, default='', max_length=8)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [django.contrib.postgres.indexes.GinIndex(condition=models.Q(('name_sealed', ''), _negated=True), fields=['tokens'], name='partymember_tokens')],
                'constraints': [models.UniqueConstraint(fields=('body', 'number'), name='partymember_once'), models.CheckConstraint(condition=models.Q(('education__in', ('', 'school', 'college', 'bachelor', 'master'))), name='partymember_education_known')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='TalentEntry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('area_path', models.TextField(db_collation='C')),
                ('checked_on', models.DateField()),
                ('updated_at', models.DateTimeField()),
                ('version', models.IntegerField(default=1)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, db_default='', default='', max_length=12)),
                ('is_demo', models.BooleanField(default=False)),
                ('name_sealed', models.TextField()),
                ('phone_sealed', models.TextField(blank=True, default='')),
                ('tokens', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('kind', models.CharField(max_length=12)),
                ('skill', models.CharField(max_length=80)),
                ('agreed_on', models.DateField()),
                ('search', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['area_path', 'id'], name='talent_by_area'), django.contrib.postgres.indexes.GinIndex(fields=['tokens'], name='talent_tokens'), django.contrib.postgres.indexes.GinIndex(fields=['search'], name='talent_search')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Facility',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('area_path', models.TextField(db_collation='C')),
                ('checked_on', models.DateField()),
                ('updated_at', models.DateTimeField()),
                ('version', models.IntegerField(default=1)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, db_default='', default='', max_length=12)),
                ('is_demo', models.BooleanField(default=False)),
                ('lon', models.FloatField(blank=True, null=True)),
                ('lat', models.FloatField(blank=True, null=True)),
                ('code', models.CharField(max_length=16, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('place', models.CharField(blank=True, default='', max_length=200)),
                ('accuracy', models.CharField(default='C', max_length=1)),
                ('state', models.CharField(default='intact', max_length=8)),
                ('keeper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('search', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['area_path', 'code'], name='facility_by_area'), django.contrib.postgres.indexes.GinIndex(fields=['search'], name='facility_search')],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[0-9]{16}$')), name='facility_code_16_digits'), models.CheckConstraint(condition=models.Q(('accuracy__in', ('A', 'B', 'C'))), name='facility_accuracy_known'), models.CheckConstraint(condition=models.Q(('state__in', ('intact', 'damaged', 'lost', 'removed'))), name='facility_state_known')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('area_path', models.TextField(db_collation='C')),
                ('checked_on', models.DateField()),
                ('updated_at', models.DateTimeField()),
                ('version', models.IntegerField(default=1)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, db_default='', default='', max_length=12)),
                ('is_demo', models.BooleanField(default=False)),
                ('lon', models.FloatField(blank=True, null=True)),
                ('lat', models.FloatField(blank=True, null=True)),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=40)),
                ('place', models.CharField(blank=True, default='', max_length=200)),
                ('state', models.CharField(default='working', max_length=8)),
                ('keeper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('takes_pictures', models.BooleanField(default=False)),
                ('legal_basis', models.CharField(blank=True, default='', max_length=200)),
                ('search', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['area_path', 'code'], name='device_by_area'), django.contrib.postgres.indexes.GinIndex(fields=['search'], name='device_search')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('working', 'faulty', 'off', 'removed'))), name='device_state_known'), models.CheckConstraint(condition=models.Q(('takes_pictures', False), models.Q(('legal_basis', ''), _negated=True), _connector='OR'), name='device_pictures_have_a_basis')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='PersonMoved',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='registers.person')),
                ('area_path', models.TextField(db_collation='C')),
                ('until', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='UnitRecord',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('area_path', models.TextField(db_collation='C')),
                ('checked_on', models.DateField()),
                ('updated_at', models.DateTimeField()),
                ('version', models.IntegerField(default=1)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, db_default='', default='', max_length=12)),
                ('is_demo', models.BooleanField(default=False)),
                ('lon', models.FloatField(blank=True, null=True)),
                ('lat', models.FloatField(blank=True, null=True)),
                ('body', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='unit_record', to='orgs.body')),
                ('credit_code', models.CharField(blank=True, max_length=18, null=True, unique=True)),
                ('address', models.CharField(blank=True, default='', max_length=200)),
                ('contact_sealed', models.TextField(blank=True, default='')),
                ('phone_sealed', models.TextField(blank=True, default='')),
                ('employees', models.IntegerField(blank=True, null=True)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['area_path', 'id'], name='unitrecord_by_area')],
                'constraints': [models.CheckConstraint(condition=models.Q(('employees__isnull', True), ('employees__gte', 0), _connector='OR'), name='unitrecord_employees')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='person_trail', sql=pgtrigger.compiler.UpsertTriggerSql(func='\nINSERT INTO registers_personmoved (person_id, area_path, until)\nSELECT o.id, o.area_path, now() FROM old_rows o JOIN new_rows n ON n.id = o.id\n WHERE o.area_path IS DISTINCT FROM n.area_path;\nRETURN NULL;\n', hash='b37214172eb1d21f0390221dbf27f8571848ac8f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_person_trail_7c2d0', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='registers_person', when='AFTER')),
        ),
    ])]
