from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"

    def ready(self) -> None:
        from accounts import known_jobs  # noqa: PLC0415 (models cannot be imported before now)
        from jobs.models import Job  # noqa: PLC0415

        known_jobs.register(lambda team, job_id: Job.objects.of(team).filter(pk=job_id).exists())
