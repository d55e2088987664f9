"""Messages to users and residents, each once; texts that a demo would have sent."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongzhi.kernel.together import Together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ('accounts', '0001_initial_squashed_0003'),
    ]

    operations = [Together([
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('resident', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='accounts.resident')),
                ('user', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(max_length=40)),
                ('text', models.TextField()),
                ('order_number', models.CharField(blank=True, default='', max_length=24)),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('retry_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('failure', models.CharField(blank=True, default='', max_length=200)),
                ('dedupe', models.CharField(blank=True, default='', max_length=120)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('user__isnull', False)), fields=['user', '-created_at'], name='message_user_recent'), models.Index(condition=models.Q(('resident__isnull', False)), fields=['resident', '-created_at'], name='message_resident_recent'), models.Index(condition=models.Q(('sent_at', None)), fields=['created_at'], name='message_unsent'), models.Index(condition=models.Q(('read_at', None), ('user__isnull', False)), fields=['user'], name='message_unread')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('dedupe', ''), _negated=True), fields=('dedupe',), name='message_once'), models.CheckConstraint(condition=models.Q(models.Q(('resident', None), ('user__isnull', False)), models.Q(('resident__isnull', False), ('user', None)), _connector='OR'), name='message_one_reader')],
            },
        ),
        migrations.CreateModel(
            name='DemoText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phone_sealed', models.TextField()),
                ('text_sealed', models.TextField()),
                ('at', models.DateTimeField(db_index=True)),
            ],
        ),
    ])]
