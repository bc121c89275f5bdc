import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_audit_and_keeping"),
        ("deployments", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="deployment",
            name="created_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="deployment",
            name="created_with",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="accounts.apikey"
            ),
        ),
        migrations.AddField(
            model_name="deployment",
            name="held",
            field=models.BooleanField(
                db_default=False, default=False, help_text="Not made current when its build ends: see `publish_held`."
            ),
        ),
        migrations.AddField(
            model_name="deployment",
            name="origin",
            field=models.CharField(
                choices=[("upload", "Uploaded"), ("repair", "Made by a repair")],
                db_default="upload",
                default="upload",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="deployment",
            name="parent",
            field=models.ForeignKey(
                help_text="The version it was made from.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="children",
                to="deployments.deployment",
            ),
        ),
        migrations.AddField(
            model_name="workflowversion",
            name="rerun",
            field=models.CharField(
                blank=True, db_default="", default="", help_text='"safe": running it again does no harm.', max_length=10
            ),
        ),
        migrations.CreateModel(
            name="DeploymentEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("published", "Published"),
                            ("rolled_back", "Rolled back"),
                            ("taken_back", "Taken back"),
                            ("deleted", "Deleted"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "before",
                    models.ForeignKey(
                        help_text="Ran until then.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="deployments.deployment",
                    ),
                ),
                (
                    "deployment",
                    models.ForeignKey(
                        help_text="Runs since.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="deployments.deployment",
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="accounts.apikey"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workflow",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="deployments.workflow"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["workflow", "-at"], name="event_of_workflow")],
            },
        ),
    ]
