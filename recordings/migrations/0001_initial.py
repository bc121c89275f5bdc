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
            name="BrowserSession",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("job_id", models.UUIDField(db_index=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("starting", "Starting"), ("open", "Open"), ("closed", "Closed")],
                        default="starting",
                        max_length=10,
                    ),
                ),
                ("browser_version", models.CharField(blank=True, max_length=100)),
                ("viewport_width", models.PositiveIntegerField(null=True)),
                ("viewport_height", models.PositiveIntegerField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("started_at", models.DateTimeField(help_text="Zero of the session's clock.", null=True)),
                ("browser_started_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="browser_sessions", to="accounts.team"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Artifact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("path", models.CharField(max_length=255)),
                ("content_type", models.CharField(max_length=100)),
                ("bytes", models.PositiveBigIntegerField()),
                ("t_ms", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="artifacts",
                        to="recordings.browsersession",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Recording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("recording", "Recording"),
                            ("finishing", "Finishing"),
                            ("ready", "Ready"),
                            ("empty", "Nothing was recorded"),
                            ("expired", "Expired"),
                        ],
                        default="recording",
                        max_length=10,
                    ),
                ),
                ("path", models.CharField(blank=True, max_length=255)),
                ("duration_ms", models.PositiveIntegerField(null=True)),
                ("bytes", models.PositiveBigIntegerField(null=True)),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "tries",
                    models.PositiveSmallIntegerField(default=0, help_text="How often somebody began to finish it."),
                ),
                ("tried_at", models.DateTimeField(null=True)),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recording",
                        to="recordings.browsersession",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Fragment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("index", models.PositiveIntegerField()),
                ("path", models.CharField(max_length=255)),
                ("start_ms", models.PositiveIntegerField()),
                ("duration_ms", models.PositiveIntegerField()),
                ("bytes", models.PositiveIntegerField()),
                (
                    "recording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="fragments", to="recordings.recording"
                    ),
                ),
            ],
            options={
                "ordering": ["index"],
            },
        ),
        migrations.CreateModel(
            name="TimelineEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=100)),
                ("t_ms", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("data", models.JSONField(default=dict)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="timeline",
                        to="recordings.browsersession",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="browsersession",
            index=models.Index(
                condition=models.Q(("status", "closed"), _negated=True), fields=["created_at"], name="session_open"
            ),
        ),
        migrations.AddIndex(
            model_name="artifact",
            index=models.Index(fields=["created_at"], name="artifact_age"),
        ),
        migrations.AddConstraint(
            model_name="artifact",
            constraint=models.UniqueConstraint(fields=("session", "kind"), name="one_artifact_a_kind"),
        ),
        migrations.AddIndex(
            model_name="recording",
            index=models.Index(fields=["state", "finished_at"], name="recording_state"),
        ),
        migrations.AddConstraint(
            model_name="fragment",
            constraint=models.UniqueConstraint(fields=("recording", "index"), name="one_fragment_a_place"),
        ),
        migrations.AddIndex(
            model_name="timelineevent",
            index=models.Index(fields=["session", "t_ms", "id"], name="timeline_order"),
        ),
        migrations.AddConstraint(
            model_name="timelineevent",
            constraint=models.UniqueConstraint(fields=("session", "key"), name="one_event_a_key"),
        ),
    ]
