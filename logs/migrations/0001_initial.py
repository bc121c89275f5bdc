from django.db import migrations, models

# Django cannot make partitioned tables. Partitions come and go in logs/partitions.py.
# The sequence is our own: an identity column of a partitioned table needs PostgreSQL 17.
CREATE = """
CREATE SEQUENCE logs_logline_sequence AS bigint;
CREATE TABLE logs_logline (
    team_id uuid NOT NULL,
    job_id uuid NULL,
    session_id uuid NULL,
    workflow varchar(200) NOT NULL,
    source varchar(20) NOT NULL,
    level varchar(20) NOT NULL,
    message text NOT NULL,
    at timestamptz NOT NULL,
    t_ms integer NOT NULL,
    sequence bigint NOT NULL DEFAULT nextval('logs_logline_sequence'),
    PRIMARY KEY (team_id, at, sequence)
) PARTITION BY RANGE (at);
ALTER SEQUENCE logs_logline_sequence OWNED BY logs_logline.sequence;
CREATE INDEX log_of_job ON logs_logline (job_id, at, sequence);
CREATE INDEX log_of_workflow ON logs_logline (team_id, workflow, at, sequence);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(CREATE, "DROP TABLE logs_logline")],
            state_operations=[
                migrations.CreateModel(
                    name="LogLine",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "team_id",
                                "at",
                                "sequence",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("team_id", models.UUIDField()),
                        ("job_id", models.UUIDField(null=True)),
                        ("session_id", models.UUIDField(null=True)),
                        ("workflow", models.CharField(max_length=200)),
                        (
                            "source",
                            models.CharField(
                                choices=[("workflow", "Workflow"), ("executor", "Executor"), ("browser", "Browser")],
                                max_length=20,
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("info", "Info"), ("warn", "Warning"), ("error", "Error")], max_length=20
                            ),
                        ),
                        ("message", models.TextField()),
                        ("at", models.DateTimeField(help_text="Zero of the session's clock plus t_ms.")),
                        ("t_ms", models.IntegerField()),
                        (
                            "sequence",
                            models.BigIntegerField(
                                help_text="From a database sequence: lines of one batch keep their order."
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["job_id", "at", "sequence"], name="log_of_job"),
                            models.Index(fields=["team_id", "workflow", "at", "sequence"], name="log_of_workflow"),
                        ],
                    },
                ),
            ],
        ),
    ]
