import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="purpose",
            field=models.CharField(
                blank=True, choices=[("verification", "Verification")], db_default="", default="", max_length=20
            ),
        ),
        migrations.AddField(
            model_name="job",
            name="verification_of",
            field=models.ForeignKey(
                help_text="The run it repeats.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="verifications",
                to="jobs.job",
            ),
        ),
    ]
