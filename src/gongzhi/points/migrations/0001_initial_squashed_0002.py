"""The points bank: accounts, movements and their entries, what points are given for."""

import django.db.models.deletion
import django.db.models.manager
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from gongzhi.kernel.together import Together


class Migration(migrations.Migration):
    replaces = [
        ('points', '0001_initial'),
        ('points', '0002_settle'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_initial_squashed_0003'),
        ('orgs', '0001_initial_squashed_0007'),
    ]

    operations = [Together([
        migrations.CreateModel(
            name='Bank',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.body')),
                ('opened_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('credited_to', models.DateTimeField()),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('community',), name='bank_one_standing')],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bank', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='points.bank')),
                ('name', models.CharField(max_length=40)),
                ('about', models.CharField(blank=True, default='', max_length=200)),
                ('points', models.PositiveIntegerField()),
                ('stock', models.PositiveIntegerField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('points__gte', 1), ('stock__gte', 0)), name='item_stock'), models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('bank', 'name'), name='item_once')],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bank', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='points.bank')),
                ('kind', models.CharField(choices=[('holder', '积分账户'), ('fund', '公益基金'), ('issued', '发出'), ('redeemed', '兑换'), ('expired', '到期')], max_length=8)),
                ('title', models.CharField(blank=True, default='', max_length=40)),
                ('text', models.CharField(blank=True, default='', max_length=200)),
                ('balance', models.IntegerField(default=0)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('join_code', models.CharField(max_length=10, null=True, unique=True)),
                ('join_until', models.DateTimeField(null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['bank', 'kind'], name='account_of_bank')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('balance__lte', 0), ('kind', 'issued')), models.Q(models.Q(('kind', 'issued'), _negated=True), ('balance__gte', 0)), _connector='OR'), name='account_not_overdrawn'), models.CheckConstraint(condition=models.Q(('closed_at', None), ('balance', 0), _connector='OR'), name='account_closed_empty')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='points.account')),
                ('resident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.resident')),
                ('joined_at', models.DateTimeField()),
                ('left_at', models.DateTimeField(null=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('resident',), name='points_member_once')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Movement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('earn', '服务所得'), ('redeem', '兑换'), ('donate', '捐赠'), ('expire', '到期'), ('reverse', '冲正'), ('settle', '撤并结清')], max_length=8)),
                ('key', models.CharField(max_length=60, unique=True)),
                ('at', models.DateTimeField()),
                ('text', models.CharField(blank=True, default='', max_length=200)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='points.movement')),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reverse'), ('reverses__isnull', False)), models.Q(models.Q(('kind', 'reverse'), _negated=True), ('reverses', None)), _connector='OR'), name='movement_reverses_one')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('movement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='points.movement')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='points.account')),
                ('points', models.IntegerField()),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['account', '-id'], name='entry_of_account')],
                'constraints': [models.UniqueConstraint(fields=('movement', 'account'), name='entry_once'), models.CheckConstraint(condition=models.Q(('points', 0), _negated=True), name='entry_of_something')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Handout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('movement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='handout', to='points.movement')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='points.account')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='points.item')),
                ('quantity', models.PositiveIntegerField()),
                ('code', models.CharField(max_length=6)),
                ('state', models.CharField(choices=[('waiting', '待领取'), ('given', '已领取'), ('back', '已退回')], max_length=7)),
                ('at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
            ],
            options={
                'base_manager_name': 'reached',
                'default_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='handout_of_something')],
            },
            managers=[
                ('objects', django.db.models.manager.Manager()),
                ('reached', django.db.models.manager.Manager()),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='movement',
            trigger=pgtrigger.compiler.Trigger(name='movement_for_ever', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8e3fc07cf2768e5828fc3f9162182546d53d8edb', operation='UPDATE OR DELETE', pgid='pgtrigger_movement_for_ever_8c1dc', table='points_movement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='entry_for_ever', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7a1078a1dd7f8dd6763eda236dce18703cfc19b5', operation='UPDATE OR DELETE', pgid='pgtrigger_entry_for_ever_64248', table='points_entry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='entry_keeps_balance', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    UPDATE points_account SET balance = balance + NEW.points WHERE id = NEW.account_id;\n    RETURN NULL;\n', hash='5169f5cfe9a07c80d3c7917b8afb455ac02d4e20', operation='INSERT', pgid='pgtrigger_entry_keeps_balance_e60ed', table='points_entry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entry',
            trigger=pgtrigger.compiler.Trigger(name='entry_adds_up', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n    IF (SELECT coalesce(sum(points), 0) FROM points_entry\n         WHERE movement_id = NEW.movement_id) <> 0 THEN\n        RAISE EXCEPTION 'movement %: entries do not add up to zero', NEW.movement_id\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NULL;\n", hash='3390250b1facd20709deed71e21c72cd0b40179e', operation='INSERT', pgid='pgtrigger_entry_adds_up_1ea66', table='points_entry', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
    ])]
