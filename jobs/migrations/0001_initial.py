import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import libretto.protocol


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("deployments", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("workflow_name", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("starting_browser", "Starting browser"),
                            ("running", "Running"),
                            ("completed", "Completed"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default=libretto.protocol.JobState["QUEUED"],
                        max_length=20,
                    ),
                ),
                ("params", models.JSONField(default=dict)),
                ("nonce", models.CharField(blank=True, max_length=200, null=True)),
                ("timeout_seconds", models.PositiveIntegerField()),
                ("headless", models.BooleanField(null=True)),
                ("start_url", models.TextField(blank=True)),
                ("viewport", models.JSONField(null=True)),
                ("options", models.JSONField(default=dict, help_text="Accepted and kept; not yet acted upon.")),
                ("session_id", models.UUIDField(help_text="The browser session of the latest attempt.", null=True)),
                ("attempt", models.PositiveIntegerField(default=0)),
                (
                    "claim",
                    models.UUIDField(
                        help_text="Names the worker's run of this job; changes at each attempt.", null=True
                    ),
                ),
                ("heartbeat_at", models.DateTimeField(null=True)),
                (
                    "code_started_at",
                    models.DateTimeField(help_text="From here on it must not be run again.", null=True),
                ),
                ("cancel_requested_at", models.DateTimeField(null=True)),
                ("result", models.JSONField(null=True)),
                ("error", models.TextField(blank=True)),
                ("error_code", models.CharField(blank=True, max_length=40)),
                ("error_type", models.CharField(blank=True, max_length=200)),
                ("stack", models.TextField(blank=True)),
                ("mapped_stack", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("enqueued_at", models.DateTimeField(null=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("completed_at", models.DateTimeField(null=True)),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="jobs", to="accounts.team"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to="deployments.workflowversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="JobEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "old",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("queued", "Queued"),
                            ("starting_browser", "Starting browser"),
                            ("running", "Running"),
                            ("completed", "Completed"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "new",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("starting_browser", "Starting browser"),
                            ("running", "Running"),
                            ("completed", "Completed"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="jobs.job"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["team", "-created_at", "-id"], name="job_newest"),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["team", "state", "-created_at", "-id"], name="job_newest_in_state"),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["team", "workflow_name", "-created_at", "-id"], name="job_newest_of_workflow"),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            libretto.protocol.JobState["QUEUED"],
                            libretto.protocol.JobState["STARTING_BROWSER"],
                            libretto.protocol.JobState["RUNNING"],
                        ],
                    )
                ),
                fields=["heartbeat_at"],
                name="job_active",
            ),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.UniqueConstraint(
                condition=models.Q(("nonce__isnull", False)),
                fields=("team", "workflow_name", "nonce"),
                name="one_job_a_nonce",
            ),
        ),
    ]
