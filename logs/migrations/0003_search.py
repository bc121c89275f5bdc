from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

CREATE = """
CREATE SEQUENCE logs_searchchunk_number AS bigint;
CREATE TABLE logs_searchchunk (
    team_id uuid NOT NULL,
    job_id uuid NULL,
    workflow varchar(200) NOT NULL,
    first_at timestamptz NOT NULL,
    at timestamptz NOT NULL,
    number bigint NOT NULL DEFAULT nextval('logs_searchchunk_number'),
    words text NOT NULL,
    PRIMARY KEY (team_id, at, number)
) PARTITION BY RANGE (at);
ALTER SEQUENCE logs_searchchunk_number OWNED BY logs_searchchunk.number;
CREATE INDEX log_chunk_of_job ON logs_searchchunk (job_id, at);
CREATE INDEX log_chunk_words ON logs_searchchunk USING gin (words gin_trgm_ops);
"""
# Lines that are there already: a chunk for each minute of a run. No minute has two days.
FILL = """
DO $$
DECLARE day text;
BEGIN
    FOR day IN
        SELECT right(relname, 8) FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
        WHERE inhparent = 'logs_logline'::regclass
    LOOP
        EXECUTE format(
            'CREATE TABLE %I PARTITION OF logs_searchchunk FOR VALUES FROM (%L) TO (%L)',
            'logs_searchchunk_' || day,
            day || ' 00:00:00+00',
            to_char(to_date(day, 'YYYYMMDD') + 1, 'YYYYMMDD') || ' 00:00:00+00'
        );
    END LOOP;
END $$;
INSERT INTO logs_searchchunk (team_id, job_id, workflow, first_at, at, words)
SELECT team_id, job_id, workflow, min(at), max(at), string_agg(lower(message), ' ')
FROM logs_logline
GROUP BY team_id, job_id, workflow, date_trunc('minute', at);
"""


def rare(field: str, common: str) -> models.Q:
    return ~models.Q(**{field: common})


class Migration(migrations.Migration):
    dependencies = [("logs", "0002_log_of_session")]

    operations = [
        TrigramExtension(),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(CREATE, "DROP TABLE logs_searchchunk"),
                migrations.RunSQL(FILL, migrations.RunSQL.noop),
            ],
            state_operations=[
                migrations.CreateModel(
                    name="SearchChunk",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "team_id", "at", "number", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("team_id", models.UUIDField()),
                        ("job_id", models.UUIDField(null=True)),
                        ("workflow", models.CharField(max_length=200)),
                        ("first_at", models.DateTimeField(help_text="Of its first line.")),
                        ("at", models.DateTimeField(help_text="Of its last line.")),
                        ("number", models.BigIntegerField(help_text="From a database sequence.")),
                        (
                            "words",
                            models.TextField(
                                help_text="Each word once, as `logs.words` finds them, separated by blanks."
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["job_id", "at"], name="log_chunk_of_job"),
                            GinIndex(fields=["words"], name="log_chunk_words", opclasses=["gin_trgm_ops"]),
                        ],
                    },
                ),
            ],
        ),
        *(
            migrations.AddIndex(
                model_name="logline",
                index=models.Index(fields=[*whose, of, "at", "sequence"], condition=rare(of, common), name=name),
            )
            for whose, of, common, name in (
                (["team_id"], "level", "info", "log_trouble_of_team"),
                (["team_id", "workflow"], "level", "info", "log_trouble_of_workflow"),
                (["job_id"], "level", "info", "log_trouble_of_job"),
                (["team_id"], "source", "workflow", "log_of_source_of_team"),
                (["job_id"], "source", "workflow", "log_of_source_of_job"),
            )
        ),
    ]
