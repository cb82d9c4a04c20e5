"""The tables of steering documents."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0004_no_memberships'),
    ]

    operations = [
        migrations.CreateModel(
            name='Committee',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('order', models.PositiveIntegerField(default=0)),
                ('retired_at', models.DateTimeField(null=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.organisation')),
            ],
            options={
                'ordering': ['order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Definition',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('term', models.CharField(max_length=80)),
                ('text', models.TextField()),
                ('source', models.CharField(blank=True, max_length=200)),
                ('valid_from', models.DateField()),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.organisation')),
            ],
            options={
                'ordering': ['term', '-valid_from'],
            },
        ),
        migrations.CreateModel(
            name='Requirement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('programme', 'Program'), ('policy', 'Policy'), ('action_plan', 'Handlingsplan'), ('guideline', 'Riktlinje'), ('routine', 'Rutin'), ('other', 'Annat')], max_length=12)),
                ('law', models.CharField(blank=True, max_length=200)),
                ('order', models.PositiveIntegerField(default=0)),
                ('retired_at', models.DateTimeField(null=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.organisation')),
            ],
            options={
                'ordering': ['order', 'title'],
            },
        ),
        migrations.CreateModel(
            name='SteeringDocument',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('circle', models.CharField(choices=[('own', 'Egna organisationen'), ('partners', 'Samverkansparterna'), ('public', 'Alla')], default='partners', max_length=10)),
                ('sensitivity', models.CharField(choices=[('open', 'Öppen'), ('limited', 'Begränsad'), ('protected', 'Skyddad')], default='open', max_length=10)),
                ('title', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('programme', 'Program'), ('policy', 'Policy'), ('action_plan', 'Handlingsplan'), ('guideline', 'Riktlinje'), ('routine', 'Rutin'), ('other', 'Annat')], max_length=12)),
                ('level', models.CharField(choices=[('council', 'Kommunfullmäktige'), ('board', 'Kommunstyrelsen'), ('committee', 'Nämnd'), ('office', 'Förvaltning eller enhet'), ('company', 'Kommunalt bolag')], max_length=10)),
                ('body', models.CharField(blank=True, max_length=120)),
                ('decided_on', models.DateField(null=True)),
                ('section', models.CharField(blank=True, max_length=40)),
                ('record_number', models.CharField(blank=True, max_length=60)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('review_on', models.DateField(null=True)),
                ('link', models.URLField(blank=True, max_length=500)),
                ('text', models.TextField(blank=True)),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('file_sha256', models.CharField(blank=True, max_length=64)),
                ('file_size', models.PositiveBigIntegerField(default=0)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('retired_at', models.DateTimeField(null=True)),
                ('function', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.function')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.organisation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.organisation')),
                ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='steering.steeringdocument')),
            ],
            options={
                'ordering': ['level', 'kind', 'title'],
            },
        ),
        migrations.CreateModel(
            name='MatrixCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_needed', models.BooleanField(default=True)),
                ('motive', models.CharField(blank=True, max_length=300)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cells', to='steering.committee')),
                ('requirement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cells', to='steering.requirement')),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='steering.steeringdocument')),
            ],
        ),
        migrations.CreateModel(
            name='DocumentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('before', models.JSONField()),
                ('function', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.function')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='steering.steeringdocument')),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('circle', models.CharField(default='partners', max_length=10)),
                ('sensitivity', models.CharField(default='open', max_length=10)),
                ('title', models.CharField(max_length=200)),
                ('description', models.TextField(blank=True)),
                ('order', models.PositiveIntegerField(default=0)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('retired_at', models.DateTimeField(null=True)),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='steering.steeringdocument')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.organisation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.organisation')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='steering.target')),
            ],
            options={
                'ordering': ['order', 'title'],
            },
        ),
        migrations.AddConstraint(
            model_name='committee',
            constraint=models.UniqueConstraint(models.F('municipality'), models.F('name'), name='one_committee_per_name'),
        ),
        migrations.AddConstraint(
            model_name='definition',
            constraint=models.UniqueConstraint(models.F('municipality'), models.F('term'), models.F('valid_from'), name='one_definition_per_day'),
        ),
        migrations.AddConstraint(
            model_name='requirement',
            constraint=models.UniqueConstraint(models.F('municipality'), models.F('title'), name='one_requirement_per_title'),
        ),
        migrations.AddConstraint(
            model_name='matrixcell',
            constraint=models.UniqueConstraint(models.F('requirement'), models.F('committee'), name='one_matrix_cell'),
        ),
    ]
