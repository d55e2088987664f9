"""Stations and rooms, bookings, activities, groups, tools and the hall's queue."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

from gongzhi.kernel.together import Together


class Migration(migrations.Migration):
    replaces = [
        ('venues', '0001_initial'),
        ('venues', '0002_tools_and_hall'),
        ('venues', '0003_hours'),
        ('venues', '0004_points'),
        ('venues', '0005_dates'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_initial_squashed_0003'),
        ('areas', '0001_initial_squashed_0006'),
        ('orgs', '0001_initial_squashed_0007'),
    ]

    operations = [Together([
        migrations.CreateModel(
            name='InterestGroup',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('kind', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=40)),
                ('about', models.CharField(blank=True, default='', max_length=200)),
                ('ended_on', models.DateField(null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('body', 'name'), name='group_once')],
            },
        ),
        migrations.CreateModel(
            name='Station',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('kind', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=60)),
                ('address', models.CharField(blank=True, default='', max_length=120)),
                ('phone', models.CharField(blank=True, default='', max_length=20)),
                ('functions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('tenure', models.CharField(blank=True, default='', max_length=8)),
                ('floor_area', models.DecimalField(decimal_places=1, max_digits=8, null=True)),
                ('condition', models.CharField(blank=True, default='', max_length=8)),
                ('lon', models.FloatField(null=True)),
                ('lat', models.FloatField(null=True)),
                ('opens', models.TimeField()),
                ('closes', models.TimeField()),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), default=list, size=None)),
                ('closed_holidays', models.BooleanField(default=False)),
                ('sets_hours', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField()),
                ('ended_on', models.DateField(null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['body', 'kind'], name='station_by_body')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None), ('sets_hours', True)), fields=('body',), name='station_hours_once'), models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('body', 'name'), name='station_once'), models.CheckConstraint(condition=models.Q(('opens__lt', models.F('closes'))), name='station_opens_first'), models.CheckConstraint(condition=models.Q(models.Q(('lat', None), ('lon', None)), models.Q(('lat__gte', -90), ('lat__lte', 90), ('lon__gte', -180), ('lon__lte', 180)), _connector='OR'), name='station_point_whole'), models.CheckConstraint(condition=models.Q(('floor_area', None), ('floor_area__gt', 0), _connector='OR'), name='station_has_area'), models.CheckConstraint(condition=models.Q(('tenure__in', ('', 'owned', 'rented', 'lent'))), name='station_tenure_known'), models.CheckConstraint(condition=models.Q(('condition__in', ('', 'good', 'fair', 'poor'))), name='station_condition_known')],
            },
        ),
        migrations.CreateModel(
            name='Queue',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='queues', to='venues.station')),
                ('name', models.CharField(max_length=30)),
                ('name_en', models.CharField(blank=True, default='', max_length=60)),
                ('letter', models.CharField(max_length=1)),
                ('ended_on', models.DateField(null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('station', 'letter'), name='queue_letter_once')],
            },
        ),
        migrations.CreateModel(
            name='QueueDay',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('queue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='venues.queue')),
                ('day', models.DateField()),
                ('last', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('queue', 'day'), name='queue_day_once')],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('queue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='venues.queue')),
                ('starts_at', models.DateTimeField()),
                ('capacity', models.PositiveSmallIntegerField()),
                ('taken', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('queue', 'starts_at'), name='slot_once'), models.CheckConstraint(condition=models.Q(('taken__lte', models.F('capacity'))), name='slot_not_over')],
            },
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField(unique=True)),
                ('queue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='venues.queue')),
                ('day', models.DateField()),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('resident', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.resident')),
                ('slot_at', models.DateTimeField(null=True)),
                ('taken_at', models.DateTimeField()),
                ('counter', models.PositiveSmallIntegerField(null=True)),
                ('calls', models.PositiveSmallIntegerField(default=0)),
                ('called_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['queue', 'day', 'state'], name='ticket_of_day')],
                'constraints': [models.UniqueConstraint(fields=('queue', 'day', 'number'), name='ticket_number_once'), models.UniqueConstraint(condition=models.Q(('resident__isnull', False), ('state__in', ('waiting', 'called'))), fields=('queue', 'day', 'resident'), name='ticket_one_each'), models.CheckConstraint(condition=models.Q(('state__in', ('waiting', 'called', 'served', 'missed', 'cancelled'))), name='ticket_state_known')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rooms', to='venues.station')),
                ('kind', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=60)),
                ('seats', models.PositiveSmallIntegerField(null=True)),
                ('floor_area', models.DecimalField(decimal_places=1, max_digits=8, null=True)),
                ('bookable', models.BooleanField(default=False)),
                ('ahead_days', models.PositiveSmallIntegerField()),
                ('longest_minutes', models.PositiveSmallIntegerField()),
                ('open_most', models.PositiveSmallIntegerField()),
                ('unit_most', models.PositiveSmallIntegerField()),
                ('confirm', models.BooleanField(default=False)),
                ('ended_on', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('station', 'name'), name='room_once')],
            },
        ),
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField(unique=True)),
                ('series', models.UUIDField(null=True)),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='venues.room')),
                ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ('resident', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.resident')),
                ('body', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('purpose', models.CharField(max_length=60)),
                ('people', models.PositiveSmallIntegerField()),
                ('state', models.CharField(max_length=10)),
                ('reason', models.CharField(blank=True, default='', max_length=100)),
                ('made_at', models.DateTimeField()),
                ('arrived_at', models.DateTimeField(null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['resident', '-made_at'], name='booking_of_resident'), models.Index(fields=['body', '-made_at'], name='booking_of_body')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state__in', ('asked', 'booked', 'used'))), expressions=[(models.Func(models.F('room_id'), models.F('room_id'), models.Value('[]'), function='int8range'), '&&'), ('during', '&&')], name='booking_no_overlap'), models.CheckConstraint(condition=models.Q(('during__isempty', False), ('during__lower_inf', False), ('during__upper_inf', False)), name='booking_has_times'), models.CheckConstraint(condition=models.Q(('resident', None), ('body', None), _connector='XOR'), name='booking_of_one_holder'), models.CheckConstraint(condition=models.Q(('state__in', ('asked', 'booked', 'used', 'missed', 'refused', 'cancelled'))), name='booking_state_known'), models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='booking_for_somebody')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField(unique=True)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='venues.station')),
                ('room', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='venues.room')),
                ('booking', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='venues.booking')),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='venues.interestgroup')),
                ('title', models.CharField(max_length=60)),
                ('about', models.CharField(blank=True, default='', max_length=400)),
                ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ('places', models.PositiveSmallIntegerField()),
                ('closes_at', models.DateTimeField()),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=100)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['body', 'during'], name='activity_by_body')],
                'constraints': [models.CheckConstraint(condition=models.Q(('during__isempty', False), ('during__lower_inf', False), ('during__upper_inf', False)), name='activity_has_times'), models.CheckConstraint(condition=models.Q(('places__gte', 1)), name='activity_has_places')],
            },
        ),
        migrations.CreateModel(
            name='Signup',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signups', to='venues.activity')),
                ('resident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.resident')),
                ('state', models.CharField(max_length=8)),
                ('at', models.DateTimeField()),
                ('promoted_at', models.DateTimeField(null=True)),
                ('arrived_at', models.DateTimeField(null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('in', 'waiting'))), fields=('activity', 'resident'), name='signup_once'), models.CheckConstraint(condition=models.Q(('state__in', ('in', 'waiting', 'left'))), name='signup_state_known')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shifts', to='venues.station')),
                ('name', models.CharField(max_length=20)),
                ('starts', models.TimeField()),
                ('ends', models.TimeField()),
                ('post', models.CharField(max_length=40)),
            ],
            options={
                'ordering': ['starts'],
                'constraints': [models.UniqueConstraint(fields=('station', 'starts'), name='shift_once'), models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='shift_starts_first')],
            },
        ),
        migrations.CreateModel(
            name='StationDate',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dates', to='venues.station')),
                ('day', models.DateField()),
                ('opens', models.TimeField(null=True)),
                ('closes', models.TimeField(null=True)),
                ('why', models.CharField(blank=True, default='', max_length=20)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('station', 'day'), name='station_date_once'), models.CheckConstraint(condition=models.Q(models.Q(('closes', None), ('opens', None)), models.Q(('closes__isnull', False), ('opens__isnull', False), ('opens__lt', models.F('closes'))), _connector='OR'), name='station_date_whole')],
            },
        ),
        migrations.CreateModel(
            name='StationPhoto',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='venues.station')),
                ('path', models.CharField(max_length=120)),
                ('thumb', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='StationEvent',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='venues.station')),
                ('kind', models.CharField(max_length=12)),
                ('subject', models.CharField(blank=True, default='', max_length=60)),
                ('changes', models.JSONField(default=dict)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['station', '-at'], name='station_history')],
            },
        ),
        migrations.CreateModel(
            name='Tool',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tools', to='venues.station')),
                ('name', models.CharField(max_length=40)),
                ('total', models.PositiveSmallIntegerField()),
                ('out', models.PositiveSmallIntegerField(default=0)),
                ('broken', models.PositiveSmallIntegerField(default=0)),
                ('ended_on', models.DateField(null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('station', 'name'), name='tool_once'), models.CheckConstraint(condition=models.Q(('total__gte', django.db.models.expressions.CombinedExpression(models.F('out'), '+', models.F('broken')))), name='tool_not_below_zero')],
            },
        ),
        migrations.CreateModel(
            name='Loan',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField(unique=True)),
                ('tool', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='venues.tool')),
                ('resident', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.resident')),
                ('quantity', models.PositiveSmallIntegerField()),
                ('lent_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('back', models.PositiveSmallIntegerField(default=0)),
                ('damaged', models.PositiveSmallIntegerField(default=0)),
                ('lost', models.PositiveSmallIntegerField(default=0)),
                ('closed_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('closed_at', None)), fields=['due_on'], name='loan_open'), models.Index(fields=['resident', '-lent_at'], name='loan_of_resident')],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='loan_of_some'), models.CheckConstraint(condition=models.Q(models.Q(('back', 0), ('closed_at', None), ('damaged', 0), ('lost', 0)), models.Q(('closed_at__isnull', False), ('damaged__lte', models.F('back')), ('quantity', django.db.models.expressions.CombinedExpression(models.F('back'), '+', models.F('lost')))), _connector='OR'), name='loan_adds_up')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
    ])]
