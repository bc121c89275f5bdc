import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Deployment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "status",
                    models.CharField(
                        choices=[("building", "Building"), ("ready", "Ready"), ("failed", "Failed")],
                        default="building",
                        max_length=10,
                    ),
                ),
                ("description", models.TextField(blank=True)),
                ("entry_point", models.CharField(max_length=255)),
                ("auto_repair", models.BooleanField(default=False)),
                (
                    "source_path",
                    models.CharField(help_text="The bundle as uploaded, in the file storage.", max_length=255),
                ),
                ("source_digest", models.CharField(help_text="SHA-256 of the packed bundle, hex.", max_length=64)),
                ("build_error", models.TextField(blank=True)),
                ("build_log", models.TextField(blank=True)),
                (
                    "build_token",
                    models.UUIDField(editable=False, help_text="Names the build that holds it.", null=True),
                ),
                ("build_attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "heartbeat_at",
                    models.DateTimeField(
                        editable=False, help_text="When its build was last alive, or last asked for.", null=True
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("built_at", models.DateTimeField(editable=False, null=True)),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deployments", to="accounts.team"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Workflow",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "deleted_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="Only deployments made after this moment bring it back.",
                        null=True,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="workflows", to="accounts.team"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WorkflowVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("input_schema", models.JSONField(null=True)),
                ("output_schema", models.JSONField(null=True)),
                ("credential_names", models.JSONField(default=list)),
                ("start_url", models.TextField(blank=True)),
                ("viewport", models.JSONField(null=True)),
                ("source_file", models.CharField(max_length=255)),
                (
                    "deployment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="workflow_versions",
                        to="deployments.deployment",
                    ),
                ),
                (
                    "workflow",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="deployments.workflow"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="workflow",
            name="current",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="deployments.workflowversion",
            ),
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("encrypted", models.BinaryField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="credentials", to="accounts.team"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("team", "name"), name="one_credential_a_name")],
            },
        ),
        migrations.AddIndex(
            model_name="deployment",
            index=models.Index(fields=["team", "-created_at", "-id"], name="deployment_newest"),
        ),
        migrations.AddConstraint(
            model_name="workflowversion",
            constraint=models.UniqueConstraint(fields=("workflow", "deployment"), name="one_version_a_deployment"),
        ),
        migrations.AddConstraint(
            model_name="workflow",
            constraint=models.UniqueConstraint(fields=("team", "name"), name="one_workflow_a_name"),
        ),
    ]
