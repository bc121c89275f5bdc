from django.db import migrations, models


class Migration(migrations.Migration):
    """All lines of a workflow are found by chunks: an index entry a chunk instead of one a line."""

    dependencies = [("logs", "0003_search")]

    operations = [
        migrations.AddIndex(
            model_name="searchchunk",
            index=models.Index(fields=["team_id", "workflow", "at", "number"], name="log_chunk_of_workflow"),
        ),
        migrations.RemoveIndex(model_name="logline", name="log_of_workflow"),
    ]
