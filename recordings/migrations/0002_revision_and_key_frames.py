"""The column's default fills the rows there are, each with a number of its own."""

from django.db import migrations, models
from django.db.models import Func, Q, Value


class Migration(migrations.Migration):
    dependencies = [("recordings", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE recordings_timelineevent_revision AS bigint",
            "DROP SEQUENCE recordings_timelineevent_revision",
        ),
        migrations.AddField(
            model_name="timelineevent",
            name="revision",
            field=models.BigIntegerField(
                db_default=Func(Value("recordings_timelineevent_revision"), function="nextval"), editable=False
            ),
        ),
        migrations.RunSQL(
            "ALTER SEQUENCE recordings_timelineevent_revision OWNED BY recordings_timelineevent.revision",
            "ALTER SEQUENCE recordings_timelineevent_revision OWNED BY NONE",
        ),
        migrations.AddIndex(
            model_name="timelineevent",
            index=models.Index(fields=["session", "revision"], name="timeline_news"),
        ),
        migrations.AddIndex(
            model_name="timelineevent",
            index=models.Index(
                condition=Q(("data__outcome", "failed"), ("kind", "step")),
                fields=["session", "t_ms", "id"],
                name="timeline_failed",
            ),
        ),
        migrations.AddField(
            model_name="fragment",
            name="key",
            field=models.BooleanField(default=True, help_text="It begins with a key frame: a player may start there."),
        ),
    ]
