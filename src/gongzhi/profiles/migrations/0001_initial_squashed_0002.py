"""Releases of the profile."""

from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ('profiles', '0001_initial'),
        ('profiles', '0002_office_changes'),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='ProfileRelease',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=40, verbose_name='配置')),
                ('version', models.IntegerField(unique=True, verbose_name='版本')),
                ('document', models.JSONField()),
                ('files', models.JSONField(default=dict)),
                ('digest', models.CharField(max_length=64)),
                ('applied_at', models.DateTimeField(auto_now_add=True)),
                ('source', models.CharField(choices=[('files', 'files'), ('desk', 'desk')], default='files', max_length=5)),
                ('made_by', models.BigIntegerField(null=True)),
                ('made_by_name', models.CharField(blank=True, default='', max_length=80)),
                ('reason', models.CharField(blank=True, default='', max_length=200)),
                ('change_count', models.PositiveIntegerField(default=0)),
                ('back_to', models.IntegerField(null=True)),
            ],
            options={
                'verbose_name': '配置版本',
                'ordering': ['-version'],
            },
        ),
    ]
