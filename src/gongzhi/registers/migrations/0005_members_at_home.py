"""Members who reported to the community of their home, and what they did there."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_history_by_statement'),
        ('orders', '0005_calls'),
        ('registers', '0004_ended_why'),
    ]

    operations = [
        migrations.CreateModel(
            name='MemberAtHome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('resident', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.resident')),
            ],
            options={
                'abstract': False,
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
                ('accepted_at', models.DateTimeField()),
                ('minutes', models.PositiveSmallIntegerField(null=True)),
                ('recorded_at', models.DateTimeField(null=True)),
                ('said_by', models.CharField(blank=True, default='', max_length=9)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orders.order')),
                ('resident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.resident')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('order', 'resident'), name='memberhelp_once'), models.CheckConstraint(condition=models.Q(models.Q(('minutes', None), ('said_by', '')), models.Q(('minutes__isnull', False), ('said_by__in', ('self', 'organiser'))), _connector='OR'), name='memberhelp_said')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
    ]
