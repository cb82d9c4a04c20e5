from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0005_batches'),
    ]

    operations = [
        migrations.AddField(
            model_name='batch',
            name='is_switching',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.UniqueConstraint(condition=models.Q(('is_switching', True)), fields=('municipality_id',), name='one_batch_switches_at_a_time'),
        ),
        migrations.AddField(
            model_name='incident',
            name='replaces',
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(condition=models.Q(('replaces__isnull', False)), fields=['replaces'], name='incidents_by_replaced'),
        ),
    ]
