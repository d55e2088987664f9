"""Estate projects, pictures and short videos of them and of services."""

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

from gongzhi.kernel.together import Together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ('accounts', '0001_initial_squashed_0003'),
        ('orgs', '0001_initial_squashed_0007'),
        ('venues', '0001_initial_squashed_0005'),
        ('volunteering', '0001_initial_squashed_0007'),
    ]

    operations = [Together([
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('estate', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=60)),
                ('text', models.CharField(blank=True, default='', max_length=500)),
                ('started_on', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('made_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_on', None), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='project_ends_after'), models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('community', 'title'), name='project_once')],
            },
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='volunteering.post')),
                ('activity', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='venues.activity')),
                ('project', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pictures', to='evidence.project')),
                ('moment', models.CharField(choices=[('during', '过程'), ('before', '之前'), ('after', '之后')], max_length=6)),
                ('path', models.CharField(blank=True, default='', max_length=120)),
                ('thumb', models.CharField(blank=True, default='', max_length=120)),
                ('seconds', models.FloatField(null=True)),
                ('caption', models.CharField(blank=True, default='', max_length=60)),
                ('consent', models.CharField(choices=[('nobody', '认不出是谁'), ('agreed', '照到的人都同意公开'), ('guardian', '有孩子，监护人书面同意公开')], max_length=8)),
                ('state', models.CharField(choices=[('waiting', '等社区看过'), ('shown', '已公开'), ('gone', '已撤下')], max_length=7)),
                ('resident', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.resident')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('asked_away_at', models.DateTimeField(null=True)),
                ('blurred_at', models.DateTimeField(null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['community', 'state', '-id'], name='picture_of_wall'), models.Index(condition=models.Q(('state', 'shown')), fields=['unit', '-id'], name='picture_of_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('activity', None), ('post__isnull', False), ('project', None)), models.Q(('activity__isnull', False), ('post', None), ('project', None)), models.Q(('activity', None), ('post', None), ('project__isnull', False)), _connector='OR'), name='picture_of_one'), models.CheckConstraint(condition=models.Q(models.Q(('path', ''), ('state', 'gone'), ('thumb', '')), models.Q(models.Q(('state', 'gone'), _negated=True), models.Q(('path', ''), _negated=True)), _connector='OR'), name='picture_gone_has_no_file')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Deed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deeds', to='evidence.project')),
                ('on', models.DateField()),
                ('what', models.CharField(max_length=40)),
                ('amount', models.PositiveIntegerField()),
                ('unit', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('struck_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='deed_of_something')],
            },
        ),
    ])]
