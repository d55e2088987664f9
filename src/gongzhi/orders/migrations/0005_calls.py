"""Every process may call bodies: calls of forces become calls, which are answered and judged."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0004_photo_seq_and_area_index'),
        ('orgs', '0004_history_by_statement'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Calls of forces become calls of any body; what was called before stays.
        migrations.RenameModel('ForceCall', 'Call'),
        migrations.AddField('call', 'caller_body', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
        migrations.AddField('call', 'declined_at', models.DateTimeField(null=True)),
        migrations.AddField('call', 'declined_why', models.CharField(blank=True, default='', max_length=500)),
        migrations.AddField('call', 'cancel_reason', models.CharField(blank=True, default='', max_length=200)),
        migrations.AddField('call', 'raised', models.PositiveSmallIntegerField(default=0)),
        migrations.AddField('call', 'raise_at', models.DateTimeField(null=True)),
        migrations.AlterField('call', 'receipt_due', models.DateTimeField(null=True)),
        migrations.AlterField('call', 'arrival_due', models.DateTimeField(null=True)),
        migrations.AlterField('call', 'feedback_due', models.DateTimeField(null=True)),
        migrations.CreateModel(
            name='CallRating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.CharField(max_length=6)),
                ('satisfaction', models.PositiveSmallIntegerField()),
                ('comment', models.CharField(blank=True, default='', max_length=500)),
                ('at', models.DateTimeField()),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='orders.call')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='OrderOrigin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='started_out_of', to='orders.order')),
                ('origin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='led_to', to='orders.order')),
            ],
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(condition=models.Q(('cancelled_at', None), ('fed_back_at', None), models.Q(('raise_at', None), _negated=True)), fields=['raise_at'], name='call_to_raise'),
        ),
        migrations.AddConstraint(
            model_name='callrating',
            constraint=models.UniqueConstraint(fields=('call', 'by'), name='call_rated_once'),
        ),
        migrations.AddConstraint(
            model_name='callrating',
            constraint=models.CheckConstraint(condition=models.Q(('by__in', ('caller', 'called')), ('satisfaction__gte', 1), ('satisfaction__lte', 3)), name='call_rating_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='callrating',
            trigger=pgtrigger.compiler.Trigger(name='call_rating_for_ever', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a4338054240463515c37184b737ad4e77f20941d', operation='UPDATE OR DELETE', pgid='pgtrigger_call_rating_for_ever_9fd60', table='orders_callrating', when='BEFORE')),
        ),
    ]
