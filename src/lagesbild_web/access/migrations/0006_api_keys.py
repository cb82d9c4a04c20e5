
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0005_group_rules'),
    ]

    operations = [
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('purpose', models.CharField(max_length=300)),
                ('scopes', models.JSONField(default=list)),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('hint', models.CharField(max_length=12)),
                ('old_hash', models.CharField(max_length=64, null=True, unique=True)),
                ('old_until', models.DateField(null=True)),
                ('created_on', models.DateField()),
                ('expires_on', models.DateField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('last_used_on', models.DateField(null=True)),
                ('function', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keys', to='access.function')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_on__gt', models.F('created_on'))), name='key_ends_after_start'), models.UniqueConstraint(models.F('function'), models.F('name'), condition=models.Q(('revoked_at__isnull', True)), name='one_key_per_name')],
            },
        ),
    ]
