from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_audit_and_keeping"),
        ("deployments", "0002_repaired_versions"),
        ("jobs", "0002_verification_runs"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="job",
            index=models.Index(condition=models.Q(("state", "failed")), fields=["completed_at"], name="job_failed"),
        ),
    ]
