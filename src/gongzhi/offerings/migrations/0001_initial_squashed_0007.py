"""Items to order, the three lists, windows, purchases and menus."""

import django.db.models.deletion
import django.db.models.manager
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from gongzhi.kernel.together import Together


class Migration(migrations.Migration):
    replaces = [
        ('offerings', '0001_initial'),
        ('offerings', '0002_pledges'),
        ('offerings', '0003_windows'),
        ('offerings', '0004_hand_over'),
        ('offerings', '0005_purchases'),
        ('offerings', '0006_dates'),
        ('offerings', '0007_menus'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_initial_squashed_0003'),
        ('orders', '0003_orders_squashed_0012'),
        ('orgs', '0001_initial_squashed_0007'),
        ('venues', '0001_initial_squashed_0005'),
    ]

    operations = [Together([
        migrations.CreateModel(
            name='ItemOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='item', to='orders.order')),
                ('code', models.CharField(max_length=12)),
                ('kind', models.CharField(max_length=8)),
            ],
            options={
                'indexes': [models.Index(fields=['code'], name='item_order_code')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('side', models.CharField(max_length=8)),
                ('class_key', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('quantity', models.PositiveIntegerField()),
                ('unit', models.CharField(max_length=10)),
                ('skills', models.CharField(blank=True, default='', max_length=120)),
                ('place', models.CharField(blank=True, default='', max_length=120)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('part', models.CharField(default='any', max_length=10)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('support', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('need', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offerings.entry')),
                ('offer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offerings.entry')),
                ('why', models.CharField(blank=True, default='', max_length=300)),
                ('state', models.CharField(default='open', max_length=8)),
                ('result', models.CharField(blank=True, default='', max_length=300)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('ended_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['side', 'body'], name='entry_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('side__in', ('need', 'offer', 'carry'))), name='entry_side_known'), models.CheckConstraint(condition=models.Q(('state__in', ('open', 'done', 'dropped'))), name='entry_state_known'), models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='entry_some'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='entry_days_in_order')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='orders.order')),
                ('number', models.CharField(blank=True, default='', max_length=60)),
                ('state', models.CharField(blank=True, default='', max_length=100)),
                ('done', models.BooleanField(default=False)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_at', models.DateTimeField(null=True)),
                ('failure', models.CharField(blank=True, default='', max_length=200)),
                ('taken_at', models.DateTimeField(null=True)),
                ('asked_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='handover_due')],
            },
        ),
        migrations.CreateModel(
            name='MenuLine',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('name', models.CharField(max_length=40)),
                ('words', models.CharField(max_length=200)),
                ('days', models.PositiveSmallIntegerField()),
                ('pain', models.CharField(blank=True, default='', max_length=60)),
                ('pain_words', models.CharField(max_length=60)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('ended_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['body', 'ended_at'], name='menu_line_of_body')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('body', 'name'), name='menu_line_once'), models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 60)), name='menu_line_days')],
            },
        ),
        migrations.CreateModel(
            name='MenuTake',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='takes', to='offerings.menuline')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('at_once', models.PositiveSmallIntegerField()),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('ended_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('line',), name='menu_line_taken_once'), models.CheckConstraint(condition=models.Q(('at_once__gte', 1), ('at_once__lte', 200)), name='menu_take_some')],
            },
        ),
        migrations.CreateModel(
            name='Purchase',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField(unique=True)),
                ('name', models.CharField(max_length=80)),
                ('buyer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('contractor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('hours', models.PositiveIntegerField()),
                ('person_times', models.PositiveIntegerField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('stopped_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=300)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['body', 'ends_on'], name='purchase_of_body')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='purchase_days_in_order'), models.CheckConstraint(condition=models.Q(('amount__gte', 0), ('hours__gte', 1), ('person_times__gte', 1)), name='purchase_of_something'), models.CheckConstraint(condition=models.Q(models.Q(('contractor', models.F('body')), _negated=True), models.Q(('contractor', models.F('buyer')), _negated=True)), name='purchase_of_another')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='PurchasedService',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('purchase', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='offerings.purchase')),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order')),
                ('activity', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='venues.activity')),
                ('minutes', models.PositiveIntegerField(null=True)),
                ('state', models.CharField(default='waiting', max_length=9)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('settled_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=300)),
            ],
            options={
                'indexes': [models.Index(fields=['purchase', 'state'], name='purchased_of_project')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('waiting', 'confirmed', 'refused'))), name='purchased_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('activity', None), ('minutes__gte', 1), ('order__isnull', False)), models.Q(('activity__isnull', False), ('minutes', None), ('order', None)), _connector='OR'), name='purchased_is_one_thing'), models.UniqueConstraint(condition=models.Q(('state', 'refused'), _negated=True), fields=('order',), name='purchased_order_once'), models.UniqueConstraint(condition=models.Q(('state', 'refused'), _negated=True), fields=('activity',), name='purchased_activity_once')],
            },
        ),
        migrations.CreateModel(
            name='PurchaseWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purchase', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='offerings.purchase')),
                ('quarter_on', models.DateField()),
                ('grade', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=300)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('purchase', 'quarter_on'), name='purchase_word_once'), models.CheckConstraint(condition=models.Q(('grade__gte', 1), ('grade__lte', 3)), name='purchase_word_scale')],
            },
        ),
        migrations.CreateModel(
            name='ServiceTime',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('code', models.CharField(max_length=8)),
                ('weekday', models.PositiveSmallIntegerField()),
                ('only_on', models.DateField(null=True)),
                ('starts', models.TimeField()),
                ('ends', models.TimeField()),
                ('capacity', models.PositiveSmallIntegerField()),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None), ('only_on', None)), fields=('body', 'code', 'weekday', 'starts'), name='service_time_once'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('body', 'code', 'only_on', 'starts'), name='service_time_once_a_date'), models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='service_time_starts_first'), models.CheckConstraint(condition=models.Q(('capacity__gte', 1), ('weekday__lte', 6)), name='service_time_holds_some')],
            },
        ),
        migrations.CreateModel(
            name='Window',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('time', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offerings.servicetime')),
                ('day', models.DateField()),
                ('capacity', models.PositiveSmallIntegerField()),
                ('taken', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('time', 'day'), name='window_once'), models.CheckConstraint(condition=models.Q(('taken__lte', models.F('capacity'))), name='window_not_over')],
            },
        ),
        migrations.CreateModel(
            name='WindowPlace',
            fields=[
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='orders.order')),
                ('window', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offerings.window')),
                ('starts_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField(unique=True)),
                ('resident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.resident')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('code', models.CharField(max_length=8)),
                ('every', models.CharField(max_length=5)),
                ('first_on', models.DateField()),
                ('times', models.PositiveSmallIntegerField(default=1)),
                ('next_on', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('stopped_at', models.DateTimeField(null=True)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('stopped_at', None)), fields=['next_on'], name='series_due'), models.Index(fields=['resident'], name='series_of_resident')],
                'constraints': [models.CheckConstraint(condition=models.Q(('every__in', ('week', 'month'))), name='series_every_known')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='SeriesDay',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='offerings.series')),
                ('day', models.DateField()),
                ('order', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order')),
                ('why', models.CharField(blank=True, default='', max_length=8)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('series', 'day'), name='series_day_once')],
            },
        ),
        migrations.CreateModel(
            name='ClosedDay',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('code', models.CharField(max_length=8)),
                ('day', models.DateField()),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('body', 'code', 'day'), name='closed_day_once')],
            },
        ),
        migrations.CreateModel(
            name='Pledge',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order')),
                ('resident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.resident')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['resident', '-at'], name='pledge_of_resident')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('order',), name='pledge_one_at_a_time')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='purchaseword',
            trigger=pgtrigger.compiler.Trigger(name='purchase_word_for_ever', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='33cc2e2a7a7c6b2e5b5c025d3ef5de8edc02f1f4', operation='UPDATE OR DELETE', pgid='pgtrigger_purchase_word_for_ever_f2728', table='offerings_purchaseword', when='BEFORE')),
        ),
    ])]
