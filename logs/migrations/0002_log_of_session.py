from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("logs", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="logline",
            index=models.Index(fields=["session_id", "sequence"], name="log_of_session"),
        ),
    ]
