"""Orders, their events, clocks, parts, calls and ratings."""

import django.db.models.deletion
import django.db.models.manager
import gongzhi.orders.models.event
import gongzhi.orders.models.link
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from gongzhi.kernel.together import Together


class Migration(migrations.Migration):
    replaces = [
        ('orders', '0001_initial'),
        ('orders', '0004_photo_seq_and_area_index'),
        ('orders', '0005_calls'),
        ('orders', '0006_gathered'),
        ('orders', '0007_confined_and_writer_code'),
        ('orders', '0008_data_requests_are_confined'),
        ('orders', '0009_words_may_go'),
        ('orders', '0010_appeals_and_visits'),
        ('orders', '0011_confined_by_process'),
        ('orders', '0012_triage_by_event'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_initial_squashed_0003'),
        ('areas', '0001_initial_squashed_0006'),
        ('orders', '0002_catalogue_squashed_0003'),
        ('orgs', '0001_initial_squashed_0007'),
    ]

    operations = [Together([
        migrations.CreateModel(
            name='EventRoot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('count', models.PositiveIntegerField()),
                ('root', models.CharField(max_length=64)),
                ('previous', models.CharField(max_length=64)),
                ('signature', models.TextField()),
                ('key_id', models.CharField(max_length=20)),
                ('sent_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=24)),
                ('client_key', models.UUIDField(unique=True)),
                ('process', gongzhi.orders.models.link.Link(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.process')),
                ('state', models.CharField(max_length=32)),
                ('phase', models.CharField(choices=[('open', 'Open'), ('paused', 'Paused'), ('closed', 'Closed')], default='open', max_length=6)),
                ('source', models.CharField(max_length=20)),
                ('emergency', models.BooleanField(default=False)),
                ('category', gongzhi.orders.models.link.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.category')),
                ('limit', gongzhi.orders.models.link.Link(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='orders.categorylimit')),
                ('text', models.TextField()),
                ('brief', models.CharField(blank=True, default='', max_length=120)),
                ('place', models.CharField(blank=True, default='', max_length=160)),
                ('lon', models.FloatField(null=True)),
                ('lat', models.FloatField(null=True)),
                ('outside', models.BooleanField(default=False)),
                ('area_then', gongzhi.orders.models.link.Link(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('area_path', models.TextField(db_collation='C')),
                ('reporter', gongzhi.orders.models.link.Link(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.resident')),
                ('entered_by', gongzhi.orders.models.link.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('public', models.BooleanField(default=False)),
                ('published', models.BooleanField(default=False)),
                ('hide_name', models.BooleanField(default=False)),
                ('confined', models.BooleanField(default=False)),
                ('holder_body', gongzhi.orders.models.link.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('lead_body', gongzhi.orders.models.link.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('handler', gongzhi.orders.models.link.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first_handler', gongzhi.orders.models.link.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first_body', gongzhi.orders.models.link.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('clause', models.CharField(blank=True, default='', max_length=20)),
                ('auto_dispatched', models.BooleanField(default=False)),
                ('reported_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('soon_at', models.DateTimeField(null=True)),
                ('handle_due_at', models.DateTimeField(null=True)),
                ('promised_at', models.DateTimeField(null=True)),
                ('unknown_year', models.PositiveSmallIntegerField(null=True)),
                ('answer_on', models.DateField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('on_time', models.BooleanField(null=True)),
                ('returns', models.PositiveSmallIntegerField(default=0)),
                ('extensions', models.PositiveSmallIntegerField(default=0)),
                ('suspensions', models.PositiveSmallIntegerField(default=0)),
                ('reworks', models.PositiveSmallIntegerField(default=0)),
                ('presses', models.PositiveSmallIntegerField(default=0)),
                ('supporters', models.PositiveIntegerField(default=0)),
                ('result', models.TextField(blank=True, default='')),
                ('solved', models.BooleanField(null=True)),
                ('satisfaction', models.PositiveSmallIntegerField(null=True)),
                ('merged_into', gongzhi.orders.models.link.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order')),
                ('event_seq', models.PositiveIntegerField(default=0)),
                ('event_hash', models.CharField(blank=True, default='', max_length=64)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('phase', 'closed'), _negated=True), fields=['area_path', 'due_at'], include=('confined',), name='order_open_area'), models.Index(condition=models.Q(('phase', 'closed'), _negated=True), fields=['state', 'due_at'], name='order_open_state'), models.Index(fields=['area_path', '-reported_at', 'category'], include=('id', 'state', 'confined'), name='order_area_recent'), models.Index(fields=['-reported_at'], name='order_recent'), models.Index(fields=['reporter', '-reported_at'], name='order_reporter_recent'), models.Index(condition=models.Q(('phase', 'closed'), _negated=True), fields=['category', '-reported_at'], name='order_category_open'), models.Index(condition=models.Q(('published', True)), fields=['-closed_at'], include=('area_path',), name='order_published'), models.Index(condition=models.Q(('phase', 'closed'), _negated=True), fields=['holder_body', 'due_at'], name='order_holder_open'), models.Index(condition=models.Q(('lead_body', None), _negated=True), fields=['lead_body', '-reported_at'], name='order_lead_recent'), models.Index(condition=models.Q(('handler', None), _negated=True), fields=['handler'], name='order_handler'), models.Index(condition=models.Q(('first_handler', None), _negated=True), fields=['first_handler', '-reported_at'], name='order_first_handler'), models.Index(condition=models.Q(('confined', True)), fields=['process', '-reported_at'], name='order_confined_recent'), models.Index(condition=models.Q(('merged_into', None), _negated=True), fields=['merged_into'], name='order_merged')],
                'constraints': [models.UniqueConstraint(fields=('number',), name='order_number_once'), models.CheckConstraint(condition=models.Q(('confined', False), models.Q(('public', False), ('published', False)), _connector='OR'), name='order_confined_is_not_public')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Exemption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='exemption', to='orders.order')),
                ('appeal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='exempts', to='orders.order')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='orders.order')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('caller_body', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('called_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('called_at', models.DateTimeField()),
                ('note', models.CharField(blank=True, default='', max_length=200)),
                ('receipt_due', models.DateTimeField(null=True)),
                ('arrival_due', models.DateTimeField(null=True)),
                ('feedback_due', models.DateTimeField(null=True)),
                ('received_at', models.DateTimeField(null=True)),
                ('declined_at', models.DateTimeField(null=True)),
                ('declined_why', models.CharField(blank=True, default='', max_length=500)),
                ('arrived_at', models.DateTimeField(null=True)),
                ('fed_back_at', models.DateTimeField(null=True)),
                ('feedback', models.CharField(blank=True, default='', max_length=500)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('cancel_reason', models.CharField(blank=True, default='', max_length=200)),
                ('raised', models.PositiveSmallIntegerField(default=0)),
                ('raise_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('cancelled_at', None), ('fed_back_at', None)), fields=['body', 'called_at'], name='call_open'), models.Index(condition=models.Q(('cancelled_at', None), ('fed_back_at', None), models.Q(('raise_at', None), _negated=True)), fields=['raise_at'], name='call_to_raise')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('cancelled_at', None), ('fed_back_at', None)), fields=('order', 'body'), name='call_once_open')],
            },
        ),
        migrations.CreateModel(
            name='CallRating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='orders.call')),
                ('by', models.CharField(max_length=6)),
                ('satisfaction', models.PositiveSmallIntegerField()),
                ('comment', models.CharField(blank=True, default='', max_length=500)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('call', 'by'), name='call_rated_once'), models.CheckConstraint(condition=models.Q(('by__in', ('caller', 'called')), ('satisfaction__gte', 1), ('satisfaction__lte', 3)), name='call_rating_known')],
            },
        ),
        migrations.CreateModel(
            name='OrderOrigin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='started_out_of', to='orders.order')),
                ('origin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='led_to', to='orders.order')),
            ],
        ),
        migrations.CreateModel(
            name='OrderClock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clocks', to='orders.order')),
                ('stage', models.CharField(max_length=20)),
                ('body', gongzhi.orders.models.link.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('amount', models.PositiveIntegerField()),
                ('unit', models.CharField(max_length=20)),
                ('clock_state', models.JSONField()),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('soon_at', models.DateTimeField(null=True)),
                ('stopped_at', models.DateTimeField(null=True)),
                ('on_time', models.BooleanField(null=True)),
                ('running', models.BooleanField(default=True)),
                ('soon_told_at', models.DateTimeField(null=True)),
                ('over_told_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('running', True), ('soon_told_at', None)), fields=['soon_at'], name='clock_soon'), models.Index(condition=models.Q(('over_told_at', None), ('running', True)), fields=['due_at'], name='clock_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('stopped_at', None)), fields=('order', 'stage'), name='clock_one_per_stage')],
            },
        ),
        migrations.CreateModel(
            name='OrderEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='orders.order')),
                ('seq', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('action', models.CharField(max_length=32)),
                ('actor_kind', models.CharField(max_length=10)),
                ('actor_name', models.CharField(max_length=60)),
                ('user', gongzhi.orders.models.link.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('body', gongzhi.orders.models.link.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('resident', gongzhi.orders.models.link.Link(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.resident')),
                ('from_state', models.CharField(blank=True, default='', max_length=32)),
                ('to_state', models.CharField(max_length=32)),
                ('payload', models.JSONField(null=True)),
                ('salt', models.CharField(blank=True, default='', max_length=32)),
                ('digest', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('client_key', models.UUIDField(null=True)),
                ('xid', models.BigIntegerField(db_default=gongzhi.orders.models.event.TxidCurrent())),
                ('root', gongzhi.orders.models.link.Link(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='orders.eventroot')),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('root', None)), fields=['xid'], name='event_unrooted'), models.Index(condition=models.Q(('payload__has_key', 'triage')), fields=['order', '-seq'], name='event_triage'), models.Index(condition=models.Q(('root', None), _negated=True), fields=['root'], name='event_root'), models.Index(condition=models.Q(('user', None), _negated=True), fields=['user'], name='event_user'), models.Index(condition=models.Q(('body', None), _negated=True), fields=['body', 'from_state', '-id'], name='event_body'), models.Index(condition=models.Q(('resident', None), _negated=True), fields=['resident'], name='event_resident')],
                'constraints': [models.UniqueConstraint(fields=('order', 'seq'), name='event_seq_once'), models.UniqueConstraint(condition=models.Q(('client_key', None), _negated=True), fields=('client_key',), name='event_key_once')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='orders.order')),
                ('kind', models.CharField(max_length=10)),
                ('path', models.CharField(max_length=120)),
                ('thumb', models.CharField(max_length=120)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('seq', models.PositiveIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('resident', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.resident')),
                ('public', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('order', 'kind', 'sha256'), name='attachment_once')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Gathered',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gathered', to='orders.order')),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='in_file', to='orders.order')),
                ('user', gongzhi.orders.models.link.Link(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='CheckPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='orders.order')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('checked_at', models.DateTimeField(null=True)),
                ('user', gongzhi.orders.models.link.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('note', models.CharField(blank=True, default='', max_length=500)),
                ('found', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='found_at', to='orders.order')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('checked_at', None)), fields=['area'], name='place_to_check')],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'area'), name='place_once_a_campaign'), models.CheckConstraint(condition=models.Q(('found', None), ('checked_at__isnull', False), _connector='OR'), name='found_when_checked')],
            },
        ),
        migrations.CreateModel(
            name='OrderMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='mappings', to='orders.order')),
                ('change', gongzhi.orders.models.link.Link(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.boundarychange')),
                ('from_path', models.TextField(db_collation='C')),
                ('to_path', models.TextField(db_collation='C')),
                ('how', models.CharField(max_length=8)),
            ],
            options={
                'indexes': [models.Index(fields=['change', 'from_path'], name='mapping_change')],
                'constraints': [models.UniqueConstraint(fields=('order', 'change'), name='mapping_once')],
            },
        ),
        migrations.CreateModel(
            name='OrderParty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='orders.order')),
                ('body', gongzhi.orders.models.link.Link(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('user', gongzhi.orders.models.link.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(max_length=12)),
                ('open', models.BooleanField(default=True)),
                ('state', models.CharField(blank=True, default='', max_length=32)),
                ('since', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('soon_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True, default='')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('open', True)), fields=['body', 'role', 'state', 'due_at'], name='party_worklist'), models.Index(fields=['body', 'order'], name='party_body_order')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('role', 'holder')), fields=('order',), name='party_one_holder'), models.UniqueConstraint(condition=models.Q(('role', 'lead')), fields=('order',), name='party_one_lead'), models.UniqueConstraint(fields=('order', 'body', 'role'), name='party_once')],
            },
        ),
        migrations.CreateModel(
            name='WriterCode',
            fields=[
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='writer_code', serialize=False, to='orders.order')),
                ('digest', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(max_length=40)),
                ('query', models.CharField(max_length=500)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'name'), name='view_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='orders.order')),
                ('seq', models.PositiveIntegerField()),
                ('user', gongzhi.orders.models.link.Link(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('reached', models.BooleanField()),
                ('solved', models.BooleanField(null=True)),
                ('satisfaction', models.PositiveSmallIntegerField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('order', 'seq'), name='visit_once'), models.CheckConstraint(condition=models.Q(('reached', True), models.Q(('satisfaction', None), ('solved', None)), _connector='OR'), name='visit_reached_to_say'), models.CheckConstraint(condition=models.Q(('satisfaction', None), models.Q(('satisfaction__gte', 1), ('satisfaction__lte', 3)), _connector='OR'), name='visit_scale')],
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='orders.order')),
                ('resident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.resident')),
                ('round', models.PositiveSmallIntegerField()),
                ('solved', models.BooleanField()),
                ('satisfaction', models.PositiveSmallIntegerField(null=True)),
                ('comment', models.CharField(blank=True, default='', max_length=500)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('order', 'resident', 'round'), name='rating_once'), models.CheckConstraint(condition=models.Q(('satisfaction', None), models.Q(('satisfaction__gte', 1), ('satisfaction__lte', 3)), _connector='OR'), name='rating_scale')],
            },
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='orders.order')),
                ('resident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='accounts.resident')),
                ('at', models.DateTimeField()),
                ('from_merge', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('order', 'resident'), name='support_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='order',
            trigger=pgtrigger.compiler.Trigger(name='order_transition', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM orders_processtransition t\n                        WHERE t.process_id = OLD.process_id\n                          AND t.from_state = OLD.state AND t.to_state = NEW.state\n                    ) THEN\n                        RAISE EXCEPTION 'order %: no transition from % to %',\n                            OLD.id, OLD.state, NEW.state USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='ebbf0b45178f3421049c1b508c4b2647c590d171', operation='UPDATE OF "state"', pgid='pgtrigger_order_transition_ebd84', table='orders_order', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='exemption',
            trigger=pgtrigger.compiler.Trigger(name='exemption_for_ever', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='58c18e3b9f746e02b76416f443cba0eb026068dd', operation='UPDATE OR DELETE', pgid='pgtrigger_exemption_for_ever_55de9', table='orders_exemption', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='callrating',
            trigger=pgtrigger.compiler.Trigger(name='call_rating_for_ever', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='2d67aa27b6add5e46f79d86ac2a6946b193d45b3', operation='DELETE', pgid='pgtrigger_call_rating_for_ever_9fd60', table='orders_callrating', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='callrating',
            trigger=pgtrigger.compiler.Trigger(name='call_rating_words_only_go', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.call_id, OLD."by", OLD.satisfaction, OLD.user_id, OLD.at) IS DISTINCT FROM (NEW.call_id, NEW."by", NEW.satisfaction, NEW.user_id, NEW.at) OR NEW.comment <> \'\')', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='71a1aeeceb928ca0e32de210fa8e2cc2a6257387', operation='UPDATE', pgid='pgtrigger_call_rating_words_only_go_2bc98', table='orders_callrating', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='orderevent',
            trigger=pgtrigger.compiler.Trigger(name='event_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='147c8d2f366f070a488ea99de8f8a2145ffffa08', operation='DELETE', pgid='pgtrigger_event_stays_564c3', table='orders_orderevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='orderevent',
            trigger=pgtrigger.compiler.Trigger(name='event_only_redacted', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF (OLD.order_id, OLD.seq, OLD.at, OLD.action, OLD.actor_name, OLD.from_state,\n                        OLD.to_state, OLD.digest, OLD.hash)\n                       IS DISTINCT FROM\n                       (NEW.order_id, NEW.seq, NEW.at, NEW.action, NEW.actor_name, NEW.from_state,\n                        NEW.to_state, NEW.digest, NEW.hash)\n                       OR (NEW.payload IS DISTINCT FROM OLD.payload\n                           AND (NEW.payload IS NOT NULL OR NEW.salt <> ''))\n                    THEN\n                        RAISE EXCEPTION 'order event %: recorded events do not change', OLD.id\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='974dd7ed101848e018a1f550f641f063224b5b6e', operation='UPDATE', pgid='pgtrigger_event_only_redacted_4cbd5', table='orders_orderevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='visit_for_ever', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='70f5e7e6881df7211804dc79f12ae9d5f7ca1b63', operation='UPDATE OR DELETE', pgid='pgtrigger_visit_for_ever_6ab03', table='orders_visit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rating',
            trigger=pgtrigger.compiler.Trigger(name='rating_for_ever', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='fa793e974a6dc45e113ebb5f1bb9346b9e281525', operation='DELETE', pgid='pgtrigger_rating_for_ever_d54ef', table='orders_rating', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rating',
            trigger=pgtrigger.compiler.Trigger(name='rating_words_only_go', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN ((OLD.order_id, OLD.resident_id, OLD.round, OLD.solved, OLD.satisfaction, OLD.at) IS DISTINCT FROM (NEW.order_id, NEW.resident_id, NEW.round, NEW.solved, NEW.satisfaction, NEW.at) OR NEW.comment <> '')", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2e6aad577800cc0d88cbdecdade87dcdf7e159f7', operation='UPDATE', pgid='pgtrigger_rating_words_only_go_e6aa3', table='orders_rating', when='BEFORE')),
        ),
    ])]
