from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_audit_and_keeping"),
        ("debugging", "0001_initial"),
        ("jobs", "0002_verification_runs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="debugreport",
            index=models.Index(
                condition=models.Q(("model_status__in", ("pending", "asking"))),
                fields=["claimed_at"],
                name="report_at_model",
            ),
        ),
        migrations.AddIndex(
            model_name="debugreport",
            index=models.Index(
                condition=models.Q(("evidence__isnull", False)), fields=["created_at"], name="report_to_forget"
            ),
        ),
        migrations.AddIndex(
            model_name="elementfingerprint",
            index=models.Index(fields=["last_seen_at"], name="fingerprint_seen"),
        ),
        migrations.AddIndex(
            model_name="elementfingerprint",
            index=models.Index(
                condition=models.Q(("page_html", ""), _negated=True), fields=["last_seen_at"], name="fingerprint_page"
            ),
        ),
    ]
