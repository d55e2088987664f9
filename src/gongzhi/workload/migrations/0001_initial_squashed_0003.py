"""Communities' list of affairs: admissions in force, burden."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

from gongzhi.kernel.together import Together


class Migration(migrations.Migration):
    replaces = [
        ('workload', '0001_admissions'),
        ('workload', '0002_burden'),
        ('workload', '0003_asker'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_initial_squashed_0003'),
        ('orders', '0003_orders_squashed_0012'),
        ('orgs', '0001_initial_squashed_0007'),
    ]

    operations = [Together([
        migrations.CreateModel(
            name='Admission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='admission', to='orders.order')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('affair', models.CharField(max_length=200)),
                ('affair_no', models.BigIntegerField()),
                ('valid', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('funded', models.BooleanField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['valid'], name='admission_standing')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('body_id'), models.F('body_id'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('affair_no'), models.F('affair_no'), models.Value('[]'), function='int8range'), '&&'), ('valid', '&&')], name='admission_no_overlap')],
            },
        ),
        migrations.CreateModel(
            name='Burden',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('kind', models.CharField(max_length=8)),
                ('name', models.CharField(max_length=80)),
                ('asked_by', models.CharField(max_length=80)),
                ('asker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('basis', models.CharField(blank=True, default='', max_length=200)),
                ('a_year', models.PositiveSmallIntegerField(null=True)),
                ('since', models.DateField()),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_on', models.DateField(null=True)),
                ('ended_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('body', 'kind', 'name'), name='burden_once'), models.CheckConstraint(condition=models.Q(('kind__in', ('plaque', 'meeting', 'ledger', 'form'))), name='burden_kind_known')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
    ])]
